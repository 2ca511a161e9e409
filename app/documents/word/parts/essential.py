"""The contract on one page: its quartiers, its priorities, its figures and its amounts."""

from collections.abc import Iterator
from itertools import accumulate

from app.documents.word.context import RenderContext
from app.documents.word.ooxml import (
    AFTER_TABLE,
    TABLE_END,
    Column,
    Style,
    Xml,
    joined,
    paragraph,
    row,
    strong,
    table_opening,
)
from app.documents.word.ooxml.tables import PAGE_WIDTH
from app.documents.word.parts.orientations import objective_link
from app.domain.actions import actions_of
from app.domain.field_text import show
from app.domain.fields import MEANS_KINDS, OBJECTIVE, by_id
from app.domain.french import NBSP, count_noun, format_euros, format_number, join_names, typeset
from app.domain.orientations import Objective, Orientation, objectives_of, orientation_numbers
from app.domain.outlines import PERIOD_PLACE
from app.domain.profile import MeansKind
from app.domain.text import cut_at_word, is_blank
from app.domain.views import Budget, budget_of

TITLE = "L’essentiel"
MOST_ORIENTATIONS, MOST_OBJECTIVES, MOST_FUNDERS = 6, 8, 4
"""What one page holds; the chapters have the others."""
LONGEST_TITLE, LONGEST_TARGET, LONGEST_NAMES = 80, 40, 400
TARGET, YEAR = (by_id(OBJECTIVE)[known] for known in ("target", "year"))


def essential(ctx: RenderContext) -> Iterator[Xml]:
    """Yield what no page cuts; nothing of a contract with neither an orientation, an action nor an amount.

    It begins no page: the contents above often leave room enough.
    """
    draft, budget = ctx.draft, budget_of(ctx.draft)
    actions, orientations = tuple(actions_of(draft)), draft.profile.orientations
    if not (actions or orientations or budget.lines):
        return
    local = sum(action.is_local for action in actions)
    figures = {
        "Quartiers prioritaires": _number(len(draft.territory.quartiers)),
        "Orientations": _number(len(orientations), len(tuple(objectives_of(orientations))), "objectif"),
        "Actions": _number(len(actions), local, "propre au contrat", "propres au contrat"),
        "Signataires": _number(len(ctx.signings)),
        "Moyens chiffrés": format_euros(budget.sum.total) if budget.lines else "",
    }
    yield ctx.unnumbered(TITLE, new_page=False)
    yield _what(ctx)
    yield from _quartiers(ctx)
    yield _strip({title: said for title, said in figures.items() if said})
    yield from _priorities(orientations)
    yield from _amounts(budget)


def _what(ctx: RenderContext) -> Xml:
    place = ctx.draft.territory
    communes = f" ({count_noun(len(place.communes), 'commune')})" if len(place.communes) > 1 else ""
    period = ctx.draft.profile.texts.get(PERIOD_PLACE, "")
    known = str(ctx.draft.term) if is_blank(period) else period
    return paragraph(
        Style.NORMAL,
        strong(f"Territoire{NBSP}: "),
        f"{place.name}{communes}. ",
        strong(f"Période{NBSP}: "),
        f"{cut_at_word(known, LONGEST_TITLE)}.",
        keep_next=True,
    )


def _number(count: int, of_them: int = 0, singular: str = "", plural: str = "") -> str:
    """Return « 33 », or « 33 » over « 3 propres au contrat »; nothing for none."""
    if not count:
        return ""
    return (
        f"{format_number(count)}\n{count_noun(of_them, singular, plural)}"
        if of_them
        else format_number(count)
    )


def _strip(figures: dict[str, str]) -> Xml:
    columns = tuple(Column(title, PAGE_WIDTH // len(figures)) for title in figures)
    opening = table_opening(columns, "Le contrat en chiffres")
    return joined((opening, row(columns, tuple(figures.values()), together=True), TABLE_END))


def _quartiers(ctx: RenderContext) -> Iterator[Xml]:
    names = tuple(ctx.draft.territory.quartier_labels.values())
    if names:
        title = "Quartier prioritaire" if len(names) == 1 else "Quartiers prioritaires"
        lengths = accumulate(len(name) for name in names)
        most = max(1, sum(length <= LONGEST_NAMES for length in lengths))
        others = len(names) - most
        shown = (*names[:most], count_noun(others, "autre")) if others else names
        yield paragraph(Style.NORMAL, strong(f"{title}{NBSP}: "), f"{join_names(shown)}.", keep_next=True)


def _priorities(orientations: tuple[Orientation, ...]) -> Iterator[Xml]:
    """Yield each orientation with its objectives and what they aim at, as far as the page goes."""
    if not orientations:
        return
    numbers = orientation_numbers(orientations)
    room = MOST_OBJECTIVES
    yield paragraph(Style.NORMAL, strong(f"Priorités{NBSP}:"), keep_next=True, space=AFTER_TABLE)
    for orientation in orientations[:MOST_ORIENTATIONS]:
        title = typeset(cut_at_word(orientation.title, LONGEST_TITLE))
        yield paragraph(Style.NORMAL, strong(f"{numbers[orientation.id]}.{NBSP}{title}"), keep_next=True)
        for objective in orientation.objectives[: max(room, 0)]:
            yield _objective(objective, numbers[objective.id])
        room -= len(orientation.objectives)
    if len(orientations) > MOST_ORIENTATIONS:
        others = count_noun(len(orientations) - MOST_ORIENTATIONS, "autre orientation", "autres orientations")
        yield paragraph(Style.NORMAL, f"Et {others}.", keep_next=True)


def _objective(objective: Objective, number: str) -> Xml:
    aims = ""
    if not is_blank(objective.target):
        year = f", {show(YEAR, objective.year)}" if objective.year else ""
        aims = f" ({TARGET.label.lower()}{NBSP}: {cut_at_word(objective.target, LONGEST_TARGET)}{year})"
    words = typeset(f" — {cut_at_word(objective.title, LONGEST_TITLE)}{aims}")
    return paragraph(Style.BULLET, objective_link(number), words, keep_next=True)


def _amounts(budget: Budget) -> Iterator[Xml]:
    """Yield what all the actions together are given, how much of it is droit commun, and by whom first."""
    if not budget.lines:
        return
    kinds = [
        f"{format_euros(budget.sum.of_kind(kind))} de {MEANS_KINDS[kind].lower()}"
        for kind in MeansKind
        if budget.sum.of_kind(kind)
    ]
    whole = f"{format_euros(budget.sum.total)}, dont " if len(kinds) > 1 else ""
    funders = (
        f"{cut_at_word(line.funder, LONGEST_TITLE)}, {format_euros(line.total)}"
        for line in budget.lines[:MOST_FUNDERS]
    )
    yield paragraph(
        Style.NORMAL,
        strong(f"Moyens chiffrés dans les actions{NBSP}: "),
        f"{whole}{join_names(kinds)}. ",
        strong(f"Premiers financeurs{NBSP}: "),
        f"{' ; '.join(funders)}.",
        space=AFTER_TABLE,
    )
