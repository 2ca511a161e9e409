"""The synthesis of a contract for its steering committee, on two pages at most, whatever the contract holds.

Long lists are cut: what the first lines leave out is counted on the last one.
"""

from collections.abc import Iterator, Sequence

from app.documents.word.context import RenderContext
from app.documents.word.ooxml import Column, Inline, Style, Xml, paragraph, run, strong, table
from app.documents.word.parts.cover import heading
from app.domain.awaited import Awaited, awaited_by_kind
from app.domain.draft import Level
from app.domain.fields import MEANS_KINDS, MEANS_STATES, STATES
from app.domain.french import NBSP, count_noun, format_euros, join_names, typeset
from app.domain.orientations import Orientation, objectives_of, orientation_numbers
from app.domain.profile import Means, MeansKind, State
from app.domain.rules import Partner
from app.domain.text import cut_at_word
from app.domain.views import (
    Budget,
    BudgetLine,
    budget_of,
    execution_of,
    progress_of,
    serving_actions,
)

MOST_VOLETS, MOST_ORIENTATIONS, MOST_FUNDERS, MOST_SIGNATORIES = 24, 6, 6, 8
"""Lines of each list: with them all, in the longest words that they may hold, two pages are full."""

LONGEST_NAME, LONGEST_VOLET, LONGEST_TITLE = 52, 72, 56
"""Characters of a name and of a volet in a table, two lines at most; of an orientation, one line."""

VOLET_COLUMNS = (
    Column("Volet", 4838),
    Column("À écrire", 1200, amounts=True),
    Column("Rédigés", 1200, amounts=True),
    Column("Convenus", 1200, amounts=True),
    Column("En tout", 1200, amounts=True),
)
VOLETS = "Engagements de chaque volet, par état de leur action"
NO_ORIENTATION = "Aucune orientation n’est encore écrite."
BUDGET_COLUMNS = (
    Column("Financeur", 3638),
    *(Column(MEANS_KINDS[kind], 2000, amounts=True) for kind in MeansKind),
    Column("Total", 2000, amounts=True),
)
FUNDERS = "Montants inscrits dans les actions, par financeur"
NO_AMOUNT = "Aucun montant n’est encore inscrit dans les actions."
AWAITED_COLUMNS = (
    Column("Signataire", 2988),
    Column("Actions à écrire", 1200, amounts=True),
    Column("Accords à donner", 1200, amounts=True),
    Column("Actions à compléter", 1300, amounts=True),
    Column("Moyens à confirmer", 1400, amounts=True),
    Column("À fournir pour signer", 1550),
)
AWAITED = "Ce qui est attendu de chaque sorte de signataire"
NO_SIGNATORY = "Aucun signataire n’est encore choisi."


def synthesis_head(ctx: RenderContext) -> Xml:
    """Return what the contract is made of, in one sentence, and what the law still asks."""
    draft = ctx.draft
    local = sum(len(section.local) for section in draft.sections)
    national = sum(len(section.entries) for section in draft.sections)
    counted = [
        count_noun(len(draft.territory.communes), "commune"),
        count_noun(len(draft.territory.quartiers), "quartier prioritaire", "quartiers prioritaires"),
        count_noun(len(ctx.signings), "signataire"),
        count_noun(national, "engagement national", "engagements nationaux"),
    ]
    counted += (
        [count_noun(local, "engagement propre", "engagements propres") + " au contrat"] if local else []
    )
    said = f"Contrat de {draft.term} : {join_names(counted)}."
    lacking = sum(finding.level is Level.ERROR for finding in draft.checks)
    asked = count_noun(lacking, "point que la loi demande manque", "points que la loi demande manquent")
    return heading(ctx, said, *((f"{asked} encore.",) if lacking else ()))


def by_volet(ctx: RenderContext) -> Iterator[Xml]:
    """Yield how many commitments of each volet are to write, written and agreed, of how many."""
    counts: list[tuple[str, tuple[int, ...]]] = [
        (cut_at_word(one.section.title, LONGEST_VOLET), (one.to_do, one.drafted, one.agreed, one.total))
        for one in progress_of(ctx.draft)
    ]
    shown, others = counts[:MOST_VOLETS], counts[MOST_VOLETS:]
    if others:
        shown.append((count_noun(len(others), "autre volet", "autres volets"), _sums(others)))
    yield ctx.chapter("État par volet")
    rows = [(name, *map(str, numbers)) for name, numbers in (*shown, ("Ensemble", _sums(counts)))]
    yield table(VOLET_COLUMNS, rows, description=VOLETS)
    states = execution_of(ctx.draft)
    if states:
        said = ", ".join(count_noun(number, *_COUNTED[state]) for state, number in states.items())
        yield paragraph(Style.NORMAL, f"Actions suivies depuis la signature{NBSP}: {said}.", space=(80, 0))


_COUNTED = {state: (STATES[state], STATES[state]) for state in State} | {
    State.DONE: (STATES[State.DONE], f"{STATES[State.DONE]}s"),
    State.GIVEN_UP: (STATES[State.GIVEN_UP], f"{STATES[State.GIVEN_UP]}s"),
}


def _sums(counts: Sequence[tuple[str, tuple[int, ...]]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*(numbers for _, numbers in counts), strict=True)))


def priorities(ctx: RenderContext) -> Iterator[Xml]:
    """Yield the orientations, each with its objectives and the actions that serve it, counted."""
    known = ctx.draft.profile.orientations
    numbers, serving = orientation_numbers(known), serving_actions(ctx.draft)
    yield ctx.chapter("Priorités")
    if not known:
        yield paragraph(Style.NORMAL, typeset(NO_ORIENTATION))
    for one in known[:MOST_ORIENTATIONS]:
        served = {action.commitment for each in one.objectives for action in serving.get(each.id, ())}
        said = f" ({count_noun(len(one.objectives), 'objectif')}, {count_noun(len(served), 'action')})"
        title = cut_at_word(one.title, LONGEST_TITLE)
        yield paragraph(Style.BULLET, strong(f"Orientation{NBSP}{numbers[one.id]}{NBSP}: "), title, said)
    if known[MOST_ORIENTATIONS:]:
        yield paragraph(Style.BULLET, _others(known[MOST_ORIENTATIONS:]))


def _others(others: Sequence[Orientation]) -> str:
    objectives = count_noun(len(list(objectives_of(others))), "objectif")
    return f"{count_noun(len(others), 'autre orientation', 'autres orientations')} ({objectives})"


def amounts(ctx: RenderContext) -> Iterator[Xml]:
    """Yield what each funder brings, droit commun apart, the sum, and how sure it is."""
    budget = budget_of(ctx.draft)
    yield ctx.chapter("Montants")
    yield from budget_table(budget, FUNDERS) if budget.lines else (paragraph(Style.NORMAL, NO_AMOUNT),)


def budget_table(budget: Budget, description: str) -> Iterator[Xml]:
    """Yield the greatest funders in a table, the others on one line, the sum; then how sure all of it is."""
    lines, others = list(budget.lines[:MOST_FUNDERS]), budget.lines[MOST_FUNDERS:]
    if others:
        given: tuple[Means, ...] = tuple(means for line in others for means in line.given)
        lines.append(BudgetLine(count_noun(len(others), "autre financeur", "autres financeurs"), given))
    rows = [_amounts(line) for line in (*lines, budget.sum)]
    yield table(BUDGET_COLUMNS, rows, description=description, together=True)
    said = [f"{format_euros(budget.sum.of_state(state))} {MEANS_STATES[state]}" for state in budget.states]
    if said:
        yield paragraph(Style.NORMAL, f"Situation de ces montants{NBSP}: {', '.join(said)}.", space=(80, 0))


def _amounts(line: BudgetLine) -> tuple[str, ...]:
    kinds = (format_euros(line.of_kind(kind)) for kind in MeansKind)
    return (cut_at_word(line.funder, LONGEST_NAME), *kinds, format_euros(line.total))


def awaited_of_each(ctx: RenderContext) -> Iterator[Xml]:
    """Yield what is awaited of each kind of signatory, the most awaited first."""
    found = awaited_by_kind(ctx.draft)
    yield ctx.chapter("Ce qui est attendu, et de qui")
    if not found:
        said = NO_SIGNATORY if not ctx.signings else "Rien n’est plus attendu, sinon les signatures."
        yield paragraph(Style.NORMAL, typeset(said))
        return
    rows = [_awaited(*kind) for kind in found[:MOST_SIGNATORIES]]
    yield table(AWAITED_COLUMNS, rows, description=AWAITED)
    others = [partner.title for partner, _, _ in found[MOST_SIGNATORIES:]]
    if others:
        yield paragraph(Style.NORMAL, f"Sont aussi attendus{NBSP}: {', '.join(others)}.", space=(80, 0))


def _awaited(partner: Partner, number: int, awaited: Awaited) -> tuple[Inline, ...]:
    title = cut_at_word(partner.title, LONGEST_NAME)
    name = f"{title} ({number})" if number > 1 else title
    counts = (len(awaited.to_write), len(awaited.to_agree), len(awaited.to_complete))
    means = format_euros(awaited.amount) if awaited.to_confirm else "–"
    lacking = (("délibération", awaited.to_deliberate), ("représentant", awaited.to_name))
    to_sign = ", ".join(said for said, lacks in lacking if lacks) or "–"
    return (run(name), *(str(count or "–") for count in counts), means, to_sign)
