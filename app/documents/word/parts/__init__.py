"""The parts of the document, one file each: a part takes the render context and returns its piece.

Outside the clauses, a place to fill is what is asked, then the place itself.
"""

from app.documents.word.ooxml import NOTHING, Style, Xml, joined, paragraph, prose_place
from app.domain.french import typeset


def open_place(tag: str, title: str, guidance: str = "", typed: str = "") -> Xml:
    """Return a headed place to fill: a sentence that says what is asked, and a control."""
    asked = paragraph(Style.GUIDANCE, typeset(guidance)) if guidance else NOTHING
    return joined((asked, prose_place(tag, title, typed)))
