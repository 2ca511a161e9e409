"""The fiche of one quartier: what is written of it, the actions that name it, their amounts."""

from collections.abc import Iterator

from app.documents.word.context import RenderContext
from app.documents.word.ooxml import Column, Style, Xml, paragraph, prose_runs, table
from app.documents.word.parts.cover import heading
from app.documents.word.parts.synthesis import budget_table
from app.documents.word.parts.territory import FIGURE_COLUMNS, FIGURES
from app.domain.fields import ADAPTATION, FIGURE, PORTRAIT, STATES, Kind, by_id
from app.domain.french import date_or_words, format_euros, typeset
from app.domain.quartiers import QuartierPart, quartier_parts
from app.domain.text import cut_at_word, is_blank
from app.domain.views import budget_of_actions

WHAT = (
    "Ce que le contrat de ville de « {} » dit de ce quartier : son portrait, son projet, les actions qui le "
    "nomment et leurs montants."
)
NOT_WRITTEN = "Rien n’est encore écrit de ce quartier."
NO_ACTION = "Aucune action du contrat ne nomme encore ce quartier."
ACTIONS = "Actions du contrat qui nomment ce quartier"
PROJECT = "Projet du quartier"
_FIELDS = by_id(ADAPTATION)
ACTION_COLUMNS = (
    Column("N°", 700),
    Column("Action", 3438),
    Column(_FIELDS["lead"].label, 1750),
    Column(_FIELDS["deadline"].label, 1500),
    Column("État", 1100),
    Column("Montant", 1150, amounts=True),
)
LONGEST_ACTION, LONGEST_LEAD = 110, 60
AMOUNTS = "Montants de ces actions, par financeur"
COUNTED_WHOLE = (
    "Une action qui concerne plusieurs quartiers est comptée ici en entier : ces montants ne s’additionnent "
    "pas d’un quartier à l’autre."
)
NO_AMOUNT = "Aucun montant n’est encore inscrit dans ces actions."


def _part(ctx: RenderContext) -> QuartierPart:
    return next(part for part in quartier_parts(ctx.draft) if part.quartier.code == ctx.options.quartier)


def quartier_head(ctx: RenderContext) -> Xml:
    """Return which quartier it is, where, and what the fiche holds."""
    part, territory = _part(ctx), ctx.draft.territory
    names = {commune.code: commune.name for commune in territory.communes}
    communes = ", ".join(names.get(code, code) for code in part.quartier.communes)
    where = f"Quartier prioritaire {part.quartier.code}{f' ({communes})' if communes else ''}."
    return heading(ctx, where, WHAT.format(territory.name))


def said_of_quartier(ctx: RenderContext) -> Iterator[Xml]:
    """Yield its figures and its texts, as far as they are written."""
    part = _part(ctx)
    yield ctx.chapter("Le quartier")
    if not part.is_written:
        yield paragraph(Style.NORMAL, typeset(NOT_WRITTEN))
    if part.portrait.figures:
        rows = [tuple(getattr(figure, field.id) for field in FIGURE) for figure in part.portrait.figures]
        caption = FIGURES.format(part.label)
        yield paragraph(Style.CAPTION, caption)
        yield table(FIGURE_COLUMNS, rows, description=caption)
    texts = [
        (field.label, getattr(part.portrait, field.id)) for field in PORTRAIT if field.kind is Kind.PROSE
    ]
    for label, text in (*texts, (PROJECT, part.project)):
        if not is_blank(text):
            yield ctx.section(label)
            yield paragraph(Style.NORMAL, prose_runs(text))


def quartier_actions(ctx: RenderContext) -> Iterator[Xml]:
    """Yield the actions that name it, by their numbers in the contract."""
    actions = _part(ctx).actions
    yield ctx.chapter("Les actions")
    if not actions:
        yield paragraph(Style.NORMAL, typeset(NO_ACTION))
        return
    rows = []
    for action in actions:
        said, amount = action.adaptation, sum(means.amount or 0 for means in action.adaptation.means)
        rows.append(
            (
                action.label,
                cut_at_word(action.words, LONGEST_ACTION),
                cut_at_word(said.lead, LONGEST_LEAD) or "–",
                date_or_words(said.deadline) or "–",
                STATES[said.progress],
                format_euros(amount) if amount else "–",
            )
        )
    yield table(ACTION_COLUMNS, rows, description=ACTIONS)


def quartier_amounts(ctx: RenderContext) -> Iterator[Xml]:
    """Yield what each funder brings to these actions, droit commun apart."""
    actions = _part(ctx).actions
    if not actions:
        return
    budget = budget_of_actions(action.adaptation for action in actions)
    yield ctx.chapter("Les montants")
    if not budget.lines:
        yield paragraph(Style.NORMAL, typeset(NO_AMOUNT))
        return
    yield from budget_table(budget, AMOUNTS)
    yield paragraph(Style.GUIDANCE, typeset(COUNTED_WHOLE), keep_next=False)
