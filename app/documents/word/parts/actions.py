"""All the actions of the contract in one table, by volet: who leads each, where, until when."""

from collections.abc import Iterator

from app.documents.word.context import RenderContext
from app.documents.word.ooxml import Column, Piece, Xml, group_row, long_table, row
from app.documents.word.parts.orientations import action_number
from app.domain.actions import Action, actions_by_volet
from app.domain.fields import ADAPTATION, by_id
from app.domain.french import count_noun, date_or_words, typeset
from app.domain.text import cut_at_word

TITLE = "Tableau d’ensemble des actions"
FIELDS = by_id(ADAPTATION)
NUMBER = Column("N°", 870)
LEAD, DEADLINE = Column(FIELDS["lead"].label, 2880), Column(FIELDS["deadline"].label, 1450)
COLUMNS = (NUMBER, Column("Action", 3088), LEAD, Column("Quartiers", 1350), DEADLINE)
COLUMNS_WITHOUT_QUARTIERS = (NUMBER, Column("Action", 4438), LEAD, DEADLINE)
EVERYWHERE, EACH_QUARTIER = "tout le territoire", "tous"
NOT_SAID = "–"
LONGEST_WORDS, LONGEST_LEAD, LONGEST_QUARTIERS = 54, 60, 40
"""Characters of an action, of its lead and of its quartiers: two lines of their columns, three at most."""


def all_actions(ctx: RenderContext) -> Iterator[Piece]:
    """Yield the chapter; nothing while no action is written. Without quartiers, there is no such column."""
    volets = [(volet.section.title, actions) for volet, actions in actions_by_volet(ctx.draft) if actions]
    if not volets:
        return
    somewhere = any(action.adaptation.quartiers for _, actions in volets for action in actions)
    columns = COLUMNS if somewhere else COLUMNS_WITHOUT_QUARTIERS
    rows = (
        piece
        for title, actions in volets
        for piece in (
            group_row(columns, title),
            *(row(columns, _cells(ctx, one, somewhere)) for one in actions),
        )
    )
    count = count_noun(sum(len(actions) for _, actions in volets), "action")
    yield ctx.chapter(TITLE)
    yield from long_table(columns, rows, description=f"{count} du contrat, par volet", named_rows=True)


def _cells(ctx: RenderContext, action: Action, somewhere: bool) -> tuple[str | Xml, ...]:
    said = action.adaptation
    where = (_quartiers(ctx, action),) if somewhere else ()
    return (
        action_number(ctx, action.id),
        typeset(cut_at_word(action.words, LONGEST_WORDS)),
        cut_at_word(said.lead, LONGEST_LEAD) or NOT_SAID,
        *where,
        date_or_words(said.deadline) or NOT_SAID,
    )


def _quartiers(ctx: RenderContext, action: Action) -> str:
    """Return where it takes place; an action that names no quartier is for the whole territory."""
    territory, codes = ctx.draft.territory, action.adaptation.quartiers
    if not codes:
        return EVERYWHERE
    if len(codes) > 1 and set(codes) == set(territory.quartier_labels):
        return EACH_QUARTIER
    return cut_at_word(", ".join(map(territory.quartier_label, codes)), LONGEST_QUARTIERS)
