"""The contents: every heading of the first two levels, each with a link."""

from app.word.manuscript import Manuscript
from app.word.ooxml import Style, Xml, contents_control, contents_field, joined, paragraph


def contents(book: Manuscript) -> Xml:
    """The contents page. Called once the rest is written, since it lists the headings of the rest."""
    entries = [(line.style, line.bookmark, line.number, line.title) for line in book.headings]
    heading = paragraph(Style.CONTENTS_HEADING, "Sommaire")
    return contents_control(joined((heading, contents_field(entries))))
