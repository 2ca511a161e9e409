"""The parts of the document, one file each: a part takes the render context and returns its piece.

Outside the clauses, a place to fill is what is asked, then the place itself.
"""

from app.documents.word.context import RenderContext
from app.documents.word.ooxml import NOTHING, Style, Xml, joined, paragraph, prose_place
from app.domain.french import typeset
from app.domain.text import is_blank


def guidance(ctx: RenderContext, asked: str) -> Xml:
    """Return a sentence that says to who writes the contract what is asked; nothing in one to sign."""
    return paragraph(Style.GUIDANCE, typeset(asked)) if asked and not ctx.signing else NOTHING


def open_place(
    ctx: RenderContext, tag: str, title: str, asked: str = "", typed: str = "", *, alias: str = ""
) -> Xml:
    """Return a headed place to fill: a sentence that says what is asked, and a control.

    `alias`: the name of the control, where the title does not tell it from others. In the edition to sign,
    the control of a text that is written, or nothing.
    """
    if ctx.signing and is_blank(typed):
        return NOTHING
    return joined((guidance(ctx, asked), prose_place(tag, title, typed, alias=alias)))
