"""Search while typing: words in any order, each a prefix; a typing error when nothing else matches."""

import sqlite3
from collections.abc import Iterator
from itertools import product
from string import ascii_lowercase

from app.territories.folding import words

MAX_RESULTS = 1_000
MAX_QUERY = 100
_MAX_WORDS = 8
_SHORTEST_MISTYPED = 4
_MAX_READINGS = 24


class Search:
    """Finds the ranks of places by their names. Ranks are already in the order to show."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._vocabulary = {row[0] for row in connection.execute("SELECT term FROM vocabulary")}

    def ranks(self, text: str, limit: int) -> list[int]:
        """The best ranks first: EPCI, EPT, communes, larger before smaller.

        Among communes, one that is named exactly so comes before those that only begin so.
        """
        sought = words(text[:MAX_QUERY])[:_MAX_WORDS]
        if not sought or limit < 1:
            return []
        return self._matching(sought, limit) or self._mistyped(sought, limit)

    def _matching(self, sought: tuple[str, ...], limit: int) -> list[int]:
        """With `detail=none`, FTS5 knows neither phrases nor order: words in any order, as wanted."""
        prefixes = " ".join(f'"{word}"*' for word in sought)
        rows = self._connection.execute(
            "SELECT rowid FROM names WHERE names MATCH ? ORDER BY rowid LIMIT ?", (prefixes, limit)
        )
        found = [row[0] for row in rows]
        return self._with_exact_names_first(sought, found, limit) if len(found) == limit else found

    def _with_exact_names_first(self, sought: tuple[str, ...], found: list[int], limit: int) -> list[int]:
        """A small commune named exactly as typed must not drown under longer names."""
        whole = " ".join(f'"{word}"' for word in sought)
        exact = self._connection.execute(
            "SELECT places.rank, name, kind FROM names JOIN places ON places.rank = names.rowid"
            " WHERE names MATCH ? AND kind = 'commune' ORDER BY names.rowid LIMIT 200",
            (whole,),
        )
        named_so = [row["rank"] for row in exact if words(row["name"]) == sought][:limit]
        if not named_so:
            return found
        groupings = [rank for rank in found if self._is_grouping(rank)]
        rest = [rank for rank in found if rank not in groupings and rank not in named_so]
        kept = groupings[: max(limit - len(named_so), limit // 2)]
        return [*kept, *named_so, *rest][:limit]

    def _is_grouping(self, rank: int) -> bool:
        row = self._connection.execute("SELECT kind FROM places WHERE rank = ?", (rank,)).fetchone()
        return bool(row["kind"] != "commune")

    def _mistyped(self, sought: tuple[str, ...], limit: int) -> list[int]:
        """The places that one wrong letter per unknown word would explain."""
        readings = [tuple(self._readings(word)) for word in sought]
        found: set[int] = set()
        for reading in list(product(*readings))[:_MAX_READINGS]:
            found.update(self._matching(reading, limit))
        return sorted(found)[:limit]

    def _readings(self, word: str) -> Iterator[str]:
        """The word itself when some name begins so, else the known words one letter away."""
        if len(word) < _SHORTEST_MISTYPED or self._matching((word,), 1):
            yield word
            return
        yield from sorted(_one_letter_away(word) & self._vocabulary)[:_MAX_READINGS]


def _one_letter_away(word: str) -> set[str]:
    """Every spelling with one letter missing, added, changed, or two neighbours swapped."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    missing = {left + right[1:] for left, right in halves if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    changed = {left + letter + right[1:] for left, right in halves if right for letter in ascii_lowercase}
    added = {left + letter + right for left, right in halves for letter in ascii_lowercase}
    return missing | swapped | changed | added
