"""Places to fill outside the clauses: what is asked, then the place itself."""

from app.domain.typography import NBSP, typeset
from app.word.ooxml import NOTHING, Style, Xml, joined, paragraph, strong, text_place


def open_place(tag: str, title: str, guidance: str = "") -> Xml:
    """A headed place to fill: a sentence that says what is asked, and a control."""
    asked = paragraph(Style.GUIDANCE, typeset(guidance)) if guidance else NOTHING
    place = paragraph(Style.PLACE_TO_FILL, strong(f"{title}{NBSP}: "), text_place(tag, title))
    return joined((asked, place))
