"""Read-only computations over a draft: its budget, who carries what, an extract, the counts by standing."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.draft import Draft, DraftSection
from app.domain.markup import excerpt
from app.domain.names import Signing, short_name, signings
from app.domain.parties import Parties
from app.domain.problems import UserError
from app.domain.profile import (
    Adaptation,
    LocalCommitment,
    Means,
    MeansKind,
    MeansState,
    Orientation,
    State,
)
from app.domain.rules import Partner, Section, Standing
from app.domain.text import is_blank, name_key


@dataclass(frozen=True, slots=True)
class ServingAction:
    """An action that serves an objective, by the id of its commitment, with its first words."""

    commitment: str
    name: str
    adaptation: Adaptation


def serving_actions(draft: Draft) -> Mapping[str, tuple[ServingAction, ...]]:
    """Return the actions of a draft that serve each objective, by its id, in the order of the document."""
    texts = {entry.commitment.id: entry.commitment.text for entry in draft.entries()}
    texts |= {local.id: local.text for section in draft.sections for local in section.local}
    serving: dict[str, list[ServingAction]] = {}
    for section in draft.sections:
        for commitment, said in section.written:
            words = said.local_action if not is_blank(said.local_action) else texts[commitment]
            action = ServingAction(commitment, short_name(excerpt(words)), said)
            for objective in said.objectives:
                serving.setdefault(objective, []).append(action)
    return {objective: tuple(actions) for objective, actions in serving.items()}


def shown_orientations(draft: Draft) -> tuple[Orientation, ...]:
    """Return the orientations of a draft; of an extract, the objectives that its actions serve."""
    if not draft.is_extract:
        return draft.profile.orientations
    served = serving_actions(draft)
    kept = (
        replace(one, objectives=tuple(each for each in one.objectives if each.id in served))
        for one in draft.profile.orientations
    )
    return tuple(one for one in kept if one.objectives)


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """What one funder brings to the actions, or all of them together; in whole euros."""

    funder: str
    given: tuple[Means, ...]

    @property
    def total(self) -> int:
        """All of it."""
        return _sum(self.given)

    def of_kind(self, kind: MeansKind) -> int:
        """Return what is droit commun, or what is not."""
        return _sum(means for means in self.given if means.kind is kind)

    def only(self, kind: MeansKind) -> "BudgetLine":
        """Return the same line with what is of this kind alone."""
        return BudgetLine(self.funder, tuple(means for means in self.given if means.kind is kind))

    def of_year(self, year: str) -> int:
        """Return what is for a year; an empty text is the whole term."""
        return _sum(means for means in self.given if means.year == year)

    def of_state(self, state: MeansState) -> int:
        """Return what is as sure as that."""
        return _sum(means for means in self.given if means.state is state)


@dataclass(frozen=True, slots=True)
class Budget:
    """The funders, the one that brings most first, and their sum.

    `years`: the columns that hold an amount, from the first; an empty text, the whole term, comes last.
    """

    lines: tuple[BudgetLine, ...]

    @property
    def sum(self) -> BudgetLine:
        """All of them together."""
        return BudgetLine("Total", tuple(means for line in self.lines for means in line.given))

    def of_years(self, years: Collection[str | None]) -> "Budget":
        """Return what is for these years alone, by whom brings something in them."""
        lines = (
            BudgetLine(line.funder, tuple(means for means in line.given if means.year in years))
            for line in self.lines
        )
        return Budget(tuple(line for line in lines if line.given))

    @property
    def years(self) -> tuple[str, ...]:
        """The years with an amount; empty where every amount is for the whole term."""
        known = {means.year for means in self.sum.given}
        return tuple(sorted(known, key=lambda year: (not year, year))) if any(known) else ()

    @property
    def states(self) -> tuple[MeansState, ...]:
        """How sure the amounts are; empty where nobody said."""
        known = {means.state for means in self.sum.given}
        return (
            tuple(state for state in _BY_CERTAINTY if state in known) if known - {MeansState.UNSAID} else ()
        )


_BY_CERTAINTY = (MeansState.ACQUIRED, MeansState.REQUESTED, MeansState.SOUGHT, MeansState.UNSAID)


def budget_of(draft: Draft) -> Budget:
    """Return the budget of the actions in a draft."""
    return budget_of_actions(said for section in draft.sections for said in section.adaptations)


def budget_of_actions(actions: Iterable[Adaptation]) -> Budget:
    """Return the budget of these actions. A means without an amount counts for nothing."""
    by_funder: dict[str, list[Means]] = {}
    for adaptation in actions:
        for means in adaptation.means:
            if means.amount:
                by_funder.setdefault(name_key(means.funder), []).append(means)
    lines = [BudgetLine(given[0].funder, tuple(given)) for given in by_funder.values()]
    return Budget(tuple(sorted(lines, key=lambda line: -line.total)))


def _sum(given: Iterable[Means]) -> int:
    return sum(means.amount or 0 for means in given)


@dataclass(frozen=True, slots=True)
class Progress:
    """The commitments of a volet, by how far their local answer has got; what is carried out was agreed."""

    section: Section
    to_do: int
    drafted: int
    agreed: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.to_do + self.drafted + self.agreed


def leads_of(draft: Draft) -> list[str]:
    """Who leads an action of the contract, in alphabetical order."""
    known = {adaptation.lead for section in draft.sections for adaptation in section.adaptations}
    return sorted(filter(None, known), key=str.casefold)


def execution_of(draft: Draft) -> Mapping[State, int]:
    """Return how many signed actions are to start, under way, done or given up; empty where none is said."""
    counted = Counter(said.state for section in draft.sections for said in section.adaptations)
    return {state: counted[state] for state in State if state.is_carried_out and counted[state]}


@dataclass(frozen=True, slots=True)
class Matrix:
    """How many commitments each signatory carries in each volet; a row for each partner."""

    sections: tuple[Section, ...]
    rows: tuple[tuple[Partner, tuple[int, ...]], ...]

    @property
    def most(self) -> int:
        """The greatest count, at least 1: what the shades are measured against."""
        return max((count for _, counts in self.rows for count in counts), default=0) or 1


def progress_of(draft: Draft) -> tuple[Progress, ...]:
    """For each volet of the draft, in its order."""
    return tuple(_progress(section) for section in draft.sections)


def matrix_of(draft: Draft) -> Matrix:
    """For each signatory, in the order of the catalogue."""
    carried = Counter(
        (partner.id, entry.commitment.section) for entry in draft.entries() for partner in entry.carried_by
    )
    sections = tuple(section.section for section in draft.sections)
    rows = tuple(
        (partner, tuple(carried[partner.id, section.id] for section in sections))
        for partner in draft.partners
    )
    return Matrix(sections, rows)


def _progress(section: DraftSection) -> Progress:
    states = Counter(adaptation.progress for adaptation in section.adaptations)
    agreed = sum(number for state, number in states.items() if state.is_agreed)
    return Progress(section.section, states[State.TO_DO], states[State.DRAFTED], agreed)


@dataclass(frozen=True, slots=True)
class QuartierFigures:
    """What is done in a quartier, or on the whole territory, without a code; the amount in whole euros."""

    code: str
    name: str
    written: int
    agreed: int
    amount: int


def quartiers_of(draft: Draft) -> tuple[QuartierFigures, ...]:
    """Return the actions of each quartier of the contract, then those of the whole territory.

    An action that takes place in several counts in each. Nothing for a contract without quartiers.
    """
    labels = dict(draft.territory.quartier_labels)
    if not labels:
        return ()
    said = [
        one for section in draft.sections for one in section.adaptations if one.progress is not State.TO_DO
    ]
    places = [*labels.items(), ("", "Tout le territoire")]
    return tuple(
        _figures_of(code, name, [one for one in said if code in one.quartiers or not (code or one.quartiers)])
        for code, name in places
    )


def _figures_of(code: str, name: str, actions: list[Adaptation]) -> QuartierFigures:
    agreed = sum(one.progress.is_agreed for one in actions)
    amount = sum(means.amount or 0 for one in actions for means in one.means)
    return QuartierFigures(code, name, len(actions), agreed, amount)


class NotASignatory(UserError):
    """The partner does not sign this contract. `known` are the ids of those who do."""

    def __init__(self, partner: str, known: Iterable[str]) -> None:
        self.partner = partner
        self.known = tuple(known)
        super().__init__(
            f"« {partner} » ne signe pas ce contrat. Signataires : {', '.join(self.known) or 'aucun'}."
        )


@dataclass(frozen=True, slots=True)
class Share:
    """Whose part it is: a name, the capacities that carry clauses, its signatures."""

    name: str
    partners: tuple[Partner, ...]
    signings: tuple[Signing, ...]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of its signatures."""
        return frozenset(signing.id for signing in self.signings)


def shares(draft: Draft) -> dict[str, Share]:
    """By id, each kind of signatory, then each one that is named: « commune », « commune.1 »."""
    signing = signings(draft)
    kinds = {partner.id: _share_of_kind(partner, signing) for partner in draft.partners}
    return kinds | {one.id: Share(one.name, one.partners, (one,)) for one in signing if one.id not in kinds}


def signing_shares(draft: Draft) -> dict[str, Share]:
    """Return the share of each signature, by its id: each one who signs once, whatever in."""
    return {one.id: Share(one.name, one.partners, (one,)) for one in signings(draft)}


def share_of(draft: Draft, signatory: str) -> Share:
    """Return the share of this id. Raises NotASignatory."""
    known = shares(draft)
    if signatory not in known:
        raise NotASignatory(signatory, known)
    return known[signatory]


def extract(draft: Draft, share: Share) -> Draft:
    """Return the same contract with only the commitments of this share, and its signatures alone.

    They are those that it carries, leads or is associated with: whoever does something under a clause has it
    in hand. The clauses keep their numbers: partners speak of « engagement 57 », each with an extract. A
    volet where the share holds nothing is left out, and so is what an extract has not to say of the whole.
    """
    parties = Parties(draft)
    held = (_held(section, share, parties) for section in draft.sections)
    sections = tuple(section for section in held if section.entries or section.local)
    return replace(
        draft,
        sections=sections,
        whole=draft.sections,
        signed_by=share.ids,
        historical=(),
        national=(),
        excluded=(),
        checks=(),
    )


def in_no_extract(draft: Draft) -> tuple[LocalCommitment, ...]:
    """Return the local commitments whose lead and associated sign nothing: they are in nobody's extract.

    A national clause is always carried by somebody who signs.
    """
    local = tuple(one for section in draft.sections for one in section.local)
    if not local:
        return ()
    parties = Parties(draft)
    return tuple(one for one in local if not parties.bound_by(one.adaptation))


def _share_of_kind(partner: Partner, signing: Iterable[Signing]) -> Share:
    return Share(partner.title, (partner,), tuple(one for one in signing if partner in one.partners))


def _held(section: DraftSection, share: Share, parties: Parties) -> DraftSection:
    partners = set(share.partners)
    return replace(
        section,
        entries=tuple(
            entry
            for entry in section.entries
            if not partners.isdisjoint(entry.carried_by)
            or not share.ids.isdisjoint(parties.bound_by(entry.adaptation))
        ),
        # A commitment of the contract alone has no carrier: its lead and those associated say who it binds.
        local=tuple(
            one for one in section.local if not share.ids.isdisjoint(parties.bound_by(one.adaptation))
        ),
        see_also=(),
        warnings=(),
    )


class Part(StrEnum):
    """Where a commitment of the catalogue is in a draft: together they hold all of them."""

    BODY = "body"
    HISTORICAL = "historical"
    NATIONAL = "national"
    EXCLUDED = "excluded"


Counts = Mapping[Standing, Mapping[Part, int]]


def standings_of(draft: Draft) -> Counts:
    """Return the counts by standing, then by part; every standing and every part is there."""
    parts = {
        Part.BODY: (entry.commitment for entry in draft.entries()),
        Part.HISTORICAL: (entry.commitment for entry in draft.historical),
        Part.NATIONAL: (entry.commitment for entry in draft.national),
        Part.EXCLUDED: (out.commitment for out in draft.excluded),
    }
    counted = Counter((one.reading.standing, part) for part, found in parts.items() for one in found)
    return {standing: {part: counted[standing, part] for part in Part} for standing in Standing}
