"""The description of a dataset by the API of data.gouv.fr, and which of its files may be the list."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from app.territories.qpv.problems import MAX_BYTES

MAX_DESCRIPTION = 2_000_000
MAX_CANDIDATES = 3
_FORMATS = ("csv", "geojson", "json")
_NOT_THE_LIST = re.compile(r"meta|dictionn|lexique|document|correspond|passage|notice|readme", re.IGNORECASE)
_YEAR = re.compile(r"20\d\d")


def file_name(address: str) -> str:
    """The name of the file at an address; that of its host where it has none."""
    parts = urlsplit(address)
    return unquote(parts.path.rstrip("/").rsplit("/", 1)[-1]) or parts.hostname or address


def described_resources(content: bytes) -> list[Mapping[str, Any]] | None:
    """The resources of a dataset; None for what is no description of one, which may be a list itself."""
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
    """The addresses of the files that may be the list: CSV first, then « liste » in the name."""
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
