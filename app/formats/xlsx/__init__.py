"""The commitments of a contract as an .xlsx: written for an official to edit, and read back."""

from app.formats.xlsx.merging import ImportResult, import_table
from app.formats.xlsx.package import MAX_FILE, WorkbookRefused
from app.formats.xlsx.sheet import Origin
from app.formats.xlsx.table import Difference, Table, open_table
from app.formats.xlsx.writing import write_sources, write_workbook
