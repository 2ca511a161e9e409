"""The commitments of a contract as an .xlsx: written for an official to edit, and read back."""

from app.workbook.reading import WorkbookRefused, adapted_by
from app.workbook.writing import write_workbook

__all__ = ["WorkbookRefused", "adapted_by", "write_workbook"]
