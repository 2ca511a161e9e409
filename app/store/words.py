"""The words by which the saved profiles are found: an index that SQLite and PostgreSQL read alike."""

import re
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, insert, or_

from app.domain.text import SHORT_FORMS
from app.store.models import MAX_WORD, ProfileWordRow

_INDEXED = ProfileWordRow.__table__.c.word
_LAST = "\U0010ffff"
_WORD = re.compile(r"[^\W_]+")
_SPELLINGS = {
    **{short: (full, f"{full}{_LAST}") for short, full in SHORT_FORMS.items()},
    # A space comes before every letter and digit: nothing but the word itself lies between.
    **{full: (short, f"{short} ") for short, full in SHORT_FORMS.items()},
}
"""Where else the index has a typed word: « st » is what begins with « saint », « saint » the word « st »."""


def words_of(key: str) -> list[str]:
    """The letters and digits of a search key, sorted, each word once and cut to what the index keeps."""
    return sorted({word[:MAX_WORD] for word in _WORD.findall(key)})


def is_whole(word: str) -> bool:
    """Whether the index knows all of what was typed: a sign such as « % » is only in the text itself.

    The point of « St. » says nothing.
    """
    shortened = word.removesuffix(".") in SHORT_FORMS
    return shortened or (len(word) <= MAX_WORD and _WORD.fullmatch(word) is not None)


def spans(word: str) -> int:
    """In how many places the index has a typed word: 1, and 2 for « st », « saint » and the like."""
    return 2 if word in _SPELLINGS else 1


def begins(name: str, number: int, column: ColumnElement[str] = _INDEXED) -> ColumnElement[bool]:
    """The rows of the index in any of so many spans, which the values of `beginnings` of this name say."""
    return or_(*each_span(name, number, column))


def each_span(name: str, number: int, column: ColumnElement[str] = _INDEXED) -> Iterator[ColumnElement[bool]]:
    """The rows of the index in each of the spans, apart."""
    for one in (f"{name}_{span}" for span in range(number)):
        yield and_(column >= bindparam(f"{one}_from"), column < bindparam(f"{one}_to"))


def beginnings(words: Sequence[str]) -> dict[str, str]:
    """The values of `begins` for the spans of each word, under the names « word0 », « word1 » and so on."""
    values: dict[str, str] = {}
    for place, word in enumerate(words):
        found = [(word, f"{word}{_LAST}"), _SPELLINGS.get(word)]
        for span, (first, last) in enumerate(filter(None, found)):
            values |= {f"word{place}_{span}_from": first, f"word{place}_{span}_to": last}
    return values


def keep_words(connection: Connection, profile_id: int, key: str) -> None:
    """Makes a profile found by its present search key, and by no other."""
    forget_words(connection, profile_id)
    words = [{"profile_id": profile_id, "word": word} for word in words_of(key)]
    if words:
        connection.execute(insert(ProfileWordRow), words)


def forget_words(connection: Connection, profile_id: int) -> None:
    """Makes a profile found no more."""
    connection.execute(delete(ProfileWordRow).where(ProfileWordRow.profile_id == profile_id))
