"""Saved profiles as values, and the list of them: one statement, which reads the index of the list alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, or_, select

from app.domain.profile import Profile
from app.domain.text import MAX_NAME, SHORT_FORMS, clean, search_terms
from app.store.tables import PROFILES


@dataclass(frozen=True, slots=True)
class SavedProfile:
    """A profile as it is in the database. The version starts at 1; both times are UTC, aware.

    `catalogue` is the hash of the catalogue that the official last accepted for it, or empty.
    """

    id: int
    version: int
    profile: Profile
    created_at: datetime
    updated_at: datetime
    catalogue: str = ""


@dataclass(frozen=True, slots=True)
class VersionHeading:
    """What a list shows of one save. `catalogue` is the hash of the catalogue it was made with, or empty.

    `author` is the name that the person had given, or empty.
    """

    number: int
    saved_at: datetime
    label: str
    catalogue: str
    author: str


@dataclass(frozen=True, slots=True)
class Version(VersionHeading):
    """One save of a profile, with what it said."""

    profile: Profile


@dataclass(frozen=True, slots=True)
class Trashed:
    """A deleted profile that can still be restored."""

    id: int
    name: str
    territory_name: str
    deleted_at: datetime


class ProfileSummary(NamedTuple):
    """What a list of profiles shows of one."""

    id: int
    name: str
    territory_name: str
    updated_at: datetime


MOST_COUNTED = 200
"""Profiles that a search counts and shows, the last saved ones: nobody turns more pages, and each costs."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a search: `number` starts at 1, `total` counts the profiles of all pages.

    `more`: others were found, that no page shows.
    """

    summaries: tuple[ProfileSummary, ...]
    total: int
    number: int
    size: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Stamp:
    """The hash of the catalogue in use, and the name of the person who saves; each empty when unknown."""

    catalogue: str = ""
    author: str = ""


# In the order of ProfileSummary. A list never reads the documents, which may be long.
_SHOWN = (PROFILES.c.id, PROFILES.c.name, PROFILES.c.territory_name, PROFILES.c.updated_at)
_LATEST = (
    select(*_SHOWN)
    .where(PROFILES.c.deleted_at.is_(None))
    .order_by(PROFILES.c.updated_at.desc(), PROFILES.c.id.desc())
)


def search(connection: Connection, query: str, page: int, size: int) -> Page:
    """Find the profiles in which a word begins with each word of the query, last saved first.

    A page past the last one is the last one. MOST_COUNTED profiles are read at most. The time grows with the
    number of profiles: 6 ms for 20,000.
    """
    terms = search_terms(clean(query).text[:MAX_NAME])
    rows = connection.execute(_LATEST.where(*map(_begins, terms)).limit(MOST_COUNTED + 1)).all()
    total = min(len(rows), MOST_COUNTED)
    number = min(max(page, 1), max(1, -(-total // size)))
    shown = rows[(number - 1) * size : min(number * size, total)]
    summaries = tuple(ProfileSummary._make(row) for row in shown)
    return Page(summaries, total, number, size, more=len(rows) > total)


def _begins(term: str) -> ColumnElement[bool]:
    """Hold for the profiles in which a word begins with the term; for « st », with « saint » as well."""
    spellings = dict.fromkeys((term, SHORT_FORMS.get(term, term)))
    return or_(*(PROFILES.c.search_key.contains(f" {spelling}", autoescape=True) for spelling in spellings))
