"""The list of the saved profiles, as quick among 100,000 as among 100, and its search, hardly slower.

The tables rather than the classes, two statements for a page, and each kind of statement built once: the rest
of an answer is mostly SQLAlchemy's.
"""

from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from app.domain.text import MAX_NAME, clean
from app.store.frequencies import Frequencies
from app.store.models import ProfileRow, ProfileWordRow
from app.store.records import MOST_COUNTED, Page, ProfileSummary
from app.store.rows import search_key
from app.store.words import beginnings, begins, each_span, is_whole, spans, words_of

_TABLE, _WORDS = ProfileRow.__table__, ProfileWordRow.__table__
_PRESENT = _TABLE.c.deleted_at.is_(None)

# In the order of ProfileSummary. A list never reads the documents, which may be long.
_SHOWN = (_TABLE.c.id, _TABLE.c.name, _TABLE.c.territory_name, _TABLE.c.updated_at)
_LATEST = (_TABLE.c.updated_at.desc(), _TABLE.c.id.desc())
_KINDS = 64

_FEW, _SOME = 500, 2_000
"""Most profiles with a word that few have, or some: each of few may cost a page of the disk."""


class Way(Enum):
    """How the profiles of a query are met, by the rarest of its words.

    Slowest: two words that thousands have, and hardly any has both. All profiles are then asked.
    """

    READ = "few have the word, or some who are asked for the others: each is read"
    PICKED = "some have the only word: they are noted, and picked among the latest"
    LATEST = "many have each word: the latest are asked, as long as the page wants more"


def search(connection: Connection, frequencies: Frequencies, query: str, page: int, size: int) -> Page:
    """The profiles in which a word begins with each word of the query, last saved first.

    A page past the last one is the last one. What is counted must be read: so no more than MOST_COUNTED
    is, nor more than the profiles of a word that some have.
    """
    typed = search_key(clean(query).text[:MAX_NAME]).split()
    words, way = _rarest_first(connection, frequencies, words_of(" ".join(typed)))
    listing = _listing(tuple(map(spans, words)), way, tuple(word for word in typed if not is_whole(word)))
    values: dict[str, str | int] = {**beginnings(words), "size": size, "most": MOST_COUNTED + 1}

    def rows(number: int) -> Sequence[Row[Any]]:
        return connection.execute(listing, {**values, "start": (number - 1) * size}).all()

    number = min(max(page, 1), MOST_COUNTED)
    shown = rows(number)
    some = shown or (rows(1) if number > 1 else ())
    counted = some[0].counted if some else 0
    total = min(counted, MOST_COUNTED)
    last = max(1, -(-total // size))
    if number > last:
        number, shown = last, rows(last)
    counted_here = shown[: total - (number - 1) * size]
    summaries = tuple(ProfileSummary._make(row[:-1]) for row in counted_here)
    return Page(summaries, total, number, size, more=counted > total)


def _rarest_first(
    connection: Connection, frequencies: Frequencies, words: Sequence[str]
) -> tuple[list[str], Way]:
    """The words in the order in which they leave the fewest profiles, and what the first one asks for."""
    if not words:
        return [], Way.LATEST
    ordered = sorted(zip(frequencies.of(connection, words, _SOME), words, strict=True))
    return [word for _, word in ordered], _way(ordered[0][0], len(words))


def _way(rarest: int, words: int) -> Way:
    """The quickest way for so many words, the rarest of which so many profiles have."""
    if rarest <= (_FEW if words == 1 else _SOME):
        return Way.READ
    return Way.PICKED if rarest <= _SOME else Way.LATEST


@lru_cache(_KINDS)
def _listing(words: tuple[int, ...], way: Way, signs: tuple[str, ...]) -> Select[Any]:
    """The profiles that have words, of so many spans each, and these signs; each row with their number."""
    found = _read(words) if way is Way.READ else None
    had = [_PRESENT, *_met(words, way)] if found is None else [_TABLE.c.id.in_(select(found))]
    conditions = [*had, *map(_holding, signs)]
    if signs or (len(words) != 1 and found is None):
        number = _counted(select(_TABLE.c.id).where(*conditions))
    elif found is not None:
        number = select(func.count()).select_from(found)
    else:
        number = _counted(select(_WORDS.c.profile_id).where(begins("word0", words[0])).distinct())
    page = select(*_SHOWN, number.scalar_subquery().label("counted")).where(*conditions).order_by(*_LATEST)
    return page.limit(bindparam("size", type_=Integer)).offset(bindparam("start", type_=Integer))


def _read(words: tuple[int, ...]) -> CTE:
    """The profiles that have the words, by the index of words alone, which forgets what is in the trash."""
    others = islice(_asked(words, _WORDS.c.profile_id), 1, None)
    return select(_WORDS.c.profile_id).where(begins("word0", words[0]), *others).distinct().cte("found")


def _met(words: tuple[int, ...], way: Way) -> Iterator[ColumnElement[bool]]:
    """The conditions on each profile, met from the last saved on."""
    if way is Way.PICKED:
        # Of a sum SQLite has no index, and so does not begin with the words; of two spans in one list
        # PostgreSQL asks each profile again.
        noted = (select(_WORDS.c.profile_id).where(span) for span in each_span("word0", words[0]))
        yield or_(*((_TABLE.c.id + 0).in_(one) for one in noted))
        return
    yield from _asked(words, _TABLE.c.id)


def _asked(words: tuple[int, ...], profile: ColumnElement[int]) -> Iterator[ColumnElement[bool]]:
    """For each word, whether the profile that was met has it."""
    for place, number in enumerate(words):
        known = _WORDS.alias()
        yield exists().where(known.c.profile_id == profile, begins(f"word{place}", number, known.c.word))


def _holding(word: str) -> ColumnElement[bool]:
    """The profiles with these very signs, which no index keeps."""
    return _TABLE.c.search_key.contains(word, autoescape=True)


def _counted(chosen: Select[tuple[Any]]) -> Select[int]:
    """How many there are, or one more than `most`."""
    return select(func.count()).select_from(chosen.limit(bindparam("most", type_=Integer)).subquery())
