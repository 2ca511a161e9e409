"""How often words are in the index: what the quickest way of a search depends on, and never its answer."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Integer, Select, bindparam, func, select

from app.store.models import ProfileWordRow
from app.store.words import beginnings, begins, spans

LASTS = 60.0
"""Seconds. Whoever turns the pages of a search asks for the same words, and thousands take long to count."""

_MOST_KNOWN = 10_000
_WORD = ProfileWordRow.__table__.c.word


class Frequencies:
    """The frequencies that were counted in the last minute. Safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._known: dict[str, tuple[float, int]] = {}

    def of(self, connection: Connection, words: Sequence[str], most: int) -> list[int]:
        """In how many places the index has each word, or one more than `most`."""
        now = self._clock()
        known = {word: number for word in words if (number := self._fresh(word, now)) is not None}
        missing = [word for word in words if word not in known]
        if missing:
            counted = _count(connection, missing, most)
            self._keep(now, counted)
            known |= counted
        return [known[word] for word in words]

    def _fresh(self, word: str, now: float) -> int | None:
        counted, number = self._known.get(word, (now - LASTS, 0))
        return number if counted > now - LASTS else None

    def _keep(self, now: float, counted: Mapping[str, int]) -> None:
        if len(self._known) > _MOST_KNOWN:
            self._known = {}
        self._known.update({word: (now, number) for word, number in counted.items()})


def _count(connection: Connection, words: Sequence[str], most: int) -> dict[str, int]:
    values: dict[str, str | int] = {**beginnings(words), "most": most + 1}
    return dict(zip(words, connection.execute(_counts(tuple(map(spans, words))), values).one(), strict=True))


@lru_cache
def _counts(words: tuple[int, ...]) -> Select[Any]:
    """How many rows each word has, of so many spans each."""
    most = bindparam("most", type_=Integer)
    found = (
        select(_WORD).where(begins(f"word{place}", number)).limit(most).subquery()
        for place, number in enumerate(words)
    )
    return select(*(select(func.count()).select_from(one).scalar_subquery() for one in found))
