"""Places to fill outside the clauses: what is asked, then the place itself."""

from app.domain.rules import Chapter
from app.domain.typography import typeset
from app.word.manuscript import Manuscript
from app.word.ooxml import NOTHING, Style, Xml, joined, paragraph, prose_place


def open_place(tag: str, title: str, guidance: str = "", typed: str = "") -> Xml:
    """A headed place to fill: a sentence that says what is asked, and a control."""
    asked = paragraph(Style.GUIDANCE, typeset(guidance)) if guidance else NOTHING
    return joined((asked, prose_place(tag, title, typed)))


def chapter_places(book: Manuscript, chapter: Chapter) -> Xml:
    """What is asked in a chapter, then its places with what was written in them."""
    texts = book.draft.profile.texts
    asked = paragraph(Style.GUIDANCE, typeset(chapter.asked)) if chapter.asked else NOTHING
    places = (open_place(place.id, place.label, typed=texts.get(place.id, "")) for place in chapter.places)
    return joined((asked, *places))
