"""Who a proxy says is signed in: a header that is believed from the trusted proxies alone.

The address of the proxy is that of the connection itself, not the one that the proxy tells of its client.
"""

from dataclasses import dataclass
from ipaddress import ip_address
from threading import Lock
from time import monotonic

from flask import g, request

from app.settings.sign_on import SsoSettings
from app.store.account_rows import Account
from app.web.requests import note
from app.web.services import services

PROXY = "mandataire"
"""The provider of the sessions that a proxy opened."""

SAID_EVERY = 60.0
"""Seconds between two lines of the log on such headers: a robot would fill it."""


class _Pace:
    """Whether a line may be written: one in SAID_EVERY seconds, in this process."""

    def __init__(self) -> None:
        self._at = float("-inf")
        self._lock = Lock()

    def allows(self) -> bool:
        with self._lock:
            if monotonic() - self._at < SAID_EVERY:
                return False
            self._at = monotonic()
            return True


_PACE = _Pace()


@dataclass(frozen=True, slots=True)
class Announced:
    """What a trusted proxy says: `account` is None where no open account of the site signs in so."""

    account: Account | None


def announced() -> Announced | None:
    """Return whom a trusted proxy says is here; None where none says anything, or nobody trusted does."""
    known = services().sso
    if known is None:
        return None
    said = request.headers.getlist(known.header)
    if not said:
        return None
    if not _is_trusted(known):
        _say("en-tête d’authentification reçu d’une adresse qui n’est pas un mandataire : ignoré")
        return None
    if len(said) > 1 or "," in said[0] or not said[0].strip():
        _say("en-tête d’authentification vide ou double : ignoré")
        return None
    account = services().profiles.accounts.find(said[0])
    is_open = account is not None and account.closed_at is None
    g.announced = "" if is_open else said[0][:200]
    return Announced(account if is_open else None)


def _is_trusted(known: SsoSettings) -> bool:
    # ProxyFix has put the client's address in the place of the proxy's, and kept the first one here.
    former = request.environ.get("werkzeug.proxy_fix.orig") or {}
    try:
        peer = ip_address(str(former.get("REMOTE_ADDR") or request.environ.get("REMOTE_ADDR") or ""))
    except ValueError:
        return False
    mapped = getattr(peer, "ipv4_mapped", None)
    return any((mapped or peer) in network for network in known.proxies)


def _say(reason: str) -> None:
    if _PACE.allows():
        note(event="en-tête", reason=reason)
