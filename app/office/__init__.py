"""LibreOffice, where it is installed: page numbers for the contents, PDF and ODT of a draft."""

from app.office.conversion import ConversionFailed, Kind, Office, installed
from app.office.conversion_queue import ConversionQueue, OfficeBusy
from app.office.numbering import NO_PAGES, Numbering
from app.office.pages import pages_of
from app.office.work_folder import sweep

__all__ = [
    "NO_PAGES",
    "ConversionFailed",
    "ConversionQueue",
    "Kind",
    "Numbering",
    "Office",
    "OfficeBusy",
    "installed",
    "pages_of",
    "sweep",
]
