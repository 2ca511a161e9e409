"""The words by which the saved profiles are found: an index that SQLite and PostgreSQL read alike."""

import re
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, insert

from app.store.models import MAX_WORD, ProfileWordRow

_LAST = "\U0010ffff"
_WORD = re.compile(r"[^\W_]+")


def words_of(key: str) -> list[str]:
    """The letters and digits of a search key, sorted, each word once and cut to what the index keeps."""
    return sorted({word[:MAX_WORD] for word in _WORD.findall(key)})


def is_whole(word: str) -> bool:
    """Whether the index knows all of what was typed: a sign such as « % » is only in the text itself."""
    return len(word) <= MAX_WORD and _WORD.fullmatch(word) is not None


def begins(name: str, column: ColumnElement[str] = ProfileWordRow.__table__.c.word) -> ColumnElement[bool]:
    """The rows of the index whose word begins as the values of `beginnings`, given under this name, say."""
    return and_(column >= bindparam(f"{name}_from"), column < bindparam(f"{name}_to"))


def beginnings(words: Sequence[str]) -> dict[str, str]:
    """The values of `begins` for each word, under the names « word0 », « word1 » and so on."""
    values: dict[str, str] = {}
    for place, word in enumerate(words):
        values |= {f"word{place}_from": word, f"word{place}_to": f"{word}{_LAST}"}
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
