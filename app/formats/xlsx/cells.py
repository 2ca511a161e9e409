"""A cell as a person sees it: its text, or why it has none. Nothing in a workbook ever runs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

MAX_CELL = 32_767
"""Most characters of a cell, in Excel."""

MAX_FORMAT = 255
"""Most characters of a number format, in Excel; a longer one is not read."""

LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
GENERAL = "General"

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_QUOTED = re.compile(r'"[^"]*"')
_UNIT = re.compile(r"(?<![^\W\d_])([kKmM]€)")
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_NUMBER = re.compile(r"[+-]?[0-9]{1,300}(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?")
_MOST_DIGITS = 15
"""Digits that a spreadsheet keeps of a number."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows. `fault` says in French why it shows nothing that can be read.

    `sheet` is the name of its sheet, empty for that of the commitments.
    """

    column: int
    row: int
    text: str = ""
    fault: str = ""
    sheet: str = ""

    @property
    def coordinate(self) -> str:
        """Where it stands: C5, Quartiers!C5."""
        return f"{self.sheet}{'!' if self.sheet else ''}{get_column_letter(self.column)}{self.row}"

    @property
    def is_empty(self) -> bool:
        """Whether it shows nothing, and nothing is wrong with it."""
        return not self.fault and not self.text.strip()


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of cells, by the numbers of its columns and rows, from 1."""

    first_column: int
    first_row: int
    last_column: int
    last_row: int


def decode_escapes(text: str) -> str:
    """Return the text that a workbook stands for: « _x000D_ » is a carriage return."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def encode_escapes(text: str) -> str:
    """Return a text as a workbook has it, where « _x0041_ » would be read as « A »."""
    return _LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text


def show_number(raw: str, number_format: str, *, from_1904: bool) -> str:
    """Return what a number shows: a date as 31/12/2028, 12.0 as 12, and 0.35 in the format « 0% » as 35 %."""
    if not _NUMBER.fullmatch(raw):
        return raw
    value = int(raw) if raw.isdecimal() and len(raw) <= _MOST_DIGITS else float(raw)
    if is_date(number_format):
        try:
            moment = from_excel(value, CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900)
        except (ArithmeticError, ValueError):
            return raw
        return f"{moment:%d/%m/%Y}" if isinstance(moment, datetime | date) else str(moment)
    if is_percentage(number_format):
        return f"{_figure(value * 100)}\u00a0%"
    unit = unit_of(number_format)
    return f"{_figure(value)}\u00a0{unit}" if unit else _figure(value)


@lru_cache(1_000)
def is_date(number_format: str) -> bool:
    """Whether a number of this format is shown as a date."""
    return bool(is_date_format(number_format))


@lru_cache(1_000)
def is_percentage(number_format: str) -> bool:
    """Whether a number of this format is shown as a percentage; words between quotes do not count."""
    return "%" in _QUOTED.sub("", number_format)


@lru_cache(1_000)
def unit_of(number_format: str) -> str:
    """Return « k€ » or « M€ » where the format writes it after a number that it leaves as it is."""
    found = _UNIT.search(re.sub(r'["\\]', "", number_format.partition(";")[0]))
    return found[1] if found and not _SCALED.search(_QUOTED.sub("", number_format)) else ""


def read_ranges(reference: str) -> Iterator[Range]:
    """Yield the rectangle that « B2:C9 » names; nothing for what is no rectangle."""
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})", reference.upper())
    if found:
        columns = sorted(map(column_number, found.group(1, 3)))
        rows = sorted(map(int, found.group(2, 4)))
        yield Range(columns[0], rows[0], min(columns[1], LAST_COLUMN), min(rows[1], LAST_ROW))


def column_number(letters: str) -> int:
    """Return the number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _figure(value: float) -> str:
    """Return a number with a comma.

    Twelve digits, where a computer's third of a hundredth is rounded away.
    """
    if isinstance(value, int):
        return str(value)
    if value in (float("inf"), float("-inf")):
        return ""
    return str(int(value)) if value.is_integer() else f"{value:.12g}".replace(".", ",")
