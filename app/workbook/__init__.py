"""The commitments of a contract as an .xlsx: written for an official to edit, and read back."""

from app.workbook.merging import Difference, Taking, taking_of
from app.workbook.origin import Origin
from app.workbook.sheet import Sheet, WorkbookRefused, open_sheet
from app.workbook.writing import write_workbook

__all__ = [
    "Difference",
    "Origin",
    "Sheet",
    "Taking",
    "WorkbookRefused",
    "open_sheet",
    "taking_of",
    "write_workbook",
]
