"""What a draft was made from, read back from its file."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from app.documents.word.ooxml import AUTHOR
from app.documents.word.properties import CATALOGUE_HASH, PROFILE_HASH

_LARGEST = 100_000
_NO_ENTITIES = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True, slots=True)
class Origin:
    """The SHA-256 of the catalogue and of the file of the profile."""

    catalogue: str
    profile: str


def origin_of(path: Path) -> Origin | None:
    """What a Word file was made from; None for a file of another kind, or that somebody changed since."""
    try:
        with zipfile.ZipFile(path) as archive:
            custom, core = (_root(archive, f"docProps/{name}.xml") for name in ("custom", "core"))
    except (OSError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError):
        return None
    properties = {one.get("name"): "".join(one.itertext()) for one in custom}
    if core.findtext("{*}lastModifiedBy") != AUTHOR or not {CATALOGUE_HASH, PROFILE_HASH} <= set(properties):
        return None
    return Origin(properties[CATALOGUE_HASH], properties[PROFILE_HASH])


def _root(archive: zipfile.ZipFile, name: str) -> etree._Element:
    with archive.open(name) as part:
        return etree.fromstring(part.read(_LARGEST), _NO_ENTITIES)
