"""The catalogue that a contract stands on: the one that its official last accepted."""

from flask import Flask, g

from app.domain.catalogue import Catalogue
from app.domain.catalogue_changes import ClauseChange, changes_of_catalogue
from app.domain.quotation import Quotation, as_quoted
from app.store import SavedProfile
from app.web.parts import catalogue, parts, profiles


def register_standing(app: Flask) -> None:
    """Let the templates say that a catalogue changed; it is said of each contract, on each of its pages."""
    app.add_template_global(pending_changes)


def catalogue_of(saved: SavedProfile) -> Catalogue:
    """The catalogue of a contract: nothing changes under the official's hands until he accepts it."""
    return catalogue_at(saved.catalogue)


def catalogue_at(hash_: str) -> Catalogue:
    """The catalogue of this hash; today's when the database never knew it."""
    if hash_ in {"", catalogue().hash}:
        return catalogue()
    former = parts().former
    if hash_ not in former:
        known = profiles().catalogues.get(hash_)
        if known is None:
            return catalogue()
        former[hash_] = known, as_quoted(catalogue(), known)
    return former[hash_][1]


def pending_changes(saved: SavedProfile) -> tuple[ClauseChange, ...]:
    """What today's catalogue changes for a contract, and what its official has not yet looked at."""
    if catalogue_of(saved) is catalogue():
        return ()
    found: dict[int, tuple[ClauseChange, ...]] = g.setdefault("pending_changes", {})
    if saved.id not in found:
        known: Quotation = parts().former[saved.catalogue][0]
        found[saved.id] = changes_of_catalogue(saved.profile, catalogue(), known)
    return found[saved.id]
