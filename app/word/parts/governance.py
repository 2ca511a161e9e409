"""The chapters beside the volets: what the texts ask for, and what the signatories wrote there."""

from app.domain.budget import Budget, budget_of
from app.domain.typography import NBSP
from app.word.french import euros
from app.word.manuscript import Manuscript
from app.word.ooxml import NOTHING, Column, Style, Xml, joined, paragraph, table
from app.word.parts.places import chapter_places

BUDGET_COLUMNS = (
    Column("Financeur", 3638),
    Column("Droit commun", 2000),
    Column("Crédits spécifiques", 2000),
    Column("Total", 2000),
)
MEANS = "moyens"


def after_sections(book: Manuscript) -> Xml:
    """The chapters that stand between the volets and the quartiers: none in most trames."""
    return joined(
        piece
        for rank, chapter in enumerate(book.draft.outline.after_sections)
        # Short chapters do not deserve a page each.
        for piece in (book.chapter(chapter.title, new_page=rank == 0), chapter_places(book, chapter))
    )


def governance(book: Manuscript) -> Xml:
    """The last chapters, each after the sentence that says what is asked there."""
    closing = book.draft.outline.closing
    return joined(
        (
            book.chapter("Gouvernance, participation et évaluation"),
            *(
                piece
                for chapter in closing
                for piece in (
                    book.section(chapter.title),
                    chapter_places(book, chapter),
                    _budget(budget_of(book.draft)) if chapter.id == MEANS else NOTHING,
                )
            ),
        )
    )


def _budget(budget: Budget) -> Xml:
    """What each funder brings to the actions of this contract, where an amount was given."""
    if not budget.lines:
        return NOTHING
    caption = f"Moyens chiffrés dans les actions du contrat{NBSP}: montants par financeur"
    rows = [
        (line.funder, *map(euros, (line.common_law, line.specific, line.total)))
        for line in (*budget.lines, budget.sum)
    ]
    listed = table(BUDGET_COLUMNS, rows, description=caption, together=True)
    return joined((paragraph(Style.CAPTION, caption), listed))
