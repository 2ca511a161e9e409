"""The catalogues that a file of profiles carries, so that another instance can keep them."""

from collections.abc import Iterable, Mapping

from app.catalogue import CatalogueRefused, read
from app.domain.catalogue import Catalogue
from app.store import Profiles

Carried = Mapping[str, Mapping[str, str]]


def carried(store: Profiles, hashes: Iterable[str]) -> Carried:
    """The files of these catalogues by hash, as text; those that the database does not hold are left out."""
    found = ((known, store.catalogues.files_of(known)) for known in sorted(set(hashes)))
    return {
        known: {name: content.decode() for name, content in files.items()} for known, files in found if files
    }


def known_catalogues(document: object, store: Profiles, hashes: Iterable[str]) -> dict[str, Catalogue]:
    """The catalogues of these hashes that the document carries or the database holds, readable and whole."""
    said = document.get("catalogues") if isinstance(document, dict) else None
    brought = said if isinstance(said, dict) else {}
    catalogues: dict[str, Catalogue] = {}
    for known in set(hashes) - {""}:
        files = _files(brought.get(known)) or store.catalogues.files_of(known)
        catalogue = _read(files) if files else None
        if catalogue and catalogue.hash == known:
            catalogues[known] = catalogue
    return catalogues


def _files(said: object) -> dict[str, bytes]:
    if not isinstance(said, dict):
        return {}
    return {name: text.encode() for name, text in said.items() if isinstance(text, str)}


def _read(files: Mapping[str, bytes]) -> Catalogue | None:
    try:
        return read(files)
    except CatalogueRefused:
        return None
