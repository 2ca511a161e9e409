"""The address of the official list, and which other addresses belong to it."""

from urllib.parse import SplitResult, urlsplit

OFFICIAL_SOURCE = (
    "https://www.data.gouv.fr/api/1/datasets/quartiers-prioritaires-de-la-politique-de-la-ville-qpv/"
)
"""The description of the dataset, in the API of data.gouv.fr."""

_HTTPS = 443


def is_source(address: str) -> bool:
    """Whether an address may be the source: https, with a host, without a name or a password."""
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        return False


def belongs_to(address: str, source: str) -> bool:
    """Whether the administrator who configured a source configured that address with it.

    data.gouv.fr answers from static.data.gouv.fr: the host of the source counts with the hosts under it, its
    « www. » set aside, on the same port. Any other host would let whoever writes a dataset, or breaks into
    it, choose whom this server asks.
    """
    if not is_source(address):
        return False
    there, here = urlsplit(address), urlsplit(source)
    return _port(there) == _port(here) and f".{there.hostname}".endswith(f".{_domain(here)}")


def _port(parts: SplitResult) -> int:
    return parts.port or _HTTPS


def _domain(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")
