"""The catalogue that a contract stands on: the one that its official last accepted, whole."""

from collections.abc import Mapping

from flask import Flask, g

from app.catalogue import CatalogueRefused, read
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.diff.catalogue import CatalogueChanges, changes_of_catalogue
from app.domain.draft import Draft
from app.store import SavedProfile
from app.web.request_log import note
from app.web.services import catalogue, profiles, services

MOST_FORMER = 8
"""Former catalogues that stay read: contracts stand on few, and each takes a megabyte."""


def register_contract_catalogue(app: Flask) -> None:
    """Let the templates say that a catalogue changed; it is said of each contract, on each of its pages."""
    app.add_template_global(pending_changes)
    app.add_template_global(is_lost)


def catalogue_of(saved: SavedProfile) -> Catalogue:
    """Return the catalogue of a contract: nothing changes under the official's hands until he accepts it.

    Today's when it is lost: `is_lost` tells.
    """
    return catalogue_at(saved.catalogue) or catalogue()


def draft_of(saved: SavedProfile) -> Draft:
    """Return the contract assembled on its catalogue: once in a request, whose parts show the same one."""
    drafts: dict[tuple[int, int], Draft] = g.setdefault("drafts", {})
    key = saved.id, saved.version
    if key not in drafts:
        drafts[key] = assemble(catalogue_of(saved), saved.profile)
    return drafts[key]


def is_lost(hash_: str) -> bool:
    """Whether what was made with this catalogue can only be shown with today's."""
    return catalogue_at(hash_) is None


def catalogue_at(hash_: str) -> Catalogue | None:
    """Return the catalogue of this hash.

    None when the database does not hold it, or it can no longer be read.
    Today's where none was noted: an older application made the database, which cannot be written since.
    """
    if hash_ in {"", catalogue().hash}:
        return catalogue()
    former = services().former
    try:
        return former[hash_]
    except KeyError:
        files = profiles().catalogues.files_of(hash_)
    if files is None:
        return None
    for oldest in list(former)[: 1 - MOST_FORMER]:
        former.pop(oldest, None)
    former[hash_] = found = _read(hash_, files)
    return found


def pending_changes(saved: SavedProfile) -> CatalogueChanges | None:
    """Return what today's catalogue changes for a contract that stands on another one.

    None when it stands on it.
    """
    if saved.catalogue in {"", catalogue().hash}:
        return None
    found: dict[int, CatalogueChanges] = g.setdefault("pending_changes", {})
    if saved.id not in found:
        found[saved.id] = changes_of_catalogue(saved.profile, catalogue(), catalogue_of(saved))
    return found[saved.id]


def _read(hash_: str, files: Mapping[str, bytes]) -> Catalogue | None:
    """Return the catalogue of these files.

    What is wrong with it is for those who look after the application.
    """
    try:
        found = read(files)
    except CatalogueRefused as refused:
        note(catalogue=hash_, problems=[str(problem) for problem in refused.problems])
        return None
    return found if found.hash == hash_ else None
