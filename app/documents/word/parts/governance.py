"""The chapters after the volets and after the signatures, in the order of the trame."""

from app.documents.word.context import RenderContext
from app.documents.word.ooxml import NOTHING, Xml, joined
from app.documents.word.parts.chapters import chapter_content


def annexed(ctx: RenderContext) -> Xml:
    """Return the chapters that follow the signatures, an annexe each: what is joined to the contract."""
    return joined(
        piece
        for chapter in ctx.draft.outline.annexes
        for piece in (ctx.annex(chapter.title), chapter_content(ctx, chapter))
    )


def after_sections(ctx: RenderContext) -> Xml:
    """Return the chapters that stand between the volets and the quartiers: none in most trames."""
    return joined(
        piece
        for rank, chapter in enumerate(ctx.draft.outline.after_sections)
        # Short chapters do not deserve a page each.
        for piece in (ctx.chapter(chapter.title, new_page=rank == 0), chapter_content(ctx, chapter))
    )


def governance(ctx: RenderContext) -> Xml:
    """Return the last chapters, each after the sentence that says what is asked there.

    There is nothing without any.
    """
    closing = ctx.draft.outline.closing
    if not closing:
        return NOTHING
    heading = ctx.chapter("Gouvernance, participation et évaluation")
    written = (
        piece for chapter in closing for piece in (ctx.section(chapter.title), chapter_content(ctx, chapter))
    )
    return joined((heading, *written))
