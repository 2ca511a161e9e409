"""The address of the official list, and which files of the dataset there may be it."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from app.territories.qpv.problems import MAX_BYTES

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


MAX_DESCRIPTION = 2_000_000
MAX_CANDIDATES = 3
_FORMATS = ("csv", "geojson", "json")
_NOT_THE_LIST = re.compile(r"meta|dictionn|lexique|document|correspond|passage|notice|readme", re.IGNORECASE)
_YEAR = re.compile(r"20\d\d")


def file_name(address: str) -> str:
    """Return the name of the file at an address; that of its host where it has none."""
    parts = urlsplit(address)
    return unquote(parts.path.rstrip("/").rsplit("/", 1)[-1]) or parts.hostname or address


def read_resources(content: bytes) -> list[Mapping[str, Any]] | None:
    """Return the resources of a dataset.

    None for what is no description of one, which may be a list itself.
    """
    if len(content) > MAX_DESCRIPTION or content.lstrip()[:1] != b"{":
        return None
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return None
    resources = document.get("resources")
    if not isinstance(resources, list):
        return None
    return [resource for resource in resources if isinstance(resource, dict)]


def likely_files(resources: list[Mapping[str, Any]]) -> list[str]:
    """Return the addresses of the files that may be the list: CSV first, then « liste » in the name."""
    possible = [resource for resource in resources if _may_be_the_list(resource)]
    return [str(resource["url"]) for resource in sorted(possible, key=_rank, reverse=True)[:MAX_CANDIDATES]]


def _may_be_the_list(resource: Mapping[str, Any]) -> bool:
    size = resource.get("filesize")
    too_long = isinstance(size, int) and size > MAX_BYTES
    said = f"{resource.get('title')} {file_name(str(resource.get('url')))}"
    return _format(resource) in _FORMATS and not too_long and not _NOT_THE_LIST.search(said)


def _format(resource: Mapping[str, Any]) -> str:
    said = str(resource.get("format") or "").lower()
    return said if said in _FORMATS else str(resource.get("url")).lower().rsplit(".", 1)[-1]


def _rank(resource: Mapping[str, Any]) -> tuple[int, bool, int, str]:
    said = f"{resource.get('title')} {file_name(str(resource.get('url')))}".lower()
    latest = max(map(int, _YEAR.findall(said)), default=0)
    preferred = len(_FORMATS) - _FORMATS.index(_format(resource))
    return preferred, "liste" in said, latest, str(resource.get("last_modified") or "")
