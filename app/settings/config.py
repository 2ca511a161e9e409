"""The settings, from the environment: read and checked once, when the application starts."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import URL

from app.access.factors import SecondFactor
from app.access.identity import ProviderSettings
from app.documents.office import find_libreoffice
from app.settings import ConfigRefused, Identity, is_new, read_identity, replaced_keys, secret_key
from app.settings.mail import MailSettings, read_mail
from app.settings.sign_on import SsoSettings, read_providers, read_sso
from app.store import StoreRefused, database_address
from app.store.logins import Lifetime
from app.territories.qpv.dataset import OFFICIAL_SOURCE, is_source

DATABASE_FILE = "contrat-de-ville.sqlite3"
TEMPLATES_FOLDER = "modeles"
MOST_PROXIES = 10
MOST_IDLE_MINUTES, MOST_SESSION_HOURS = 720, 24
LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""The addresses of this machine that no other one reaches."""

LOOPBACK_NAMES = ("127.0.0.1", "localhost")
"""The hosts that are always trusted: no other site can have a browser send them.

Any other Host is refused until TRUSTED_HOSTS names it: without accounts, a page from elsewhere whose
name was made to lead to this machine (DNS rebinding) would read the profiles.
"""

HOSTS_MISSING = (
    "TRUSTED_HOSTS : indiquez les noms sous lesquels on ouvre le site, par exemple « contrats.ville.fr »,"
)
# No IPv6 address: Werkzeug 3.2 cuts each name at its first colon, so that one would never match.
_HOST = re.compile(r"\.?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation decides. Keys and the database's address never appear in its representation.

    `qpv_source` is where the official list of quartiers may be fetched, at a click; empty: nowhere.
    `prepares`: whether the files of a contract are made by LibreOffice some time after each save.

    `secret_key` is None until the site is first served. `is_new`: nothing was ever served from this folder.
    `controls_access_elsewhere`: something in front of the site lets in only who may; it needs no accounts.
    `lifetime`: how long a session of an account lasts. `second_factor`: of whom a code is asked as well.
    `providers`: who signs people in beside the site; `sso`: the proxy that does; `mail`: what sends the mail
    of the site. None: nobody, nothing.
    """

    instance_folder: Path
    database_url: str = field(repr=False)
    secret_key: str | None = field(repr=False)
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    trusted_hosts: tuple[str, ...] = ()
    proxy_count: int = 0
    catalogue_folder: Path | None = None
    identity: Identity = field(default_factory=Identity)
    templates_folder: Path | None = None
    soffice: Path | None = None
    qpv_source: str = ""
    prepares: bool = True
    is_new: bool = True
    controls_access_elsewhere: bool = False
    lifetime: Lifetime = field(default_factory=Lifetime)
    second_factor: SecondFactor = SecondFactor.FREE
    providers: tuple[ProviderSettings, ...] = ()
    mail: MailSettings | None = None
    sso: SsoSettings | None = None

    @property
    def serves_others(self) -> bool:
        """Whether other machines reach the site, by its names or through a proxy."""
        return bool(self.proxy_count or set(self.trusted_hosts) - set(LOOPBACK_NAMES))


def is_by_default(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the database is the one of the folder where the command runs: nobody named another."""
    return not any(environment.get(name, "").strip() for name in ("CONTRAT_INSTANCE", "DATABASE_URL"))


def default_database(folder: Path) -> str:
    """Return the address of the database of an instance folder, where no other is given."""
    return URL.create("sqlite", database=str(folder / DATABASE_FILE)).render_as_string()


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of the environment. A variable that is empty counts as absent.

    Nothing is made: a command in the wrong folder leaves no instance there.
    Raises ConfigRefused at the first variable that cannot be used.
    """
    given = {name: value.strip() for name, value in environment.items() if value.strip()}
    folder = Path(given.get("CONTRAT_INSTANCE", "instance")).absolute()
    proxy_count = _proxy_count(given.get("PROXY_COUNT", "0"))
    trusted_hosts = _trusted_hosts(given.get("TRUSTED_HOSTS", ""))
    if proxy_count and not trusted_hosts:
        raise ConfigRefused(f"{HOSTS_MISSING} quand PROXY_COUNT annonce un serveur mandataire.")
    return Settings(
        instance_folder=folder,
        database_url=_database_url(given.get("DATABASE_URL")) or default_database(folder),
        secret_key=secret_key(given.get("SECRET_KEY"), folder),
        secret_key_fallbacks=replaced_keys(given.get("SECRET_KEY_FALLBACKS", "")),
        trusted_hosts=trusted_hosts,
        proxy_count=proxy_count,
        catalogue_folder=read_catalogue_folder(environment),
        identity=read_identity(given),
        templates_folder=_templates_folder(given.get("CONTRAT_TEMPLATES"), folder),
        soffice=read_soffice(environment),
        qpv_source=_qpv_source(given.get("QPV_SOURCE", OFFICIAL_SOURCE)),
        prepares=_prepares(given.get("CONTRAT_PREPARATION", "oui")),
        is_new=is_new(folder),
        controls_access_elsewhere=_access_control(given.get("ACCESS_CONTROL", "")),
        lifetime=_lifetime(given.get("SESSION_IDLE_MINUTES", "60"), given.get("SESSION_HOURS", "12")),
        second_factor=_second_factor(given.get("SECOND_FACTOR", SecondFactor.OWNERS)),
        providers=read_providers(given),
        mail=read_mail(given),
        sso=read_sso(given),
    )


ACCOUNTS_MISSING = (
    "Le site serait ouvert à d’autres machines ({why}) et n’a pas de comptes : toute personne qui l’atteint "
    "pourrait tout modifier. Créez le premier compte : « contrat-de-ville comptes creer ADRESSE "
    "--administrateur ». Si un accès contrôlé est déjà devant le site, dites-le par ACCESS_CONTROL=externe."
)


def refuse_open_service(settings: Settings, *, has_accounts: bool, host: str = LOOPBACK[0]) -> None:
    """Refuse to serve others without accounts, unless something else controls who comes in.

    Raises ConfigRefused with the command to type.
    """
    if has_accounts or settings.controls_access_elsewhere:
        return
    if host not in LOOPBACK:
        raise ConfigRefused(ACCOUNTS_MISSING.format(why=f"--host {host}"))
    if settings.serves_others:
        why = "PROXY_COUNT" if settings.proxy_count else "TRUSTED_HOSTS"
        raise ConfigRefused(ACCOUNTS_MISSING.format(why=why))


def refuse_unsafe_service(settings: Settings, host: str, environment: Mapping[str, str] = os.environ) -> None:
    """Refuses to serve on an address with settings that are fit for one's own machine only.

    Raises ConfigRefused with the variable to set.
    """
    if environment.get("FLASK_DEBUG", "").strip().lower() not in {"", "0", "false", "no"}:
        raise ConfigRefused(
            "FLASK_DEBUG : le mode de mise au point montre le code et les données à chaque erreur. "
            "Retirez cette variable (ou l’option --debug) pour servir le site."
        )
    if host not in LOOPBACK and not settings.trusted_hosts:
        raise ConfigRefused(f"{HOSTS_MISSING} pour servir le site ailleurs que sur cette machine.")


def read_soffice(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the LibreOffice to use: the one that LIBREOFFICE names, else the installed one, if any.

    Raises ConfigRefused.
    """
    given = environment.get("LIBREOFFICE", "").strip()
    return _soffice(given) if given else find_libreoffice()


def read_catalogue_folder(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the folder of the catalogue that CATALOGUE_DIR names; None for the one that is shipped.

    Raises ConfigRefused.
    """
    given = environment.get("CATALOGUE_DIR", "").strip()
    return _folder("CATALOGUE_DIR", given, "le catalogue fourni") if given else None


def _database_url(given: str | None) -> str | None:
    try:
        if given is not None:
            database_address(given)
    except StoreRefused as refusal:
        raise ConfigRefused(f"DATABASE_URL : {refusal.reason}") from refusal
    return given


def _trusted_hosts(given: str) -> tuple[str, ...]:
    hosts = tuple(host.strip().lower() for host in given.split(",") if host.strip())
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise ConfigRefused(
                f"TRUSTED_HOSTS : « {host} » n’est pas un nom de machine. Écrivez les noms sans "
                "« https:// », sans port ni chemin, séparés par des virgules : « ville.fr, .agglo.fr »."
            )
    return hosts


def _proxy_count(given: str) -> int:
    if not (given.isascii() and given.isdecimal() and len(given) <= len(str(MOST_PROXIES))):
        raise ConfigRefused(f"PROXY_COUNT : nombre entier de 0 à {MOST_PROXIES} attendu, pas « {given} ».")
    count = int(given)
    if count > MOST_PROXIES:
        raise ConfigRefused(f"PROXY_COUNT : {MOST_PROXIES} serveurs mandataires au plus, pas {count}.")
    return count


def _folder(variable: str, given: str, without: str) -> Path:
    """Return the folder that a variable names. `without`: what is used where it is not set."""
    folder = Path(given).absolute()
    if not folder.is_dir():
        raise ConfigRefused(
            f"{variable} : le dossier « {folder} » n’existe pas. "
            f"Corrigez son chemin, ou retirez cette variable pour {without}."
        )
    return folder


def _templates_folder(given: str | None, instance: Path) -> Path:
    without = f"le dossier « {TEMPLATES_FOLDER} » du dossier d’instance"
    return _folder("CONTRAT_TEMPLATES", given, without) if given else instance / TEMPLATES_FOLDER


def _qpv_source(given: str) -> str:
    if given.lower() == "non":
        return ""
    if not is_source(given):
        raise ConfigRefused(
            "QPV_SOURCE : adresse https attendue, celle de la liste des quartiers prioritaires ou de son jeu "
            "de données. Corrigez-la, écrivez « non » pour ne jamais rien demander à un autre serveur, ou "
            "retirez cette variable pour data.gouv.fr."
        )
    return given


def _prepares(given: str) -> bool:
    if given.lower() not in {"oui", "non"}:
        raise ConfigRefused(
            f"CONTRAT_PREPARATION : « oui » ou « non » attendu, pas « {given} ». « non » : LibreOffice ne "
            "travaille que pour qui télécharge."
        )
    return given.lower() == "oui"


def _access_control(given: str) -> bool:
    if given and given.lower() != "externe":
        raise ConfigRefused(
            f"ACCESS_CONTROL : « externe » attendu, pas « {given} » : un mandataire ou un réseau ne laisse "
            "venir au site que les personnes voulues. Retirez cette variable si le site a des comptes."
        )
    return bool(given)


def _second_factor(given: str) -> SecondFactor:
    try:
        return SecondFactor(given.lower())
    except ValueError:
        raise ConfigRefused(
            f"SECOND_FACTOR : « proprietaires », « tous » ou « libre » attendu, pas « {given} » : de qui un "
            "code à usage unique est exigé, outre le mot de passe."
        ) from None


def _lifetime(idle: str, total: str) -> Lifetime:
    minutes = _number("SESSION_IDLE_MINUTES", idle, "minutes", MOST_IDLE_MINUTES)
    hours = _number("SESSION_HOURS", total, "heures", MOST_SESSION_HOURS)
    return Lifetime(idle=timedelta(minutes=minutes), total=timedelta(hours=hours))


def _number(variable: str, given: str, unit: str, most: int) -> int:
    known = given.isascii() and given.isdecimal() and len(given) <= len(str(most))
    if not known or not 1 <= int(given) <= most:
        raise ConfigRefused(f"{variable} : nombre entier de {unit} attendu, de 1 à {most}, pas « {given} ».")
    return int(given)


def _soffice(given: str) -> Path | None:
    if given.lower() == "non":
        return None
    command = Path(given).absolute()
    if not os.access(command, os.X_OK) or command.is_dir():
        raise ConfigRefused(
            f"LIBREOFFICE : « {command} » n’est pas un programme. Indiquez le chemin de « soffice », "
            "« non » pour vous passer de LibreOffice, ou retirez cette variable."
        )
    return command
