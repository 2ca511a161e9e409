"""Returned files of other formats, made .docx by LibreOffice where it is installed."""

from pathlib import Path

from app.documents.office import Office
from app.formats.returned import format_of

OTHERS = {"odt", "doc", "rtf"}


def as_docx(content: bytes, soffice: Path | None) -> bytes:
    """Return a .odt, a .doc or a .rtf as .docx; any other file, and these without LibreOffice, as it is."""
    kind = format_of(content)
    if kind not in OTHERS or soffice is None:
        return content
    return Office(soffice).as_docx(content, kind)
