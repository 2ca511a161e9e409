"""What others have saved in a contract since the last visit of a person who gave a name."""

from dataclasses import dataclass

from flask import session

from app.store import SavedProfile
from app.web.services import author_name, profiles

SEEN, ASKED = "seen", "name_asked"
MOST_CONTRACTS = 20
"""Contracts whose last visit is remembered: a session travels in a cookie."""

MOST_SAVES = 100


@dataclass(frozen=True, slots=True)
class Since:
    """What others saved: from which version on, how many times, and who."""

    version: int
    saves: int
    authors: tuple[str, ...]


def since_last_visit(saved: SavedProfile) -> Since | None:
    """Return what others saved since; None without a name or a visit, or when nobody else saved.

    A person without a name cannot be told from the others.
    """
    me, seen = author_name(), _seen().get(str(saved.id))
    if not me:
        return None
    if seen is None or seen >= saved.version:
        mark_seen(saved)
        return None
    headings = profiles().versions.headings(saved.id, saved.version, min(saved.version - seen, MOST_SAVES))
    others = [heading for heading in headings if heading.number > seen and heading.author != me]
    if not others:
        mark_seen(saved)
        return None
    authors = dict.fromkeys(heading.author or "une personne sans nom" for heading in others)
    return Since(seen, len(others), tuple(authors))


def mark_seen(saved: SavedProfile) -> None:
    """Remember that the person has seen the present version."""
    if author_name():
        others = {known: number for known, number in _seen().items() if known != str(saved.id)}
        session[SEEN] = dict([*others.items(), (str(saved.id), saved.version)][-MOST_CONTRACTS:])


def name_is_to_ask() -> bool:
    """Whether the person who saves has no name and was never asked; she is asked once."""
    if author_name() or session.get(ASKED):
        return False
    session[ASKED] = True
    return True


def visited() -> tuple[str, ...]:
    """Return the numbers of the contracts whose last visit is remembered, the latest last."""
    return tuple(_seen())


def _seen() -> dict[str, int]:
    known = session.get(SEEN)
    return known if isinstance(known, dict) else {}
