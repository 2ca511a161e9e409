"""LibreOffice, where it is installed: page numbers for the contents, PDF and ODT of a draft."""

from app.documents.office.conversion import ConversionFailed, Kind, Office, find_libreoffice, sweep
from app.documents.office.conversion_queue import NO_PAGES, ConversionQueue, Numbering, OfficeBusy, pages_of
