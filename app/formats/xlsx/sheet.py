"""The sheets of a workbook: the rows that hold something; where the workbook comes from.

The origin stands on a sheet of its own, in plain cells, so that it outlives every spreadsheet that saves the
file: A is the name of a line, B its value.
"""

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import Self

from openpyxl import Workbook

from app.domain.fields import NO, YES
from app.domain.profile import Profile
from app.domain.profile_json import profile_document
from app.formats import FileRefused, FileTooHeavy
from app.formats.xlsx.cells import (
    GENERAL,
    LAST_COLUMN,
    LAST_ROW,
    MAX_CELL,
    Cell,
    Range,
    column_number,
    read_ranges,
    show_number,
)
from app.formats.xlsx.package import LARGE, Package, cell_text, local_name, number_of
from app.formats.xml_parts import XmlReader

MAX_ROWS = 5_000
MAX_CHARACTERS = 5_000_000
"""Most characters of all cells, each text counted as often as it stands there."""

MAX_MERGED = 10_000
MAX_FILLED = 200_000
"""Most cells that merged ranges may give a text to."""

MAX_COLUMNS = 200
"""Columns that a merged range gives its text to; the sheet of an export has 30."""

ERROR = "cette formule donne une erreur : remplacez-la par sa valeur"
UNSOLVED = "cette formule n’a pas de résultat dans le fichier : remplacez-la par sa valeur"
WIDE = "cette cellule est fusionnée avec sa voisine : séparez-les, et écrivez dans chacune ce qui y va"
DOUBLED = "Ce fichier est abîmé : la ligne {row} y figure deux fois."

Rows = Mapping[int, Mapping[int, Cell]]
"""The cells that hold something, by the number of their row, then of their column."""


def read_sheet(package: Package, name: str) -> Rows:
    """Return the rows of a sheet that hold something, from the first. Raises FileRefused, FileTooHeavy."""
    reader = _SheetReader(package)
    reader.read(package.sheets[name])
    return _with_merged(reader.rows, reader.merged)


class _SheetReader(XmlReader):
    """Keeps the cells that hold something. A row or a cell without a number follows the one before it."""

    def __init__(self, package: Package) -> None:
        super().__init__(LARGE)
        self.rows: dict[int, dict[int, Cell]] = {}
        self.merged: list[Range] = []
        self._package = package
        self._row = self._column = self._characters = 0
        self._seen: set[int] = set()
        self._cell: Mapping[str, str] | None = None
        self._has_formula = self._takes = self._aside = False
        self._pieces: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local_name(name)
        if kind == "row":
            self._start_row(attributes)
        elif kind == "c":
            letters = attributes.get("r", "").rstrip("0123456789").upper()
            known = letters.isascii() and letters.isalpha() and len(letters) <= 3  # noqa: PLR2004 — XFD is the last
            self._column = column_number(letters) if known else self._column + 1
            self._cell, self._has_formula, self._pieces = attributes, False, []
        elif kind == "f":
            self._has_formula = True
        elif kind == "mergeCell":
            self.merged.extend(read_ranges(attributes.get("ref", "")))
            if len(self.merged) > MAX_MERGED:
                raise FileTooHeavy("trop de cellules fusionnées")
        self._aside = self._aside or kind == "rPh"
        self._takes = self._cell is not None and kind in {"v", "t"} and not self._aside

    def text(self, text: str) -> None:
        if self._takes:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        self._takes = False
        self._aside = self._aside and local_name(name) != "rPh"
        if local_name(name) == "c" and self._cell is not None:
            self._keep(self._cell)
            self._cell = None

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        self._row = number_of(attributes.get("r")) or self._row + 1
        self._column = 0
        if self._row in self._seen:
            raise FileRefused(DOUBLED.format(row=self._row))
        self._seen.add(self._row)

    def _keep(self, attributes: Mapping[str, str]) -> None:
        cell = self._shown(attributes)
        if cell.is_empty or self._column > LAST_COLUMN or self._row > LAST_ROW:
            return
        self._characters += len(cell.text)
        self.rows.setdefault(self._row, {})[self._column] = cell
        if len(self.rows) > MAX_ROWS:
            raise FileTooHeavy(f"plus de {MAX_ROWS} lignes remplies")
        if self._characters > MAX_CHARACTERS:
            raise FileTooHeavy(f"plus de {MAX_CHARACTERS // 1_000_000} millions de caractères")

    def _shown(self, attributes: Mapping[str, str]) -> Cell:
        kind, raw = attributes.get("t", "n"), "".join(self._pieces)
        if kind == "e":
            return Cell(self._column, self._row, fault=ERROR)
        if self._has_formula and not raw and kind != "str":
            return Cell(self._column, self._row, fault=UNSOLVED)
        return Cell(self._column, self._row, self._text(kind, raw, attributes.get("s")))

    def _text(self, kind: str, raw: str, style: str | None) -> str:
        if not raw:
            return ""
        if kind == "s":
            return _at(self._package.texts, number_of(raw.strip()), "")
        if kind == "b":
            return YES if raw.strip() in {"1", "true"} else NO
        if kind == "d":
            year, _, rest = raw[:10].partition("-")
            month, _, day = rest.partition("-")
            return f"{day}/{month}/{year}" if day else raw[:MAX_CELL]
        if kind == "n":
            number_format = _at(self._package.formats, number_of(style), GENERAL)
            return show_number(raw.strip()[:MAX_CELL], number_format, from_1904=self._package.from_1904)
        return cell_text(self._pieces)


def _at(known: list[str], number: int | None, usual: str) -> str:
    return known[number] if number is not None and number < len(known) else usual


def _with_merged(rows: dict[int, dict[int, Cell]], merged: list[Range]) -> Rows:
    """Return the rows, where a cell merged downwards is given to each of its rows that hold something."""
    numbers = sorted(rows)
    filled = 0
    for area in merged:
        shown = rows.get(area.first_row, {}).get(area.first_column, Cell(area.first_column, area.first_row))
        columns = range(area.first_column, min(area.last_column, MAX_COLUMNS) + 1)
        for row in _between(numbers, area.first_row, area.last_row):
            filled += len(columns)
            if filled > MAX_FILLED:
                raise FileTooHeavy("trop de cellules fusionnées")
            for column in columns:
                fault = shown.fault if column == area.first_column or shown.is_empty else WIDE
                text = shown.text if column == area.first_column else ""
                rows[row].setdefault(column, Cell(column, row, text, fault))
    return {row: rows[row] for row in numbers}


def _between(numbers: list[int], first: int, last: int) -> Iterator[int]:
    yield from numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]


ORIGIN = "Origine"
LINES = ("Contrat", "Version", "Empreinte")
EXPLAINED = (
    "Ces lignes disent de quelle version du contrat vient ce classeur : à son retour, ce qui a été changé "
    "ici et ce qui a été changé sur le site depuis sont réunis. Ne les modifiez pas."
)


@dataclass(frozen=True, slots=True)
class Origin:
    """The number of the contract, that of its version, and the fingerprint of what that version says.

    The fingerprint tells apart two installations, or a database that was restored: there the same numbers
    may name something else.
    """

    contract: str
    version: str
    fingerprint: str

    @classmethod
    def of(cls, contract: int, version: int, profile: Profile) -> Self:
        """Return the origin of a workbook that is written from this version."""
        # Not the number of the shape: workbooks of before it changed come back.
        said = {**profile_document(profile), "schema": 1}
        document = json.dumps(said, sort_keys=True)
        return cls(str(contract), str(version), hashlib.sha256(document.encode()).hexdigest()[:16])


def write_origin(book: Workbook, origin: Origin) -> None:
    """Add the sheet that says it."""
    sheet = book.create_sheet(ORIGIN)
    for number, line in enumerate(zip(LINES, astuple(origin), strict=True), start=1):
        for column, text in enumerate(line, start=1):
            sheet.cell(number, column, text).data_type = "s"
    sheet.cell(len(LINES) + 2, 1, EXPLAINED)


def read_origin(rows: Rows) -> Origin | None:
    """Return what the sheet says; None for a workbook that does not have it whole."""
    lines = [
        (cells[1].text.strip(), cells[2].text.strip()) for cells in rows.values() if {1, 2} <= cells.keys()
    ]
    said = dict(lines[: len(LINES)])
    return Origin(*(said[line] for line in LINES)) if set(LINES) <= said.keys() else None
