"""Taking the commitments of a contract to a spreadsheet, and back; copying them from another contract."""

from app.web.workbook_import.views import blueprint

__all__ = ["blueprint"]
