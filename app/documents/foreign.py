"""A contract made elsewhere, whatever its format: LibreOffice turns what it must, and tells the pages."""

from dataclasses import replace
from pathlib import Path

from app.documents.office import ConversionFailed, Office
from app.domain.takeover.original import Original
from app.formats import FileRefused, FileTooHeavy, show_size
from app.formats.foreign import LARGEST, TOO_MANY_PAGES, page_texts, read_pdf, read_word, with_pages
from app.formats.returned import format_of

LONGEST = 60.0
"""Seconds of one conversion: 200 pages take 20."""

OTHER = "Ce fichier n’est ni un document Word, ni un .odt, ni un PDF : enregistrez-le en .docx."
OLD_FORMAT = "Ce fichier est dans l’ancien format .{kind} : ouvrez-le et enregistrez-le en .docx."
NO_OFFICE = "Ce fichier est au format .odt, et LibreOffice n’est pas installé ici : enregistrez-le en .docx."


def read_foreign(content: bytes, name: str, soffice: Path | None) -> Original:
    """Return what a contract made elsewhere says.

    Raises FileRefused, FileTooHeavy or ConversionFailed, each with one French sentence. Without LibreOffice,
    the pages of a Word file are not known.
    """
    if len(content) > LARGEST:
        raise FileTooHeavy(f"plus de {show_size(LARGEST)}")
    if content[:1024].lstrip().startswith(b"%PDF"):
        return read_pdf(content, name)
    kind = format_of(content)
    if kind in {"doc", "rtf"}:
        raise FileRefused(OLD_FORMAT.format(kind=kind))
    if not kind:
        raise FileRefused(OTHER)
    office = None if soffice is None else Office(soffice, LONGEST)
    if kind == "odt" and office is None:
        raise FileRefused(NO_OFFICE)
    document = office.as_docx(content, kind) if office and kind == "odt" else content
    original = read_word(document, name)
    return original if office is None else _with_pages(original, office, content, kind)


def _with_pages(original: Original, office: Office, content: bytes, kind: str) -> Original:
    try:
        return with_pages(original, page_texts(office.as_pdf(content, kind)))
    except (ConversionFailed, FileRefused) as refused:
        if isinstance(refused, FileTooHeavy) and refused.reason == TOO_MANY_PAGES:
            raise
        return replace(original, pages=0)  # what it says is read all the same
