"""A workbook opened: its rows by the titles of its columns, wherever these stand, and its origin."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from app.domain.french import typeset
from app.domain.problems import quote
from app.domain.text import without_accents
from app.formats import READING_TURN, FileRefused
from app.formats.xlsx.cells import Cell
from app.formats.xlsx.columns import (
    COMMITMENTS,
    FIGURES,
    NATIONAL_COLUMNS,
    ORIENTATIONS,
    PORTRAITS,
    SHEET,
    SUMMARIES,
    SheetColumns,
)
from app.formats.xlsx.package import Package, WorkbookRefused, open_package
from app.formats.xlsx.sheet import ORIGIN, Origin, Rows, read_origin, read_sheet

IDENTIFIER = "id"
FEWEST_TITLES = 2
"""Titles of ours that make a row the row of headers."""

LAST_HEADER = 100
"""Rows that hold something among which the headers are sought, from the first."""

MAX_TITLE = 200
"""Most characters of a title: what is longer is not compared."""

MAX_REMARKS = 30
MOST_COMMENTED = 10
"""Cells with a comment that are named."""

_FILLED = re.compile(rb"<(?:\w{1,20}:)?(?:v|is)[\s>]")
_TOTALS = ("total", "soustotal", "totalgeneral", "totaux")


@dataclass(frozen=True, slots=True)
class Row:
    """A row under the headers: its cells by the field of their column. One that is empty has no text."""

    number: int
    cells: Mapping[str, Cell]

    def __getitem__(self, field: str) -> Cell:
        """Return the cell of a column that the sheet has."""
        return self.cells[field]


@dataclass(frozen=True, slots=True)
class Line:
    """A row, with the words of its commitment. `asks`: nothing of it is taken without being asked about."""

    row: Row
    name: str
    place: str
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell of the workbook that says something else than the contract.

    `row` is the number of its row; `name` is the commitment's text, `place` its volet. `sheet` is empty for
    that of the commitments.
    """

    cell: str
    row: int
    name: str
    place: str
    label: str
    ours: str
    theirs: str
    sheet: str = ""


@dataclass(frozen=True)
class Table:
    """The rows of the sheet of commitments, and the fields of its columns.

    `remarks` say in French what was set aside: columns that nobody knows, rows of totals. `portraits` and
    `figures` are the sheets of the quartiers, `orientations` that of the orientations; None without them.
    """

    rows: tuple[Row, ...]
    fields: frozenset[str]
    origin: Origin | None
    remarks: tuple[str, ...]
    portraits: "Table | None" = None
    figures: "Table | None" = None
    orientations: "Table | None" = None


def open_table(content: bytes) -> Table:
    """Return the table of a file. Raises WorkbookRefused for what is not such a workbook."""
    try:
        with READING_TURN:
            package = open_package(content)
            main, named_origin = _sheet_name(package), _named_like(package, ORIGIN)
            rows = read_sheet(package, main)
            origin = read_origin(read_sheet(package, named_origin)) if named_origin else None
            beside = {sheet.name: _named_like(package, sheet.title) for sheet in _BESIDE.values()}
            others = {name: read_sheet(package, title) for name, title in beside.items() if title}
            said = list(_set_aside(package, main, {named_origin, *beside.values()}))
    except FileRefused as refused:
        raise WorkbookRefused.because(str(refused)) from None
    table = _Headers.of(rows, COMMITMENTS).table(rows, origin)
    read = {name: _beside(others[name], sheet) for name, sheet in _BESIDE.items() if name in others}
    remarks = [remark for other in read.values() for remark in other.remarks]
    return replace(
        table,
        remarks=(*table.remarks, *remarks, *map(typeset, said))[:MAX_REMARKS],
        portraits=_read_sheet(read, PORTRAITS),
        figures=_read_sheet(read, FIGURES),
        orientations=_read_sheet(read, ORIENTATIONS),
    )


_BESIDE = {sheet.name: sheet for sheet in (PORTRAITS, FIGURES, ORIENTATIONS)}


def _read_sheet(read: Mapping[str, Table], sheet: SheetColumns) -> Table | None:
    """Return a sheet with a row of headers that is known."""
    table = read.get(sheet.name)
    return table if table and table.fields else None


def _beside(rows: Rows, sheet: SheetColumns) -> Table:
    """Return the table of another sheet; one of which no title is known is somebody's own, and set aside."""
    if not any(len(set(_known(cells.values(), sheet))) >= FEWEST_TITLES for cells in rows.values()):
        said = f"Feuille « {sheet.title} » : aucune colonne reconnue, laissée de côté."
        return Table((), frozenset(), None, (typeset(said),))
    return _Headers.of(rows, sheet).table(rows, None)


def fold(text: str) -> str:
    """Return a title or a name as it is compared: letters and figures alone, without accents or case."""
    return "".join(filter(str.isalnum, without_accents(text).casefold()))


def _sheet_name(package: Package) -> str:
    """Return the sheet of commitments, whose name somebody may have completed."""
    if SHEET in package.sheets:
        return SHEET
    near = [name for name in package.sheets if fold(name).startswith(fold(SHEET))]
    if len(near) > 1:
        listed = " ou ".join(f"« {quote(name)} »" for name in near[:3])
        raise WorkbookRefused.because(f"quelle feuille reprendre, {listed} ? nommez-la « {SHEET} »")
    if not near:
        raise WorkbookRefused.because(
            f"la feuille « {SHEET} » manque : donnez ce nom à celle des engagements, ou exportez de nouveau "
            "le classeur"
        )
    return near[0]


def _named_like(package: Package, title: str) -> str:
    """Return the sheet of this title, or the only one whose title begins so; "" without one."""
    if title in package.sheets:
        return title
    near = [name for name in package.sheets if fold(name).startswith(fold(title))]
    return near[0] if len(near) == 1 else ""


def _set_aside(package: Package, main: str, others: set[str]) -> Iterator[str]:
    """Yield what of a workbook is not read: sheets that are not of the export, comments of cells."""
    read = {main, *others}
    for name, content in package.sheets.items():
        if name not in {*read, *SUMMARIES} and _FILLED.search(content):
            yield f"Feuille « {quote(name)} » : laissée de côté."
        if name in read and (cells := package.comments.get(name)):
            before = "" if name == main else f"{name}!"
            listed = ", ".join(f"{before}{cell}" for cell in cells[:MOST_COMMENTED])
            more = ", etc." if len(cells) > MOST_COMMENTED else ""
            yield f"Commentaires laissés de côté, reportez-les à la main (cellules {listed}{more})."


@cache
def _fields_by_title(sheet: SheetColumns) -> dict[str, str]:
    """Return the field of each column by its folded titles, with and without what stands in brackets.

    What was a title in workbooks of before is read as long as no other column has it now.
    """
    columns = sheet.columns
    titles = [(heading, column.field) for column in columns for heading in column.headings]
    titles += [(column.title, column.field) for column in columns]
    short = {fold(title.partition("(")[0]): field for title, field in titles}
    return short | {fold(title): field for title, field in titles}


@dataclass(frozen=True, slots=True)
class _Headers:
    """The row of headers: the column of each field, and the titles that nobody knows."""

    sheet: SheetColumns
    row: int
    columns: Mapping[str, int]
    unknown: Mapping[int, str]

    @classmethod
    def of(cls, rows: Rows, sheet: SheetColumns) -> "_Headers":
        """Find the headers: the row with most of our titles. Raises WorkbookRefused."""
        best = max(
            islice(rows, LAST_HEADER),
            key=lambda row: (len(set(_known(rows[row].values(), sheet))), -row),
            default=0,
        )
        if len(set(_known(rows.get(best, {}).values(), sheet))) < FEWEST_TITLES:
            raise WorkbookRefused.because(
                f"aucune colonne de la feuille « {sheet.title} » n’est reconnue : "
                "exportez de nouveau le classeur"
            )
        columns: dict[str, int] = {}
        unknown: dict[int, str] = {}
        for column, cell in sorted(rows[best].items()):
            field = _fields_by_title(sheet).get(_title(cell))
            if field is None:
                unknown[column] = cell.text
            elif field in columns:
                raise WorkbookRefused.because(
                    f"la colonne « {cell.text.strip()} » figure deux fois : n’en gardez qu’une"
                )
            else:
                columns[field] = column
        if missing := sheet.missing(columns):
            raise WorkbookRefused.because(missing)
        return cls(sheet, best, columns, unknown)

    def table(self, rows: Rows, origin: Origin | None) -> Table:
        """Return the rows under the headers that say something about a commitment."""
        read = [
            Row(number, self._cells(number, cells)) for number, cells in rows.items() if number > self.row
        ]
        kept = [row for row in read if not self._is_aside(row)]
        totals = [f"ligne {row.number}" for row in read if self._is_total(row)]
        remarks = [*self._remarks(rows), *_totals_set_aside(totals)]
        return Table(tuple(kept), frozenset(self.columns), origin, tuple(map(typeset, remarks[:MAX_REMARKS])))

    def _cells(self, number: int, cells: Mapping[int, Cell]) -> dict[str, Cell]:
        found = {field: cells.get(column) or Cell(column, number) for field, column in self.columns.items()}
        name = self.sheet.name
        return {field: replace(cell, sheet=name) for field, cell in found.items()} if name else found

    def _is_aside(self, row: Row) -> bool:
        """Whether a row is empty, a total, or the headers once more."""
        is_empty = all(cell.is_empty for cell in row.cells.values())
        named = self.sheet.identifier
        is_header = _fields_by_title(self.sheet).get(_title(row[named])) == named
        return is_empty or is_header or self._is_total(row)

    def _is_total(self, row: Row) -> bool:
        quoted = NATIONAL_COLUMNS if self.sheet is COMMITMENTS else self.sheet.columns[:1]
        named = (row.cells[column.field] for column in quoted if column.field in row.cells)
        first = next((cell for cell in named if not cell.is_empty), None)
        return first is not None and _title(first) in _TOTALS

    def _remarks(self, rows: Rows) -> Iterator[str]:
        for title in self.unknown.values():
            yield f"Colonne « {quote(title.strip())} » : inconnue, laissée de côté."
        known = {*self.columns.values(), *self.unknown}
        untitled = {
            column for number, cells in rows.items() if number > self.row for column in cells.keys() - known
        }
        for column in sorted(untitled):
            letter = Cell(column, self.row, sheet=self.sheet.name).coordinate
            yield f"Colonne sans titre (cellule {letter}) : laissée de côté."
        for absent in self.sheet.columns:
            if absent.field not in self.columns:
                yield f"Colonne « {absent.title} » : absente du classeur, le contrat reste tel quel."


def _title(cell: Cell) -> str:
    """Return what a cell says if it is a title."""
    return fold(cell.text) if len(cell.text) <= MAX_TITLE else ""


def _known(cells: Iterable[Cell], sheet: SheetColumns) -> Iterator[str]:
    for cell in cells:
        if field := _fields_by_title(sheet).get(_title(cell)):
            yield field


def _totals_set_aside(rows: list[str]) -> Iterator[str]:
    if rows:
        yield f"Total ({', '.join(rows[:10])}) : laissé de côté."
