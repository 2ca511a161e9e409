"""The settings of who signs people in beside the site: providers of identities, a proxy with a header."""

import importlib.util
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

from app.access.asking import LOOPBACK, is_allowed
from app.access.identity import ProviderSettings
from app.domain.text import MAX_NAME, clean
from app.settings import ConfigRefused

DISCOVERY = "/.well-known/openid-configuration"
NO_LIBRARY = (
    "OIDC_DISCOVERY_URL : la connexion par un fournisseur d’identité demande « joserfc », qui n’est pas "
    "installé. Dans le dossier de la version : « pip install --require-hashes --requirement locks/oidc.txt »."
)
_VARIABLE = re.compile(
    r"OIDC_(?:([2-9])_)?(DISCOVERY_URL|CLIENT_ID|CLIENT_SECRET|NAME|SCOPE|ACR|PKCE|NEW_ACCOUNTS)"
)
_HEADER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{2,99}")
_NOT_OURS = re.compile(r"(?i)x-forwarded.*|cookie|host|authorization|content-.*|user-agent|referer|origin")


@dataclass(frozen=True, slots=True)
class SsoSettings:
    """A header in which a proxy says who is signed in, and the addresses of the proxies that are believed."""

    header: str
    proxies: tuple[IPv4Network | IPv6Network, ...]


def read_providers(given: Mapping[str, str]) -> tuple[ProviderSettings, ...]:
    """Return the providers of OIDC_…, then of OIDC_2_… and so on. Raises ConfigRefused."""
    own: dict[str, dict[str, str]] = {}
    for name, value in given.items():
        if found := _VARIABLE.fullmatch(name):
            own.setdefault(found[1] or "1", {})[f"OIDC_{found[2]}"] = value
    providers = tuple(_provider(own[key], key) for key in sorted(own))
    if providers and importlib.util.find_spec("joserfc") is None:
        raise ConfigRefused(NO_LIBRARY)
    return providers


def _provider(own: Mapping[str, str], key: str) -> ProviderSettings:
    """Read one provider, whose variables bear the names of the first one's here."""
    discovery, client, secret = (
        own.get("OIDC_DISCOVERY_URL", ""),
        own.get("OIDC_CLIENT_ID", ""),
        own.get("OIDC_CLIENT_SECRET", ""),
    )
    host = _host(discovery)
    if not is_allowed(discovery, is_local=host in LOOPBACK) or not discovery.endswith(DISCOVERY):
        raise _wrong(
            "OIDC_DISCOVERY_URL", key, f"adresse « https://… » attendue, finissant par « {DISCOVERY} »."
        )
    if not client:
        raise _wrong(
            "OIDC_CLIENT_ID", key, "donnez l’identifiant que le fournisseur d’identité a remis au site."
        )
    if not secret:
        raise _wrong(
            "OIDC_CLIENT_SECRET", key, "donnez le secret que le fournisseur d’identité a remis au site."
        )
    name = " ".join(clean(own.get("OIDC_NAME", "")).text.split()) or host
    if len(name) > MAX_NAME:
        raise _wrong("OIDC_NAME", key, f"{len(name)} caractères ; {MAX_NAME} au plus.")
    scopes = own.get("OIDC_SCOPE", "").replace(",", " ").split()
    if scopes and "openid" not in scopes:
        raise _wrong("OIDC_SCOPE", key, "« openid » doit en être, par exemple « openid email profile ».")
    return ProviderSettings(
        key=key,
        name=name,
        discovery=discovery,
        client_id=client,
        secret=secret,
        scope=" ".join(scopes),
        acr=tuple(own.get("OIDC_ACR", "").replace(",", " ").split()),
        uses_pkce=_yes(own.get("OIDC_PKCE", "non"), "OIDC_PKCE", key),
        takes_new_people=_yes(own.get("OIDC_NEW_ACCOUNTS", "non"), "OIDC_NEW_ACCOUNTS", key),
    )


def _wrong(variable: str, key: str, why: str) -> ConfigRefused:
    """Return the refusal of a variable, named as it was given."""
    named = variable if key == "1" else variable.replace("OIDC_", f"OIDC_{key}_", 1)
    return ConfigRefused(f"{named} : {why}")


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _yes(given: str, variable: str, key: str) -> bool:
    if given.lower() not in {"oui", "non"}:
        raise _wrong(variable, key, f"« oui » ou « non » attendu, pas « {given} ».")
    return given.lower() == "oui"


def read_sso(given: Mapping[str, str]) -> SsoSettings | None:
    """Return the header of SSO_HEADER with the proxies of TRUSTED_PROXIES; None without it.

    Raises ConfigRefused where the header could be believed of anybody.
    """
    header = given.get("SSO_HEADER", "")
    if not header:
        return None
    if not _HEADER.fullmatch(header) or _NOT_OURS.fullmatch(header):
        raise ConfigRefused(
            f"SSO_HEADER : « {header} » n’est pas un en-tête que le mandataire puisse réserver à cela. "
            "Donnez par exemple « X-Remote-User »."
        )
    proxies = tuple(
        _network(one.strip()) for one in given.get("TRUSTED_PROXIES", "").split(",") if one.strip()
    )
    if not proxies:
        raise ConfigRefused(
            "TRUSTED_PROXIES : donnez les adresses des mandataires que SSO_HEADER fait croire, par exemple "
            "« 127.0.0.1 ». Sans elles, n’importe qui se dirait n’importe qui : le site ne démarre pas."
        )
    return SsoSettings(header, proxies)


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        network = ip_network(text)
    except ValueError as failure:
        raise ConfigRefused(
            f"TRUSTED_PROXIES : « {text} » n’est ni une adresse ni un réseau. Écrivez « 127.0.0.1 » ou "
            "« 10.1.2.0/24 », séparés par des virgules."
        ) from failure
    if network.prefixlen == 0:
        raise ConfigRefused(f"TRUSTED_PROXIES : « {text} » est toute machine. Donnez les mandataires.")
    return network
