"""A row of a table of labels: which of its cells are labels, and what the others say."""

import re
from collections.abc import Sequence

from app.domain.takeover.fiche import Entry, is_fiche_heading
from app.domain.takeover.fiche_builder import FicheBuilder
from app.domain.takeover.headings import FICHE
from app.domain.takeover.labels import folded
from app.domain.takeover.original import Block
from app.domain.takeover.passages import Passage, label_alone, read_labels, whole
from app.domain.takeover.shared import starts_entry
from app.domain.takeover.table_rows import Row, is_label_cell, label_of_cell, title_of
from app.domain.takeover.vocabulary import CORE, NUMBER, OTHER, TITLE

_LONGEST_UNKNOWN = 80
"""Characters of a label that is unknown here."""
_LABEL_AND_VALUE = 2
_WORD = re.compile(r"[^\W\d]{3}")


class CellReader:
    """Reads the rows of tables of labels, cell by cell."""

    def __init__(self, builder: FicheBuilder) -> None:
        self._builder = builder

    def add_row(self, table: int, row: Row) -> None:
        """Take the cells of a row, from the left."""
        for column in sorted(row):
            self._add_cell(table, row, column)
        self._builder.entry = None

    def add_text(self, value: Passage) -> None:
        """Take words of a cell that are no label: they belong to the last label, where one has been read."""
        if not value.text:
            return
        if self._builder.entry is None:
            self._builder.add_unlabelled(value)
        else:
            self._builder.entry.values.append(value)

    def _add_cell(self, table: int, row: Row, column: int) -> None:
        """Take a cell: a label, the heading of a fiche, or what is said under a label."""
        cell = row[column]
        is_alone, is_first, is_last = len(row) == 1, column == min(row), column == max(row)
        awaits_value = self._builder.awaits_value
        if is_label_cell(cell, row) and not (is_last and awaits_value):
            self._add_label(table, cell)
        elif is_alone and self._builder.repeats_heading(cell[0]):
            self._builder.fiche.unlabelled += [whole(block) for block in cell]
        elif is_alone and is_fiche_heading(cell[0]):
            self._builder.begin(cell[0])
            self._add_values(table, cell[1:], is_first=True)
        elif is_first and not is_alone and is_fiche_heading(cell[0]) and not awaits_value:
            self._add_numbered(table, cell)
        elif self._is_unknown_label(row, column):
            self._builder.add_label_alone(OTHER, cell[0], table)
        else:
            self._add_values(table, cell, is_first=is_first)

    def _add_label(self, table: int, cell: Sequence[Block]) -> None:
        """Take a label, which may stand on several lines."""
        first = cell[0]
        name = label_of_cell(cell)
        if name == TITLE and FICHE.match(first.text) and _is_engagement(first):
            name = NUMBER
        entry = self._builder.add_label_alone(name, first, table)
        if len(cell) > 1:
            entry.named = title_of(cell).text
            entry.labels += [whole(block) for block in cell[1:]]

    def _add_numbered(self, table: int, cell: Sequence[Block]) -> None:
        """Take the cell « Action n° 3 », with its title beside it or in it."""
        first = cell[0]
        found = FICHE.match(first.text)
        if found and found["title"]:
            self._builder.begin(first)
        else:
            self._builder.add_label_alone(NUMBER if _is_engagement(first) else TITLE, first, table)
        for block in cell[1:]:
            self.add_text(whole(block))

    def _is_unknown_label(self, row: Row, column: int) -> bool:
        """Return whether a cell is the label, unknown here, of the one beside it in a fiche."""
        cell = row[column]
        if not _may_be_label(cell):
            return False
        if self._builder.frame.is_label(row, column):
            return True
        has_value_beside = len(row) == _LABEL_AND_VALUE and column == min(row)
        fields = CORE | {TITLE, "local_action"}
        return has_value_beside and any(entry.field in fields for entry in self._builder.fiche.entries)

    def _add_values(self, table: int, cell: Sequence[Block], *, is_first: bool) -> None:
        """Take a cell that is no label: what the label before it names, and the labels that stand in it."""
        if is_first or not self._builder.awaits_value:
            self._builder.entry = None
        outer = self._builder.entry
        for block in cell:
            if outer is None and len(cell) > 1 and (name := label_alone(block)):
                self._builder.add_label_alone(name, block, table)
            else:
                self._add_labelled(table, block, outer)

    def _add_labelled(self, table: int, block: Block, outer: Entry | None) -> None:
        """Take the labels of a paragraph of a cell; `outer` is the entry of the whole cell."""
        for part in read_labels(block, outer.field if outer else ""):
            if part.field and outer is not None and part.field == outer.field:
                outer.labels.append(part.label)  # « Échéance » is the whole cell, « Fin » its second line
                self._builder.entry = outer
                self.add_text(part.value)
            elif part.field and (outer is None or starts_entry(outer, part.field, part.label)):
                self._builder.add_label(part.field, part.label, part.value, table)
            else:
                self.add_text(Passage(block, part.label.start, part.value.end))


def _may_be_label(cell: Sequence[Block]) -> bool:
    """Return whether a cell is short words, no sentence, without a known label before them."""
    text = cell[0].text
    return (
        len(cell) == 1
        and len(text) <= _LONGEST_UNKNOWN
        and not text.rstrip().endswith(".")
        and _WORD.search(text) is not None
        and not read_labels(cell[0])[0].field
    )


def _is_engagement(block: Block) -> bool:
    return folded(block.text).startswith("engagement")
