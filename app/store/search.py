"""The list of the saved profiles, and its search: as quick among 100,000 as among 100.

The tables rather than the classes, one statement for a page, and each kind of statement built once: the rest
of an answer is mostly SQLAlchemy's.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    ScalarSelect,
    Select,
    bindparam,
    exists,
    func,
    select,
)

from app.domain.text import MAX_NAME, clean
from app.store.models import ProfileRow, ProfileWordRow
from app.store.rows import search_key
from app.store.saved import MOST_COUNTED, Page, ProfileSummary
from app.store.words import beginning, begins, is_whole, words_of

_TABLE, _WORDS = ProfileRow.__table__, ProfileWordRow.__table__
_PRESENT = _TABLE.c.deleted_at.is_(None)

# A list never reads the documents, which may be long.
_SHOWN = (_TABLE.c.id, _TABLE.c.name, _TABLE.c.territory_name, _TABLE.c.updated_at)
_LATEST = (_TABLE.c.updated_at.desc(), _TABLE.c.id.desc())
_KINDS = 64


def search(connection: Connection, query: str, page: int, size: int) -> Page:
    """The profiles in which a word begins with each word of the query, last saved first.

    A page past the last one is the last one. What is counted must be read: so no more than MOST_COUNTED is.
    """
    typed = search_key(clean(query).text[:MAX_NAME]).split()
    words = words_of(" ".join(typed))
    frequencies = [_frequency(connection, word) for word in words]
    signs = tuple(word for word in typed if not is_whole(word))
    listing = _listing(tuple(number <= MOST_COUNTED for number in frequencies), signs)
    values: dict[str, str | int] = {"size": size, "most": MOST_COUNTED + 1}
    for place, word in enumerate(words):
        values |= beginning(f"word{place}", word)
    if _is_counted(len(words), signs):
        values["counted"] = frequencies[0]

    def rows(number: int) -> Sequence[Row[Any]]:
        return connection.execute(listing, {**values, "start": (number - 1) * size}).all()

    number = min(max(page, 1), MOST_COUNTED)
    shown = rows(number)
    some = shown or (rows(1) if number > 1 else ())
    counted = some[0].counted if some else 0
    total = min(counted, MOST_COUNTED)
    last = max(1, -(-total // size))
    if number > last:
        shown = rows(last)
    summaries = (ProfileSummary(row.id, row.name, row.territory_name, row.updated_at) for row in shown)
    return Page(tuple(summaries), total, min(number, last), size, more=counted > total)


@lru_cache(_KINDS)
def _listing(rare: tuple[bool, ...], signs: tuple[str, ...]) -> Select[Any]:
    """The profiles that have these words, rare or not, and these signs; each row with their number."""
    having = (_having(f"word{place}", is_rare) for place, is_rare in enumerate(rare))
    conditions = [_PRESENT, *having, *map(_holding, signs)]
    counted: ColumnElement[int] = (
        bindparam("counted", type_=Integer)
        if _is_counted(len(rare), signs)
        else _counted(select(_TABLE.c.id).where(*conditions))
    )
    page = select(*_SHOWN, counted.label("counted")).where(*conditions).order_by(*_LATEST)
    return page.limit(bindparam("size", type_=Integer)).offset(bindparam("start", type_=Integer))


def _is_counted(words: int, signs: Sequence[str]) -> bool:
    """Whether the frequency of the only word is the number of the profiles."""
    return words == 1 and not signs


def _having(name: str, is_rare: bool) -> ColumnElement[bool]:
    """The profiles of a rare word are read one by one; those of the others are met among the latest."""
    if is_rare:
        return _TABLE.c.id.in_(select(_WORDS.c.profile_id).where(begins(name)))
    return exists().where(_WORDS.c.profile_id == _TABLE.c.id, begins(name))


def _holding(word: str) -> ColumnElement[bool]:
    """The profiles with these very signs, which no index keeps."""
    return _TABLE.c.search_key.contains(word, autoescape=True)


def _counted(chosen: Select[tuple[int]]) -> ScalarSelect[int]:
    some = chosen.limit(bindparam("most", type_=Integer)).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


_FREQUENCY = select(_counted(select(_WORDS.c.profile_id).where(begins("word")).distinct()))


def _frequency(connection: Connection, word: str) -> int:
    """How many profiles have the word, or one more than are counted."""
    return connection.scalar(_FREQUENCY, {**beginning("word", word), "most": MOST_COUNTED + 1}) or 0
