"""A workbook opened: its rows, its origin, and what its cells show. Nothing in it ever runs."""

import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from app.domain.document_reader import Problem
from app.workbook.columns import HEADERS, NO, SHEET, YES
from app.workbook.origin import Origin, read_origin

AnyCell = Cell | MergedCell
"""A cell of a row; one that was merged into another shows nothing."""

LARGEST_FILE = 1_400_000
"""Bytes; a page that asks something about a workbook carries it, and a request holds 2 MiB."""

LARGEST = 60 * 1024 * 1024
MOST_PARTS = 300
MOST_ROWS = 5_000
NOT_A_WORKBOOK = "ce n’est pas un classeur .xlsx : choisissez le fichier exporté depuis ce contrat"
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_PERCENT = re.compile(r'%(?=(?:[^"]*"[^"]*")*[^"]*$)')
"""A percent sign of a number format, outside the words between quotes."""


class WorkbookRefused(ValueError):
    """A file that cannot be taken over. `problems` names every fault, by its cell where it has one."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True)
class Sheet:
    """The rows of the sheet of commitments. `unsolved`: the cells whose formula has no result in the file."""

    rows: tuple[tuple[AnyCell, ...], ...]
    origin: Origin | None
    unsolved: frozenset[str]


def open_sheet(content: bytes) -> Sheet:
    """The sheet of a file. Raises WorkbookRefused for what is not such a workbook."""
    try:
        formulas = _refuse_dangers(content)
        # data_only: the result of a formula as Excel left it; the formula itself never runs here.
        book = load_workbook(BytesIO(content), data_only=True, keep_links=False)
        written = load_workbook(BytesIO(content), keep_links=False) if formulas else None
    except WorkbookRefused:
        raise
    except Exception:
        raise _refused(NOT_A_WORKBOOK) from None
    rows = _rows(book)
    unsolved = _unsolved(rows, _rows(written)) if written else frozenset()
    return Sheet(rows, read_origin(book), unsolved)


def _rows(book: Workbook) -> tuple[tuple[AnyCell, ...], ...]:
    if SHEET not in book.sheetnames or not isinstance(sheet := book[SHEET], Worksheet):
        raise _refused(f"la feuille « {SHEET} » manque : exportez de nouveau le classeur")
    if sheet.max_row > MOST_ROWS:
        raise _refused(f"plus de {MOST_ROWS} lignes dans la feuille « {SHEET} »")
    return tuple(sheet.iter_rows(max_col=len(HEADERS)))


def _unsolved(
    shown: tuple[tuple[AnyCell, ...], ...], written: tuple[tuple[AnyCell, ...], ...]
) -> frozenset[str]:
    pairs = zip(
        (cell for row in shown for cell in row), (cell for row in written for cell in row), strict=True
    )
    return frozenset(
        result.coordinate for result, cell in pairs if cell.data_type == "f" and result.value is None
    )


def _refuse_dangers(content: bytes) -> bool:
    """Refuses a bomb, or a document type: nothing that a spreadsheet writes. Whether there are formulas."""
    if len(content) > LARGEST_FILE:
        raise _refused("classeur de plus de 1,4 Mo : retirez-en les images et les feuilles ajoutées")
    formulas = False
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
            raise _refused("classeur trop volumineux")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                text = archive.read(part)
                if b"<!DOCTYPE" in text:
                    raise _refused(NOT_A_WORKBOOK)
                in_sheet = part.filename.startswith("xl/worksheets/")
                formulas = formulas or (in_sheet and bool(_FORMULA.search(text)))
    return formulas


def _refused(message: str) -> WorkbookRefused:
    return WorkbookRefused((Problem("", message),))


def shown(cell: AnyCell) -> str:
    """What a cell shows: a date becomes 31/12/2028, 12.0 becomes 12, and 0.35 as « 0% » becomes 35 %."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float):
        percent = bool(_PERCENT.search(cell.number_format or ""))
        return f"{_figure(value * 100)}\u00a0%" if percent else _figure(value)
    return str(value)


def _figure(value: float) -> str:
    """A number with a comma; twelve digits, where a computer's third of a hundredth is rounded away."""
    if isinstance(value, int):
        return str(value)
    return str(int(value)) if value.is_integer() else f"{value:.12g}".replace(".", ",")
