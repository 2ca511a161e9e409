"""The volets: mandatory ones first, then the others under the parts of the outline."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from app.domain.draft import DraftSection
from app.domain.typography import NBSP, typeset
from app.word.manuscript import Manuscript, link_to_clause
from app.word.ooxml import Piece, Stencil, Style, paragraph
from app.word.parts.citation import excerpt
from app.word.parts.clause import clause
from app.word.parts.local_commitments import local_commitment
from app.word.parts.places import open_place
from app.word.parts.remarks import about_the_volet

MANDATORY = "Volets obligatoires"
ONE_LINE = 75


def sections(book: Manuscript) -> Iterator[Piece]:
    """A chapter for the mandatory volets, then one for each part of the outline.

    In pieces: joined, they would be copied again, and they are nearly the whole of the document.
    """
    for title, volets in groupby(book.draft.sections, key=_chapter_of):
        yield from _chapter(book, title, tuple(volets))


def _chapter_of(volet: DraftSection) -> str:
    return MANDATORY if volet.section.mandatory else volet.part.title


def _chapter(book: Manuscript, title: str, volets: tuple[DraftSection, ...]) -> Iterator[Piece]:
    yield book.chapter(title)
    for rank, volet in enumerate(volets):
        # The first volet follows the heading of its chapter, that a page is not left to it alone;
        # a volet that has no clause does not deserve a page either.
        yield book.section(volet.section.title, new_page=rank > 0 and bool(volet.entries or volet.local))
        yield from _volet(book, volet)


def _volet(book: Manuscript, volet: DraftSection) -> Iterator[Piece]:
    section = volet.section
    basis = typeset(f"{section.legal_basis}. {section.summary}".strip())
    lacking = tuple(about_the_volet(volet))
    yield paragraph(Style.GUIDANCE, book.annotated(basis, ((said, "") for said in lacking)))
    if not book.edition.comments:
        yield from (paragraph(Style.REMARK, said) for said in lacking)
    for entry in volet.entries:
        yield from clause(book, entry)
    for one in volet.local:
        yield from local_commitment(book, one)
    yield from _see_also(book, volet)
    if not volet.entries and not volet.local:
        yield open_place(f"volet.{section.id}", "Engagements et actions du territoire")


def _see_also(book: Manuscript, volet: DraftSection) -> Iterator[Piece]:
    present = [identifier for identifier in volet.see_also if identifier in book.engagements]
    if present:
        yield paragraph(Style.GUIDANCE, f"Engagements d’autres volets qui intéressent celui-ci{NBSP}:")
    for identifier in present:
        text = excerpt(book.draft.catalogue.commitments[identifier], ONE_LINE)
        yield _pointer(text).filled((str(book.engagements[identifier]).encode(),))


_RANK = "\ue000"
"""Stands for the number of a clause in `_pointer`; no text of the catalogue holds it."""


@lru_cache(maxsize=1024)
def _pointer(text: str) -> Stencil:
    """A line that leads to a clause of another volet, the same in every draft but for its number."""
    return Stencil(paragraph(Style.BULLET, link_to_clause(_RANK), f"{NBSP}: {text}"), _RANK)
