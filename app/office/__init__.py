"""LibreOffice, where it is installed: page numbers for the contents, PDF and ODT of a draft."""

from app.office.conversion import ConversionFailed, Kind, Office, OfficeBusy, installed
from app.office.numbering import Numbering
from app.office.pages import pages_of

__all__ = ["ConversionFailed", "Kind", "Numbering", "Office", "OfficeBusy", "installed", "pages_of"]
