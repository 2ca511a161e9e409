"""The pages of a PDF as paragraphs, headings and tables, in the order in which they are read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from app.domain.takeover.original import Block, Cell, Original, SetAside, SetAsideKind
from app.formats.foreign.columns import Column, columns_of, merge_columns
from app.formats.foreign.grid import Grid, Rule, grids_of
from app.formats.foreign.lines import (
    Joins,
    Line,
    Paragraph,
    Word,
    joined,
    lines_of,
    may_go_on,
    paragraphs_of,
)
from app.formats.foreign.repeated import take_contents, take_repeated

_SAME_SIDE = 5.0
_LARGER = 0.9
"""Points by which a heading is larger than the text."""
_LONGEST_HEADING = 200
_MOST_LEVELS = 5
_KEEP_HYPHEN = {"ci", "là", "même", "mêmes", "il", "elle", "on", "ils", "elles", "vous", "nous", "je"}
_MARKS = ".,;:!?…()[]«»\"'’"


@dataclass(slots=True)
class Placed:
    """A paragraph and the page on which it begins; in a table, how many rows its cell spans."""

    page: int
    paragraph: Paragraph
    rows: int = 1


Row = dict[int, list[Placed]]
"""The paragraphs of a row by column."""


@dataclass(slots=True)
class Page:
    """A page: its lines outside the tables, and the words of each cell of these."""

    width: float
    height: float
    lines: list[Line]
    grids: list[tuple[Grid, dict[tuple[int, int], list[Word]]]]


@dataclass(slots=True)
class Table:
    """A table, which may go on with the next page: `sides` are those of its columns."""

    number: int
    sides: list[float]
    rows: list[tuple[int, Row]] = field(default_factory=list)
    """Each row after the page on which it begins."""


def read_page(document: Mapping[str, Any]) -> Page:
    """Return a page as `pdf_words` prints it."""
    grids = grids_of(Rule(*rule) for rule in document["rules"])
    inside: list[dict[tuple[int, int], list[Word]]] = [{} for _ in grids]
    free: list[Word] = []
    for text, left, top, right, bottom, size, bold in document["words"]:
        word = Word(text, left, top, right, bottom, size, bool(bold))
        for grid, cells in zip(grids, inside, strict=True):
            if (cell := grid.cell_of(word)) is not None:
                cells.setdefault(cell, []).append(word)
                break
        else:
            free.append(word)
    return Page(document["width"], document["height"], lines_of(free), list(zip(grids, inside, strict=True)))


def read_layout(name: str, pages: Sequence[Page]) -> Original:
    """Return what the pages say, without what repeats on them."""
    joins = _joins(pages)
    sheets = [(page.height, page.lines) for page in pages]
    set_aside = [*take_repeated(sheets), *take_contents(sheets)]
    flow = _Flow(joins)
    for number, page in enumerate(pages, start=1):
        flow.add_page(number, page)
    return Original(name, tuple(flow.blocks()), (*set_aside, *flow.set_aside), len(pages))


def _joins(pages: Iterable[Page]) -> Joins:
    """Return how a hyphen that breaks a word is told from one of its own: by the words of the file."""
    known: set[str] = set()
    for page in pages:
        lines = (line.words for line in page.lines)
        cells = (words for _, grid in page.grids for words in grid.values())
        for words in (*lines, *cells):
            known.update(word.text.strip(_MARKS).casefold() for word in words if not word.text.endswith("-"))

    def joins(head: str, tail: str) -> bool:
        first, second = head.strip(_MARKS).casefold(), tail.strip(_MARKS).casefold()
        if f"{first}-{second}" in known or not tail[:1].islower() or second in _KEEP_HYPHEN:
            return False
        return first + second in known or not (first in known and second in known)

    return joins


class _Flow:
    """Puts the parts of the pages one after another, and joins what a page cuts in two."""

    def __init__(self, joins: Joins) -> None:
        self._joins = joins
        self._parts: list[Placed | Table] = []
        self._tables = 0
        self.set_aside: list[SetAside] = []

    def add_page(self, number: int, page: Page) -> None:
        """Add the parts of a page."""
        lines = list(page.lines)
        for grid, cells in page.grids:
            above = [line for line in lines if line.top < grid.top]
            self._add_lines(number, above, page.width)
            lines = [line for line in lines if line not in above]
            self._add_grid(number, grid, cells)
        self._add_lines(number, lines, page.width)

    def _add_lines(self, number: int, lines: Sequence[Line], width: float) -> None:
        for column in merge_columns(columns_of(lines, width)):
            if column.beside:
                self._add_unruled(number, column)
                continue
            for paragraph in paragraphs_of(column.lines, column.right, self._joins):
                last = self._parts[-1] if self._parts else None
                if isinstance(last, Placed) and last.paragraph.fills and may_go_on(last.paragraph, paragraph):
                    last.paragraph = joined(last.paragraph, paragraph, self._joins)
                else:
                    self._parts.append(Placed(number, paragraph))

    def _add_grid(self, number: int, grid: Grid, cells: Mapping[tuple[int, int], list[Word]]) -> None:
        rows: dict[int, Row] = {}
        said = {row for row, _ in cells}
        for (row, column), words in cells.items():
            right = grid.right_of((row, column)) - 4.0
            paragraphs = paragraphs_of(lines_of(words), right, self._joins)
            spanned = len(said.intersection(range(row, row + grid.rows_of((row, column)))))
            rows.setdefault(row, {})[column] = [Placed(number, one, spanned) for one in paragraphs]
        self._add_rows(number, rows, grid.columns)

    def _add_rows(self, number: int, rows: Mapping[int, Row], sides: list[float]) -> None:
        if not rows:
            return
        last = self._parts[-1] if self._parts else None
        goes_on = isinstance(last, Table) and last.rows[-1][0] == number - 1 and _same(last.sides, sides)
        if isinstance(last, Table) and goes_on:
            table = last
        else:
            table = Table(self._tables, sides)
            self._tables += 1
            self._parts.append(table)
        ordered = [rows[rank] for rank in sorted(rows)]
        if goes_on:
            ordered = self._without_head(number, table, ordered)
        table.rows += [(number, row) for row in ordered]

    def _add_unruled(self, number: int, column: Column) -> None:
        """Add a table without lines: labels, and what stands beside each."""
        rows: dict[int, Row] = {}
        for rank, (first, second) in enumerate(column.rows):
            sides = ((0, first, column.middle), (1, second, column.right))
            rows[rank] = {
                place: [Placed(number, one) for one in paragraphs_of(lines_of(words), right, self._joins)]
                for place, words, right in sides
                if words
            }
        self._add_rows(number, rows, [column.lines[0].left, column.middle, column.right])

    def _without_head(self, number: int, table: Table, rows: list[Row]) -> list[Row]:
        """Return the rows of the next page without the repeated head and the rest of the last row."""
        if rows and _said(rows[0]) == _said(table.rows[0][1]):
            self.set_aside.append(
                SetAside(SetAsideKind.REPEATED_ROW, number, " ".join(_said(rows[0]).values()))
            )
            rows = rows[1:]
        if rows and len(table.rows) > 0 and _is_rest(table.rows[-1][1], rows[0]):
            for column, paragraphs in rows[0].items():
                self._extend(table.rows[-1][1].setdefault(column, []), paragraphs)
            rows = rows[1:]
        return rows

    def _extend(self, before: list[Placed], after: list[Placed]) -> None:
        if (
            before
            and after
            and before[-1].paragraph.fills
            and may_go_on(before[-1].paragraph, after[0].paragraph)
        ):
            before[-1].paragraph = joined(before[-1].paragraph, after[0].paragraph, self._joins)
            after = after[1:]
        before += after

    def blocks(self) -> Iterator[Block]:
        """Yield the paragraphs in their order, numbered."""
        levels = self._levels
        number = 0
        for part in self._parts:
            if isinstance(part, Table):
                for page, said, cell in _cells(part):
                    number += 1
                    yield Block(number, page, said.text, 0, said.strong, said.is_item, cell, said.breaks)
            else:
                number += 1
                paragraph = part.paragraph
                level = _level(paragraph, levels)
                yield Block(number, part.page, paragraph.text, level, paragraph.strong, paragraph.is_item)

    @cached_property
    def _levels(self) -> dict[float, int]:
        """The level of the headings of each size of type; the size of the text has level 0."""
        sizes: Counter[float] = Counter()
        for part in self._parts:
            if isinstance(part, Placed):
                sizes[_rounded(part.paragraph.size)] += len(part.paragraph.text)
        if not sizes:
            return {}
        body = sizes.most_common(1)[0][0]
        larger = sorted((size for size in sizes if size > body + _LARGER), reverse=True)
        return {body: 0} | {size: min(rank, _MOST_LEVELS) for rank, size in enumerate(larger, start=1)}


def _level(paragraph: Paragraph, levels: Mapping[float, int]) -> int:
    text = paragraph.text.rstrip()
    if len(text) > _LONGEST_HEADING or paragraph.is_item:
        return 0
    if level := levels.get(_rounded(paragraph.size), 0):
        return level
    bold = paragraph.strong >= len(text)
    return (
        min(max(levels.values()) + 1, _MOST_LEVELS + 1) if bold and not text.endswith((":", ".", ",")) else 0
    )


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _cells(table: Table) -> Iterator[tuple[int, Paragraph, Cell]]:
    """Yield the paragraphs of a table with their page and their place, row by row.

    Columns are counted without the sides that only some of the rows have: what a cell spans is one column.
    """
    for rank, (_, row) in enumerate(table.rows):
        for column in sorted(row):
            for placed in row[column]:
                cell = Cell(table.number, rank, column, placed.rows)
                yield placed.page, placed.paragraph, cell


def _said(row: Row) -> dict[int, str]:
    return {
        column: " ".join(one.paragraph.text for one in paragraphs)
        for column, paragraphs in row.items()
        if paragraphs
    }


def _is_rest(before: Row, after: Row) -> bool:
    """Return whether a row is the rest of the one that ended the page before: some of its cells had ended."""
    said, known = _said(after), _said(before)
    if not said or not set(said) <= set(known):
        return False
    if any(
        one[0].paragraph.strong
        and not (before[column][-1].paragraph.strong and one[0].paragraph.text[:1].islower())
        for column, one in after.items()
        if one
    ):
        return False  # it begins in bold, as titles do
    goes_on = any(text[:1].islower() for text in said.values())
    if len(said) == len(known):
        inside = sum(text[:1].islower() or text[:1].isdigit() for text in said.values())
        return goes_on and inside * 2 > len(said)
    return goes_on or len(said) * 2 <= len(known)


def _same(sides: Sequence[float], others: Sequence[float]) -> bool:
    return len(sides) == len(others) and all(
        abs(one - other) < _SAME_SIDE for one, other in zip(sides, others, strict=True)
    )
