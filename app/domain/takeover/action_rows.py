"""A large table of actions: one a row, under the titles of its columns."""

from collections.abc import Sequence

from app.domain.takeover.fiche import Entry, Fiche
from app.domain.takeover.original import Block
from app.domain.takeover.passages import Passage, whole
from app.domain.takeover.shared import entries_of_cell
from app.domain.takeover.table_rows import (
    Heads,
    Row,
    head_of,
    is_rest,
    is_titled,
    spans_rows,
    still_merged,
    under_heads,
)
from app.domain.takeover.vocabulary import OTHER


def read_rows(
    number: int, rows: Sequence[Row], found: tuple[int, Heads], headings: Sequence[Block]
) -> tuple[list[Passage], list[Fiche]]:
    """Return what stands above the titles of a table, and its actions; a row across is a heading of theirs.

    `found` is the row of titles and the field of each column, `headings` those above the table.
    """
    first, heads = found
    reader = _Rows(number, heads, rows[first], headings)
    for row in rows[first + 1 :]:
        reader.take(row)
    return [whole(block) for row in rows[:first] for cell in row.values() for block in cell], reader.runs


class _Rows:
    """Reads the rows one after another."""

    def __init__(self, number: int, heads: Heads, titles: Row, headings: Sequence[Block]) -> None:
        self.runs: list[Fiche] = []
        self._number = number
        self._heads = dict(heads)
        self._labels = [whole(block) for cell in titles.values() for block in cell]
        self._headings = tuple(headings)
        self._above = self._headings
        self._objectives: Row = {}
        self._merged: Row = {}
        self._fiche: Fiche | None = None

    def take(self, row: Row) -> None:
        """Take a row: a heading across, further titles, the rest of an action or an action."""
        across = len(row) == 1 and len(self._heads) > 1
        if across and (self._fiche is None or not min(row)):
            self._take_heading(next(iter(row.values())))
            return
        self._merged = still_merged(self._merged, row)
        rest = is_rest(row, self._heads)
        if self._fiche is None and rest:
            self._heads |= under_heads(row, self._heads)
            self._labels += [whole(block) for cell in row.values() for block in cell]
        elif self._fiche is not None and (across or rest or is_titled(self._merged, self._heads)):
            self._extend(self._fiche, row)
        else:
            self._take_action(row)

    def _take_heading(self, cell: Sequence[Block]) -> None:
        """Take a row across the table: the heading of the actions below it."""
        self._above = (*self._headings, cell[0])
        unlabelled = [whole(one) for one in cell[1:]]
        self.runs.append(Fiche(cell[0], unlabelled=unlabelled, headings=self._above))

    def _take_action(self, row: Row) -> None:
        """Take an action; what is merged with the cells above is said of it too, as their objective is."""
        objectives = {column: cell for column, cell in row.items() if self._field(column)[0] == "objectives"}
        self._objectives |= objectives
        shared = {**self._objectives, **self._merged}
        self._merged |= {column: cell for column, cell in row.items() if spans_rows(cell)}
        self._fiche = Fiche(headings=self._above, row=True)
        # What an action says itself comes before the axis that its row shares with those above.
        for column in (*sorted(row), *sorted(set(shared) - set(row))):
            name, named = self._field(column)
            values = row.get(column, shared.get(column, []))
            self._fiche.entries += entries_of_cell(Entry(name, named, self._labels, [], self._number), values)
            self._labels = []
        self.runs.append(self._fiche)

    def _field(self, column: int) -> tuple[str, str]:
        """Return the field of a column and its title."""
        name, label = self._heads.get(head_of(self._heads, column), (OTHER, None))
        return name, label.text if label else ""

    def _extend(self, fiche: Fiche, row: Row) -> None:
        """Add a row to an action that goes on in it, each cell under the title of its column."""
        for column, cell in row.items():
            name, named = self._field(column)
            known = next((one for one in fiche.entries if one.named == named), None)
            if known is None:
                known = Entry(name, named, [], [], self._number)
                fiche.entries.append(known)
            known.values += [whole(block) for block in cell]
