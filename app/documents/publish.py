"""A draft as the file that somebody asked for: Word, PDF or ODT, whole or for one signatory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from app.documents import Document
from app.documents.office import ConversionFailed, Kind
from app.documents.office.conversion_queue import NO_PAGES, Numbering
from app.documents.word import RenderOptions, is_short, write_draft
from app.domain.draft import Draft
from app.domain.problems import UserError
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
    """What somebody asked for. `signatory` is the id of a share; no `template` means the application's.

    `quartier` is the code of the one that a fiche is about.
    """

    format: Format = Format.WORD
    signatory: str | None = None
    template: Path | None = None
    document: Document = Document.CONTRACT
    quartier: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """A file. `lacks_pages`: its contents have no page numbers although there is a LibreOffice."""

    content: bytes
    lacks_pages: bool = False


def publish(draft: Draft, options: RenderOptions, choice: Choice, numbering: Numbering | None) -> Published:
    """Return the file. Its contents have page numbers when there is a LibreOffice (`numbering`).

    Whoever asks for the same file meanwhile waits for this one.
    Raises OfficeMissing, OfficeBusy, ConversionFailed, TemplateRefused, NotASignatory or NotAQuartier.
    """
    draft, options = chosen_part(draft, options, choice)
    if choice.format is Format.PDF:
        options = replace(options, comments=False)  # a PDF does not show them

    def write(pages: Mapping[str, int]) -> bytes:
        return write_draft(draft, replace(options, pages=pages), choice.template)

    short = is_short(draft, options)
    if choice.format is Format.WORD and (numbering is None or short):
        return Published(write(NO_PAGES))
    if numbering is None:
        raise OfficeMissing

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
        pages = NO_PAGES if short else numbering.pages(key, write_plain)
        document = numbering.office.convert(write(pages), Kind(choice.format))
        return Published(document, lacks_pages=not pages and not short)

    return numbering.queue.result(_digest(f"{made_of}{choice}{options}"), make)


class NotAQuartier(UserError):
    """The contract has no such quartier. The message is one French sentence."""

    def __init__(self, code: str, known: Iterable[str]) -> None:
        listed = ", ".join(known) or "aucun"
        super().__init__(f"« {code} » n’est pas un quartier de ce contrat. Quartiers : {listed}.")


def chosen_part(draft: Draft, options: RenderOptions, choice: Choice) -> tuple[Draft, RenderOptions]:
    """Return what is written of a draft, and how. Raises NotASignatory or NotAQuartier."""
    options = replace(options, document=choice.document, quartier=choice.quartier)
    if choice.signatory:
        share = share_of(draft, choice.signatory)
        return extract(draft, share), replace(options, signatory=share.name)
    if choice.document is Document.QUARTIER:
        codes = [quartier.code for quartier in draft.territory.quartiers]
        if choice.quartier not in codes:
            raise NotAQuartier(choice.quartier, codes)
    return draft, options


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def _state_of(template: Path | None) -> int | None:
    """When the template last changed; the writer says what is wrong with one that is not there."""
    return template.stat().st_mtime_ns if template and template.exists() else None
