"""A draft as the file that somebody asked for: Word, PDF or ODT, whole or for one signatory."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from app.documents import Document
from app.documents.office import ConversionFailed, Kind
from app.documents.office.conversion_queue import NO_PAGES, EveryPageAlike, Numbering
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


class Kept(Protocol):
    """What LibreOffice made before, for every process: found by the hash of what it was made of."""

    def get(self, key: str) -> bytes | None:
        """Return the file of this key; None when it is not kept."""

    def keep(self, key: str, content: bytes) -> None:
        """Keep a file, or do nothing."""


class NothingKept:
    """Keeps nothing: for a command, that makes a file once."""

    def get(self, key: str) -> bytes | None:
        """Return None."""
        return None

    def keep(self, key: str, content: bytes) -> None:
        """Do nothing."""


NOTHING_KEPT = NothingKept()


def publish(
    draft: Draft,
    options: RenderOptions,
    choice: Choice,
    numbering: Numbering | None,
    kept: Kept = NOTHING_KEPT,
) -> Published:
    """Return the file. Its contents have page numbers when there is a LibreOffice (`numbering`).

    What was made before is taken from `kept`. Whoever asks for the same file meanwhile waits for this one.
    Raises OfficeMissing, OfficeBusy, ConversionFailed, TemplateRefused, NotASignatory or NotAQuartier.
    """
    draft, options = chosen_part(draft, options, choice)
    if choice.format is Format.PDF:
        options = replace(options, comments=False)  # a PDF does not show them

    def write(pages: Mapping[str, int], chosen: RenderOptions = options) -> bytes:
        return write_draft(draft, replace(chosen, pages=pages), choice.template)

    short = is_short(draft, options)
    if choice.format is Format.WORD and (numbering is None or short):
        return Published(write(NO_PAGES))
    if numbering is None:
        raise OfficeMissing
    # Neither the remarks nor the joined data move a line in Word: the numbers of the pages are the same.
    counted = write(EveryPageAlike(), replace(options, comments=False, data=False, counted=True))
    maker = _Maker(numbering, kept, counted)
    if choice.format is Format.WORD:
        pages = maker.pages()
        return Published(write(pages), lacks_pages=not pages)
    if choice.format is Format.PDF:
        return maker.pdf()

    def make() -> Published:
        pages = NO_PAGES if short else maker.pages_now()
        made = numbering.office.convert(write(pages), Kind(choice.format))
        return Published(made, lacks_pages=not pages and not short)

    # Of an ODT, which shows them, the remarks are a part.
    return maker.file(f"{choice.format} {options.comments}", make)


class _Maker:
    """Makes the PDF of one document, the page numbers that are read from it and the other files, each once.

    `counted`: the document in Word, whose pages LibreOffice counts; it tells it from others.
    """

    def __init__(self, numbering: Numbering, kept: Kept, counted: bytes) -> None:
        self._numbering = numbering
        self._kept = kept
        self._counted = counted
        self._key = sha256(counted).digest()

    def pdf(self) -> Published:
        """Return the PDF, made in its turn."""
        return self.file(str(Format.PDF), lambda: Published(self._convert()))

    def pages(self) -> Mapping[str, int]:
        """Return the page of each heading, after the PDF in its turn; none when LibreOffice fails."""
        return self._pages(lambda: self.pdf().content)

    def pages_now(self) -> Mapping[str, int]:
        """Return the same, made at once where it is not known: for who has a turn already."""
        return self._pages(self._convert)

    def _convert(self) -> bytes:
        return self._numbering.office.convert(self._counted, Kind.PDF)

    def _pages(self, convert: Callable[[], bytes]) -> Mapping[str, int]:
        known = self._known()
        if known is not None:
            return known
        pages = self._numbering.pages(self._key, convert)
        if pages:
            self._kept.keep(self._key.hex(), json.dumps(dict(pages)).encode())
        return pages

    def file(self, name: str, make: Callable[[], Published]) -> Published:
        """Return the file that is kept under this name, else make it in its turn and keep it."""
        key = sha256(self._key + name.encode()).digest()
        content = self._kept.get(key.hex())
        if content is not None:
            return Published(content)

        def make_and_keep() -> Published:
            made = make()
            if not made.lacks_pages:
                self._kept.keep(key.hex(), made.content)
            return made

        return self._numbering.queue.result(key, make_and_keep)

    def _known(self) -> Mapping[str, int] | None:
        known = self._numbering.known(self._key)
        if known is not None:
            return known
        content = self._kept.get(self._key.hex())
        return None if content is None else self._numbering.remember(self._key, json.loads(content))


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
