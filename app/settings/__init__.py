"""What an installation says of itself: its version, files and folder, the key that signs; its identity."""

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app.domain.problems import UserError
from app.domain.text import MAX_NAME, clean, is_blank

_PACKAGED = Path(__file__).parents[1] / "_resources"
_ROOT = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[2]


def resource(name: str) -> Path:
    """Return the folder `templates`, `commitments` or `docx_templates`, wherever it was installed.

    They are at the top level in a checkout, inside the package in a wheel.
    """
    return _ROOT / name


@cache
def application_version() -> str:
    """Return the version of this application, as installed."""
    try:
        return version("contrat-de-ville")
    except PackageNotFoundError:
        return "inconnue"


SECRET_KEY_FILE = "secret-key"  # noqa: S105 — the name of the file, not a key
SHORTEST_SECRET_KEY = 16
FEWEST_DIFFERENT_CHARACTERS = 6

# What examples and tutorials write where a key should be, once hyphens and the like are gone.
_EXAMPLES_OF_KEYS = re.compile(
    "changeme|changeit|changezmoi|changethis|replaceme|remplacezmoi|secretkey|devkey|devsecret"
    "|motdepasse|password|yoursecret|notsosecret|supersecret|0123456789|abcdefgh"
)


class ConfigRefused(UserError, ValueError):
    """A setting that the application cannot start with. The message is in French and names the variable."""


def make_writable(folder: Path) -> None:
    """Make the folder of the installation. Raise ConfigRefused when nothing can be written in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # The only sure answer: rights, quotas and read-only disks all speak up here.
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ConfigRefused(
            f"CONTRAT_INSTANCE : impossible d’écrire dans le dossier « {folder} » ({error.strerror}). "
            "Donnez à l’application le droit d’y écrire ou indiquez un autre dossier."
        ) from error


def is_new(folder: Path) -> bool:
    """Whether no site was ever served from this folder. The key tells: it is made after the database."""
    return not os.path.lexists(folder / SECRET_KEY_FILE)


def secret_key(given: str | None, folder: Path) -> str | None:
    """Return the key that was given, else the one of the folder; None where there is none yet.

    Raises ConfigRefused for one that is short, that can be guessed or that cannot be read.
    """
    if given is not None:
        return _checked_key(given, "SECRET_KEY")
    return None if is_new(folder) else _kept_key(folder)


def made_key(folder: Path) -> str:
    """Return the key of the folder, made unless another process was first. Raises ConfigRefused."""
    make_writable(folder)
    _keep_new_key(folder / SECRET_KEY_FILE)
    return _kept_key(folder)


def _kept_key(folder: Path) -> str:
    file = folder / SECRET_KEY_FILE
    try:
        kept = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigRefused(
            f"SECRET_KEY : la clé gardée dans « {file} » ne peut pas être lue. "
            "Supprimez ce fichier ou corrigez ses droits."
        ) from error
    return _checked_key(kept, f"SECRET_KEY (fichier « {file} »)")


def replaced_keys(given: str) -> tuple[str, ...]:
    """Return the keys used before, separated by commas.

    What they signed is still read, nothing more is signed.
    """
    return tuple(_checked_key(key.strip(), "SECRET_KEY_FALLBACKS") for key in given.split(",") if key.strip())


def _keep_new_key(file: Path) -> None:
    """Write the key whole before it has its name: of two processes that start at once, one is first."""
    descriptor, draft = tempfile.mkstemp(dir=file.parent)  # mkstemp gives the mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(32))
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        os.unlink(draft)


def _checked_key(key: str, source: str) -> str:
    if len(key) < SHORTEST_SECRET_KEY:
        raise ConfigRefused(f"{source} : clé trop courte ; {SHORTEST_SECRET_KEY} caractères au moins.")
    plain = re.sub(r"[\W_]", "", key.lower())
    if _EXAMPLES_OF_KEYS.search(plain) or len(set(key)) < FEWEST_DIFFERENT_CHARACTERS:
        raise ConfigRefused(
            f"{source} : cette clé se devine. Tirez-en une au hasard, par exemple avec "
            "« python3 -c 'import secrets; print(secrets.token_hex(32))' »."
        )
    return key


LARGEST_LOGO = 200_000
"""Octets: every page shows it."""

READABLE = 4.5
"""The contrast of a text with what is under it (RGAA 4.1, criterion 3.2; WCAG 2.1, 1.4.3)."""

DARKEST_LIGHT = "#f1eee6"
LIGHTEST_DARK = "#1e2b2e"
"""The backgrounds of site.css, in each of its two schemes, on which a text is the hardest to read."""

_E_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PAGE = re.compile(r"https://[^\s\"'<>]{1,500}")

_BLACK, _WHITE = "#000000", "#ffffff"
_HOVER = 0.2
_LINEAR_BELOW = 0.04045
_STEPS = 100
_KINDS = {"image/png": rb"\x89PNG\r\n\x1a\n", "image/jpeg": rb"\xff\xd8\xff", "image/webp": rb"RIFF.{4}WEBP"}


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour that is read as a text on any light background of the site, and under a white text.

    `pointed` is for what the pointer is on; the two light shades are read on a dark screen.
    """

    plain: str
    pointed: str
    light: str
    light_pointed: str


@dataclass(frozen=True, slots=True)
class Logo:
    """An image and its media type."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Identity:
    """What the collectivité has given of itself; each may be missing."""

    name: str | None = None
    colour: Colour | None = None
    logo: Logo | None = None
    contact: str | None = None
    """An address that a link leads to: where a fault or a weakness of this site is reported."""


def read_identity(given: Mapping[str, str]) -> Identity:
    """Return the identity that the variables COLLECTIVITE_… give. Raises ConfigRefused."""
    name, colour, logo, contact = (
        given.get("COLLECTIVITE_NAME"),
        given.get("COLLECTIVITE_COLOR"),
        given.get("COLLECTIVITE_LOGO"),
        given.get("COLLECTIVITE_CONTACT"),
    )
    identity = Identity(
        name=_name(name) if name else None,
        colour=_colour(colour) if colour else None,
        logo=_logo(Path(logo).absolute()) if logo else None,
        contact=_contact(contact) if contact else None,
    )
    if identity.logo and not identity.name:
        raise ConfigRefused(
            "COLLECTIVITE_LOGO : donnez aussi COLLECTIVITE_NAME ; le nom, écrit à côté du logo, "
            "le dit à qui ne le voit pas."
        )
    return identity


def _contact(given: str) -> str:
    if _E_MAIL.fullmatch(given):
        return f"mailto:{given}"
    if _PAGE.fullmatch(given):
        return given
    raise ConfigRefused(
        "COLLECTIVITE_CONTACT : adresse de courriel ou adresse « https:// » attendue, celle de la personne "
        f"ou du service qui administre le site, pas « {given} »."
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours « #rrggbb », from 1 to 21 (WCAG 2.1, « contrast ratio »)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _name(given: str) -> str | None:
    name = " ".join(clean(given).text.split("\n"))
    if is_blank(name):
        return None
    if len(name) > MAX_NAME:
        raise ConfigRefused(f"COLLECTIVITE_NAME : {len(name)} caractères ; {MAX_NAME} au plus.")
    return name


def _colour(given: str) -> Colour:
    colour = given.lower()
    if not re.fullmatch("#[0-9a-f]{6}", colour):
        raise ConfigRefused(
            f"COLLECTIVITE_COLOR : « {given} » n’est pas une couleur. "
            "Écrivez-la « #rrvvbb », en six chiffres hexadécimaux : « #17535a »."
        )
    darker = _until_readable(colour, _BLACK, DARKEST_LIGHT)
    if darker != colour:
        ratio = f"{contrast(colour, DARKEST_LIGHT):.1f}".replace(".", ",")
        raise ConfigRefused(
            f"COLLECTIVITE_COLOR : « {given} » se lit mal sur les pages (contraste de {ratio} pour 1 ; "
            f"il en faut 4,5). Donnez une teinte plus sombre, par exemple « {darker} »."
        )
    lighter = _until_readable(colour, _WHITE, LIGHTEST_DARK)
    return Colour(
        plain=colour,
        pointed=_mixed(colour, _BLACK, _HOVER),
        light=lighter,
        light_pointed=_mixed(lighter, _WHITE, _HOVER),
    )


def _logo(file: Path) -> Logo:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ConfigRefused(
            f"COLLECTIVITE_LOGO : « {file} » ne peut pas être lu ({error.strerror}). "
            "Corrigez son chemin ou ses droits."
        ) from error
    media_type = next((kind for kind, start in _KINDS.items() if re.match(start, content, re.DOTALL)), None)
    if media_type is None:
        raise ConfigRefused(f"COLLECTIVITE_LOGO : « {file} » n’est pas une image PNG, JPEG ou WebP.")
    if len(content) > LARGEST_LOGO:
        raise ConfigRefused(
            f"COLLECTIVITE_LOGO : « {file} » pèse {len(content) // 1000} ko ; "
            f"{LARGEST_LOGO // 1000} au plus. Réduisez l’image : elle s’affiche sur 44 pixels de haut."
        )
    return Logo(content, media_type)


def _until_readable(colour: str, towards: str, background: str) -> str:
    """Return the first shade from a colour towards black or white that is read on a background."""
    shades = (_mixed(colour, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next(shade for shade in shades if contrast(shade, background) >= READABLE)


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _luminance(colour: str) -> float:
    """WCAG 2.1, « relative luminance »."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= _LINEAR_BELOW else float(((value + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue
