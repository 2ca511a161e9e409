"""The settings of the mail that the site sends, over SMTP."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.access.asking import LOOPBACK
from app.settings import ConfigRefused

MOST_PORT = 65_535
_SENDER = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?")


class Security(StrEnum):
    """How the way to the server is encrypted: from its second word on, from the first, or not at all."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "aucune"


_WITH_A_HOST = ("SMTP_SENDER", "SMTP_USER", "SMTP_PASSWORD", "SMTP_SECURITY")
_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The server that takes the mail of the site, and the address in whose name it is sent."""

    host: str
    port: int
    sender: str
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)


def read_mail(given: Mapping[str, str]) -> MailSettings | None:
    """Return the server of SMTP_HOST; None without it: the site then sends nothing. Raises ConfigRefused."""
    host = given.get("SMTP_HOST", "")
    if not host:
        if lonely := next((name for name in _WITH_A_HOST if name in given), None):
            raise ConfigRefused(f"{lonely} : donnez aussi SMTP_HOST, le serveur qui envoie les courriels.")
        return None
    if not _HOST.fullmatch(host):
        raise ConfigRefused(
            f"SMTP_HOST : « {host} » n’est pas un nom de machine. Le port se donne par SMTP_PORT."
        )
    security = _security(given.get("SMTP_SECURITY", Security.STARTTLS))
    user, password = given.get("SMTP_USER", ""), given.get("SMTP_PASSWORD", "")
    if bool(user) != bool(password):
        raise ConfigRefused("SMTP_USER, SMTP_PASSWORD : donnez les deux, ou aucun.")
    if user and security is Security.NONE and host not in LOOPBACK:
        raise ConfigRefused(
            "SMTP_SECURITY : « aucune » enverrait SMTP_PASSWORD en clair. Donnez « starttls » ou « tls »."
        )
    return MailSettings(
        host=host,
        port=_port(given.get("SMTP_PORT", str(_PORTS[security]))),
        sender=_sender(given.get("SMTP_SENDER", "")),
        security=security,
        user=user,
        password=password,
    )


def _security(given: str) -> Security:
    try:
        return Security(given.lower())
    except ValueError as failure:
        raise ConfigRefused(
            f"SMTP_SECURITY : « starttls », « tls » ou « aucune » attendu, pas « {given} »."
        ) from failure


def _port(given: str) -> int:
    known = given.isascii() and given.isdecimal() and len(given) <= len(str(MOST_PORT))
    if not known or not 1 <= int(given) <= MOST_PORT:
        raise ConfigRefused(f"SMTP_PORT : nombre entier de 1 à {MOST_PORT} attendu, pas « {given} ».")
    return int(given)


def _sender(given: str) -> str:
    if not _SENDER.fullmatch(given):
        raise ConfigRefused(
            f"SMTP_SENDER : adresse de courriel attendue, celle qui envoie, pas « {given} ». Exemple : "
            "« ne-pas-repondre@ville.fr »."
        )
    return given
