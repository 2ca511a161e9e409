"""A draft as the file that somebody asked for: Word, PDF or ODT, whole or for one signatory."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from app.documents.office import ConversionFailed, Kind
from app.documents.office.conversion_queue import NO_PAGES, Numbering
from app.documents.word import RenderOptions, write_draft
from app.domain.draft import Draft
from app.domain.views import extract, share_of


class Format(StrEnum):
    """The formats of a draft; the value ends the file's name."""

    WORD = "docx"
    PDF = "pdf"
    ODT = "odt"

    @property
    def mimetype(self) -> str:
        """The media type."""
        return _MIMETYPES[self]


_MIMETYPES = {
    Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.ODT: "application/vnd.oasis.opendocument.text",
}


PAGES_LACK = (
    "les numéros de page du sommaire n’ont pas pu être faits. Redemandez le fichier dans une minute, ou, "
    "dans Word, faites un clic droit sur le sommaire, puis « Mettre à jour les champs »."
)
"""After the name of a file."""


class OfficeMissing(ConversionFailed):
    """LibreOffice is not installed here. The message is one French sentence."""

    def __init__(self) -> None:
        super().__init__(
            "Les formats PDF et ODT demandent LibreOffice, qui n’est pas installé sur ce serveur ; "
            "le projet reste disponible au format Word (.docx)."
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody asked for. `signatory` is the id of a share; no `template` means the application's."""

    format: Format = Format.WORD
    signatory: str | None = None
    template: Path | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """A file. `lacks_pages`: its contents have no page numbers although there is a LibreOffice."""

    content: bytes
    lacks_pages: bool = False


def publish(draft: Draft, options: RenderOptions, choice: Choice, numbering: Numbering | None) -> Published:
    """Return the file. Its contents have page numbers when there is a LibreOffice (`numbering`).

    Whoever asks for the same file meanwhile waits for this one.
    Raises OfficeMissing, OfficeBusy, ConversionFailed, TemplateRefused or NotASignatory.
    """
    if choice.signatory:
        share = share_of(draft, choice.signatory)
        draft, options = extract(draft, share), replace(options, signatory=share.name)
    if choice.format is Format.PDF:
        options = replace(options, comments=False)  # a PDF does not show them

    def write(pages: Mapping[str, int]) -> bytes:
        return write_draft(draft, replace(options, pages=pages), choice.template)

    if numbering is None and choice.format is not Format.WORD:
        raise OfficeMissing
    if numbering is None:
        return Published(write(NO_PAGES))

    # Neither the remarks nor the joined data move a line in Word: the numbers of the pages are the same.
    plain = replace(options, comments=False, data=False)

    def write_plain(pages: Mapping[str, int]) -> bytes:
        return write_draft(draft, replace(plain, pages=pages), choice.template)

    made_of = repr((draft.catalogue.hash, draft.profile, plain, choice.signatory, _state_of(choice.template)))
    key = _digest(f"{made_of}{choice.template}")
    if choice.format is Format.WORD:
        pages = numbering.known(key)
        if pages is None:
            pages = numbering.queue.result(key, lambda: numbering.pages(key, write_plain))
        return Published(write(pages), lacks_pages=not pages)

    def make() -> Published:
        pages = numbering.pages(key, write_plain)
        document = numbering.office.convert(write(pages), Kind(choice.format))
        return Published(document, lacks_pages=not pages)

    return numbering.queue.result(_digest(f"{made_of}{choice}{options}"), make)


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def _state_of(template: Path | None) -> int | None:
    """When the template last changed; the writer says what is wrong with one that is not there."""
    return template.stat().st_mtime_ns if template and template.exists() else None
