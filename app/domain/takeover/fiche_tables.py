"""The fiches in tables: an action a row or a column, else labels with what is said beside or below them."""

from collections.abc import Sequence

from app.domain.takeover.action_rows import read_rows
from app.domain.takeover.fiche_builder import FicheBuilder
from app.domain.takeover.fiche_cells import CellReader
from app.domain.takeover.original import Block
from app.domain.takeover.passages import label_alone, whole
from app.domain.takeover.table_parts import (
    end_of_records,
    remove_numbers,
    split_side_by_side,
    split_stacked,
    transpose,
)
from app.domain.takeover.table_rows import (
    Heads,
    Row,
    has_label,
    heads_of,
    is_head_of_labels,
    labels_next_row,
    rows_of,
)
from app.domain.takeover.vocabulary import LONG, OTHER


class TableReader:
    """Reads the tables, one after another."""

    def __init__(self, builder: FicheBuilder) -> None:
        self._builder = builder
        self._cells = CellReader(builder)

    def add(self, table: int, blocks: Sequence[Block]) -> None:
        """Take a table: actions in its rows or columns, or the labels of one or several fiches."""
        rows, numbers = remove_numbers(rows_of(blocks))
        self._builder.number_labels(numbers)
        heads = heads_of(rows)
        if heads is not None:
            self._add_actions(table, rows, heads)
        elif turned := _transpose_all(split_stacked(rows)):
            for actions, found in turned:
                self._add_actions(table, actions, found)
        elif self._builder.entry is not None and self._is_value(rows):
            self._builder.entry.values += map(whole, blocks)
        else:
            for part in split_side_by_side(rows):
                self._add_labels(table, part)
        self._builder.entry = None

    def _add_actions(self, table: int, rows: Sequence[Row], heads: tuple[int, Heads]) -> None:
        """Take a table of actions, one a row."""
        above, actions = read_rows(table, rows, heads, self._builder.headings)
        self._builder.fiche.unlabelled += above
        self._builder.add_actions(actions)

    def _is_value(self, rows: Sequence[Row]) -> bool:
        """Return whether a table without labels is what the label above it awaits."""
        return self._builder.awaits_value and not any(map(has_label, rows))

    def _add_labels(self, table: int, rows: Sequence[Row]) -> None:
        """Take a table of labels, of one or several fiches; its first row may only title its columns."""
        is_single = max(map(len, rows)) == 1
        if not is_head_of_labels(rows) or self._builder.fiche.heading is None:
            self._add_rows(table, rows, is_single=is_single)
            return
        self._add_rows(table, rows[1:], is_single=is_single)
        self._add_head(table, rows[0])

    def _add_head(self, table: int, head: Row) -> None:
        """Take the titles of the columns of a table of labels: they go with the first of these."""
        titles = [whole(block) for cell in head.values() for block in cell]
        entries = (entry for fiche in self._builder.fiches for entry in fiche.entries)
        first = next((entry for entry in entries if entry.table == table), None)
        if first is None:
            self._builder.fiche.unlabelled += titles
        else:
            first.labels += titles

    def _add_rows(self, table: int, rows: Sequence[Row], *, is_single: bool) -> None:
        """Take rows of labels; `is_single` says that their table has one column."""
        labels: Row = {}
        rank = 0
        while rank < len(rows):
            row = rows[rank]
            end = end_of_records(rows, rank) if self._builder.is_begun else rank
            if end > rank:
                self._add_records(table, row, rows[rank + 1 : end])
                labels = {}
                rank = end
                continue
            if labels_next_row(rows, rank):
                labels = row
            elif labels:
                self._add_below(table, labels, row)
                labels = {}
            elif is_single and self._goes_on(row):
                for block in next(iter(row.values())):
                    self._cells.add_text(whole(block))
            else:
                self._cells.add_row(table, row)
            rank += 1

    def _goes_on(self, row: Row) -> bool:
        """Return whether a row goes on with the long text above it."""
        entry = self._builder.entry
        return entry is not None and entry.field in LONG and not has_label(row)

    def _add_records(self, table: int, head: Row, records: Sequence[Row]) -> None:
        """Take a table within a fiche: who pays how much each year, what is measured from where to where."""
        first = head[min(head)][0]
        name = label_alone(first)
        title = next(reversed(self._builder.fiche.entries), None)
        entry = self._builder.add_label_alone(name, first, table)
        entry.labels = [whole(block) for cell in head.values() for block in cell]
        entry.heads = {column: " ".join(block.text for block in cell) for column, cell in head.items()}
        entry.values = [whole(block) for row in records for _, cell in sorted(row.items()) for block in cell]
        entries = self._builder.fiche.entries
        if title is not None and title in entries and title.field == name and not title.values:
            entries.remove(title)  # « Plan de financement », above
            entry.labels[:0] = title.labels
            entry.named = title.named
        self._builder.entry = None

    def _add_below(self, table: int, labels: Row, row: Row) -> None:
        """Take a row of labels and what the next row says under each."""
        for column, cell in labels.items():
            self._builder.add_label_alone(label_alone(cell[0]) or OTHER, cell[0], table)
            for block in row.get(column, []):
                self._cells.add_text(whole(block))
        if len(labels) > 1:
            self._builder.entry = None
        for column in set(row) - set(labels):
            self._builder.fiche.unlabelled += [whole(block) for block in row[column]]


def _transpose_all(parts: Sequence[Sequence[Row]]) -> list[tuple[list[Row], tuple[int, Heads]]]:
    """Return the parts of a table, each turned into rows of actions; nothing where one is no such table."""
    turned = [found for part in parts if (found := transpose(part)) is not None]
    return turned if len(turned) == len(parts) else []
