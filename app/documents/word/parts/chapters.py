"""The chapters beside the volets, in the order of the trame: what is asked there, and what was written."""

from app.documents.word.context import RenderContext
from app.documents.word.ooxml import NOTHING, Column, Style, Xml, joined, paragraph, table
from app.documents.word.parts import open_place
from app.documents.word.parts.cover import PERIOD
from app.domain.french import NBSP, format_euros, typeset
from app.domain.outlines import Chapter
from app.domain.views import Budget, budget_of

BUDGET_COLUMNS = (
    Column("Financeur", 3638),
    Column("Droit commun", 2000),
    Column("Crédits spécifiques", 2000),
    Column("Total", 2000),
)
MEANS = "moyens"
"""The chapter that holds the table of the budget."""


def chapter_content(ctx: RenderContext, chapter: Chapter) -> Xml:
    """Return what is asked in a chapter, then its places with what was written in them.

    The cover has the period.
    """
    texts = ctx.draft.profile.texts
    asked = paragraph(Style.GUIDANCE, typeset(chapter.asked)) if chapter.asked else NOTHING
    places = (
        open_place(place.id, place.label, typed=texts.get(place.id, ""))
        for place in chapter.places
        if place.id != PERIOD
    )
    return joined((asked, *places, _budget(budget_of(ctx.draft)) if chapter.id == MEANS else NOTHING))


def _budget(budget: Budget) -> Xml:
    """Return what each funder brings to the actions of this contract, where an amount was given."""
    if not budget.lines:
        return NOTHING
    caption = f"Moyens chiffrés dans les actions du contrat{NBSP}: montants par financeur"
    rows = [
        (line.funder, *map(format_euros, (line.common_law, line.specific, line.total)))
        for line in (*budget.lines, budget.sum)
    ]
    listed = table(BUDGET_COLUMNS, rows, description=caption, together=True)
    return joined((paragraph(Style.CAPTION, caption), listed))


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
