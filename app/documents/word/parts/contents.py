"""The contents: every heading of the first two levels, each with a link and its page where it is known."""

from app.documents.word.context import RenderContext
from app.documents.word.ooxml import Line, Style, Xml, contents_control, contents_field, joined, paragraph


def contents(ctx: RenderContext) -> Xml:
    """Return the contents page. Called once the rest is written, since it lists the headings of the rest."""
    pages = ctx.options.pages
    lines = [
        Line(one.style, one.bookmark, one.number, one.title, pages.get(one.bookmark)) for one in ctx.headings
    ]
    heading = paragraph(Style.CONTENTS_HEADING, "Sommaire")
    return contents_control(joined((heading, contents_field(lines))))
