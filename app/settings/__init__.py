"""What an installation says of itself: its version, its files, its folder, the key that signs its forms."""

import os
import re
import secrets
import tempfile
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app.domain.problems import UserError

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
