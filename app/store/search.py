"""The list of the saved profiles, and its search: as quick among 100,000 as among 100.

The tables rather than the classes, and one statement for a page: half the time of an answer is SQLAlchemy's.
"""

from collections.abc import Sequence
from itertools import starmap
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, exists, func, literal, select

from app.domain.text import MAX_NAME, clean
from app.store.models import ProfileRow, ProfileWordRow
from app.store.rows import search_key
from app.store.saved import MOST_COUNTED, Page, ProfileSummary
from app.store.words import begins, is_whole, words_of

_TABLE, _WORDS = ProfileRow.__table__, ProfileWordRow.__table__
_PRESENT = _TABLE.c.deleted_at.is_(None)

# A list never reads the documents, which may be long.
_SHOWN = (_TABLE.c.id, _TABLE.c.name, _TABLE.c.territory_name, _TABLE.c.updated_at)
_LATEST = (_TABLE.c.updated_at.desc(), _TABLE.c.id.desc())


def search(connection: Connection, query: str, page: int, size: int) -> Page:
    """The profiles in which a word begins with each word of the query, last saved first.

    A page past the last one is the last one. What is counted must be read: so no more than MOST_COUNTED is.
    """
    listing = _listing(connection, search_key(clean(query).text[:MAX_NAME]).split()).limit(size)
    number = min(max(page, 1), MOST_COUNTED)
    rows = connection.execute(listing.offset((number - 1) * size)).all()
    some = rows or connection.execute(listing).all()
    counted = some[0].counted if some else 0
    total = min(counted, MOST_COUNTED)
    last = max(1, -(-total // size))
    if number > last:
        rows = connection.execute(listing.offset((last - 1) * size)).all()
    shown = (ProfileSummary(row.id, row.name, row.territory_name, row.updated_at) for row in rows)
    return Page(tuple(shown), total, min(number, last), size, more=counted > total)


def _listing(connection: Connection, typed: Sequence[str]) -> Select[Any]:
    """The profiles that match, each row with their number."""
    frequency = {word: _frequency(connection, word) for word in words_of(" ".join(typed))}
    signs = [word for word in typed if not is_whole(word)]
    conditions = [_PRESENT, *starmap(_having, frequency.items()), *map(_holding, signs)]
    counted: ColumnElement[int] = _counted(select(_TABLE.c.id).where(*conditions))
    if len(frequency) == 1 and not signs:
        counted = literal(sum(frequency.values()))
    return select(*_SHOWN, counted.label("counted")).where(*conditions).order_by(*_LATEST)


def _frequency(connection: Connection, word: str) -> int:
    """How many profiles have the word, or one more than are counted."""
    having = select(_WORDS.c.profile_id).where(begins(word)).distinct()
    return connection.scalar(select(_counted(having))) or 0


def _having(word: str, frequency: int) -> ColumnElement[bool]:
    """The profiles of a rare word are read one by one; those of the others are met among the latest."""
    if frequency <= MOST_COUNTED:
        return _TABLE.c.id.in_(select(_WORDS.c.profile_id).where(begins(word)))
    return exists().where(_WORDS.c.profile_id == _TABLE.c.id, begins(word))


def _holding(word: str) -> ColumnElement[bool]:
    """The profiles with these very signs, which no index keeps."""
    return _TABLE.c.search_key.contains(word, autoescape=True)


def _counted(chosen: Select[tuple[int]]) -> ScalarSelect[int]:
    some = chosen.limit(MOST_COUNTED + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()
