"""Who is here: the name that she gave, the signatory for whom she speaks; the commitments that are hers.

What the pages know of a person is asked of `present_person` alone. Where she has not said for whom she
speaks, an account speaks for its organisation.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import session

from app.domain.assignments import (
    Body,
    changed_commitments,
    commitments_bound,
    find_signing,
    signings_of,
    states_of,
)
from app.domain.commitment_list import Row, View, is_in_view, mark_own, rows_of
from app.domain.draft import Draft
from app.domain.names import Signing
from app.store import SavedProfile, VersionHeading
from app.web.contract_catalogue import keep_in_memory
from app.web.scopes import carriers, own_part
from app.web.services import AUTHOR, actor, author_name, profiles, services

SPEAKS_FOR = "speaks_for"
"""Where the session keeps the signatory for whom the person speaks, by the number of the contract."""

MOST_CONTRACTS = 10
"""Contracts whose signatory is remembered: a session travels in a cookie."""

MOST_SAVES, MOST_OWN_SAVES = 200, 30
"""The last saves of a contract, and of them the last of the person, where what she changed is looked for."""

MOST_KEPT = 500


@dataclass(frozen=True, slots=True)
class Person:
    """Who is here. `name` is empty where none was given; `signing`: for whom she speaks in this contract."""

    name: str
    signing: Signing | None

    def __bool__(self) -> bool:
        return bool(self.name or self.signing)


def present_person(saved: SavedProfile, draft: Draft) -> Person:
    """Return who is here, as this contract knows her."""
    known = spoken_for().get(str(saved.id))
    if known is None:
        return Person(author_name(), _of_account(saved, draft))
    return Person(author_name(), find_signing(draft, known) if known else None)


def _of_account(saved: SavedProfile, draft: Draft) -> Signing | None:
    """Return the signatory that the account belongs to, or whose commitments its role is about; the first."""
    account = actor().account
    if account is None:
        return None
    bodies = (*carriers(saved.id), *services().profiles.organisations.of_account(account))
    found = (one for body in bodies for one in signings_of(draft, Body(body.name, body.kind)))
    return next(found, None)


def remember_person(saved: SavedProfile, name: str, lasting_id: str) -> None:
    """Remember in this browser who is here, and for whom she speaks in a contract; an empty text: nobody."""
    session[AUTHOR] = name
    others = {known: one for known, one in spoken_for().items() if known != str(saved.id)}
    session[SPEAKS_FOR] = dict([*others.items(), (str(saved.id), lasting_id)][-MOST_CONTRACTS:])


def spoken_for() -> dict[str, str]:
    """Return for whom the person said to speak in each contract: the lasting id of a signatory, or none."""
    known = session.get(SPEAKS_FOR)
    return known if isinstance(known, dict) else {}


def rows_for(saved: SavedProfile, draft: Draft, person: Person) -> tuple[Row, ...]:
    """Return the commitments of a contract as a list, those of the person marked as her own."""
    own = commitments_bound(draft, person.signing) if person.signing else frozenset()
    own |= own_part(saved)
    return mark_own(rows_of(draft), own | _last_changed_by(saved, person.name))


def own_rows(saved: SavedProfile, draft: Draft, person: Person) -> tuple[Row, ...]:
    """Return the commitments of the person alone."""
    return tuple(row for row in rows_for(saved, draft, person) if is_in_view(row, View.MINE))


def _last_changed_by(saved: SavedProfile, name: str) -> frozenset[str]:
    """Return the ids of the commitments that say today what this author made them say.

    Of the saves that are searched: the oldest are of no use to somebody who looks for her work.
    """
    if not name:
        return frozenset()
    headings = profiles().versions.headings(saved.id, saved.version, MOST_SAVES)
    by_her = [heading for heading in headings if heading.author == name][:MOST_OWN_SAVES]
    present = {known: hash(said) for known, said in states_of(saved.profile).items()}
    return frozenset(
        known
        for heading in by_her
        for known, said in _changes(saved, heading).items()
        if present.get(known) == said
    )


def _changes(saved: SavedProfile, save: VersionHeading) -> Mapping[str, int]:
    """Return what a save made each commitment say, as a hash: a version never changes, so this is kept."""
    kept, key = services().own_changes, (saved.contract, save.number, save.saved_at)
    if (known_before := kept.get(key)) is not None:
        return known_before
    pair = profiles().versions.some(saved.id, save.number, 2)
    changed = changed_commitments(pair[1].profile, pair[0].profile) if len(pair) > 1 else frozenset()
    said = states_of(pair[0].profile) if pair else {}
    return keep_in_memory(kept, key, {known: hash(said.get(known)) for known in changed}, MOST_KEPT)
