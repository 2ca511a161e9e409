"""The commitments of a contract as a list: one row each, which a reader filters, groups and searches."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.catalogue import Commitment
from app.domain.draft import Draft
from app.domain.french import typeset
from app.domain.markup import excerpt
from app.domain.names import short_name
from app.domain.profile import NO_ADAPTATION, Adaptation, ClausePlace, LocalCommitment, State
from app.domain.rules import Standing
from app.domain.text import is_blank, search_terms


class Where(StrEnum):
    """Where a commitment stands in the contract."""

    BODY = "body"
    HISTORICAL = "historical"
    LEFT_OUT = "left_out"


class View(StrEnum):
    """What a list may be restricted to."""

    ALL = ""
    MINE = "les-miens"
    TO_REVIEW = "a-revoir"
    WITHOUT_LEAD = "sans-pilote"
    WITHOUT_AMOUNT = "sans-montant"
    LEFT_OUT = "ecartes"


VIEWS: Mapping[View, str] = {
    View.ALL: "Tous",
    View.MINE: "Mes engagements",
    View.TO_REVIEW: "À revoir",
    View.WITHOUT_LEAD: "Sans pilote",
    View.WITHOUT_AMOUNT: "Sans montant",
    View.LEFT_OUT: "Écartés",
}
STANDINGS: Mapping[Standing, tuple[str, str]] = {
    Standing.ENDED: ("achevé", "Dispositifs achevés"),
    Standing.SPENT: ("préparation faite", "Préparations faites"),
    Standing.RENAMED: ("renommé", "Dispositifs renommés"),
    Standing.FIGURE_EXPIRED: ("chiffre échu", "Chiffres ou échéances passés"),
    Standing.MIXED: ("en partie achevé", "En partie achevés"),
}
"""What our reading of a clause asks somebody to decide upon: a word for a row, a title for a group."""

HISTORICAL_GROUP, LEFT_OUT_GROUP = "pour-memoire", "ecartes"


@dataclass(frozen=True, slots=True)
class Row:
    """One commitment. `number` is 0 where none was given yet; `text` is what names it, national or local.

    `carriers` are the ids of the signatories that carry a national clause. `reason`: why it was left out;
    `remark`: what we read of it. `is_mine`: it is of the person who reads, see `mark_own`.
    """

    id: str
    number: int
    is_local: bool
    text: str
    section: str
    where: Where
    adaptation: Adaptation
    standing: Standing = Standing.IN_FORCE
    carriers: frozenset[str] = frozenset()
    reason: str = ""
    remark: str = ""
    is_flagged: bool = False
    is_mine: bool = False

    @property
    def subject(self) -> str:
        """The first words of the commitment."""
        return short_name(excerpt(self.text) if self.is_local else self.text)

    @property
    def label(self) -> str:
        """Its number as the document says it: « 47 », « L2 » for one of the contract alone."""
        return f"L{self.number}" if self.is_local else str(self.number or "–")

    @property
    def amount(self) -> int:
        """What its means come to, in whole euros."""
        return sum(means.amount or 0 for means in self.adaptation.means)

    @property
    def is_to_review(self) -> bool:
        """Whether our reading asks for a decision, and nobody has taken one."""
        decided = not self.adaptation.included or self.adaptation.place is not ClausePlace.USUAL
        return self.standing in STANDINGS and not decided

    @property
    def mark(self) -> str:
        """What the flag of the row says; nothing without one."""
        if self.is_to_review:
            return STANDINGS[self.standing][0]
        return "remarque" if self.is_flagged else ""

    @property
    def is_written(self) -> bool:
        """Whether its local action is written or agreed."""
        return self.adaptation.progress is not State.TO_DO


def rows_of(draft: Draft) -> tuple[Row, ...]:
    """Return the commitments that somebody may decide upon, in the order of the document.

    Those that only a national body can keep, and those that have no effect here, are in the annexes alone.
    """
    return (*_body(draft), *_historical(draft), *_left_out(draft))


def mark_own(rows: Iterable[Row], own: Collection[str]) -> tuple[Row, ...]:
    """Return the rows, those of these commitments marked as the reader's own."""
    return tuple(replace(row, is_mine=True) if row.id in own else row for row in rows)


def _body(draft: Draft) -> Iterator[Row]:
    numbers, local_numbers = draft.numbers, draft.local_numbers
    for section in draft.sections:
        for entry in section.entries:
            carriers = frozenset(partner.id for partner in entry.carried_by)
            row = _national(entry.commitment, numbers, Where.BODY, entry.adaptation)
            yield replace(row, carriers=carriers, is_flagged=bool(entry.flags))
        for local in section.local:
            yield _local(local, local_numbers[local.id])


def _historical(draft: Draft) -> Iterator[Row]:
    for entry in draft.historical:
        row = _national(entry.commitment, draft.profile.numbers, Where.HISTORICAL, entry.adaptation)
        yield replace(row, carriers=frozenset(partner.id for partner in entry.carried_by))


def _left_out(draft: Draft) -> Iterator[Row]:
    signing = frozenset(partner.id for partner in draft.partners)
    for out in draft.excluded:
        if out.by_choice:
            said = draft.profile.adaptations.get(out.commitment.id, NO_ADAPTATION)
            row = _national(out.commitment, draft.profile.numbers, Where.LEFT_OUT, said)
            yield replace(row, reason=out.reason, carriers=signing.intersection(out.commitment.carriers))


def _national(commitment: Commitment, numbers: Mapping[str, int], where: Where, said: Adaptation) -> Row:
    return Row(
        id=commitment.id,
        number=numbers.get(commitment.id, 0),
        is_local=False,
        text=commitment.text,
        section=commitment.section,
        where=where,
        adaptation=said,
        standing=commitment.reading.standing,
        remark=typeset(commitment.reading.reason),
    )


def _local(local: LocalCommitment, number: int) -> Row:
    return Row(local.id, number, True, local.text, local.section, Where.BODY, local.adaptation)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is restricted to; an empty text restricts nothing."""

    view: View = View.ALL
    words: str = ""
    section: str = ""
    state: str = ""
    lead: str = ""
    quartier: str = ""
    carrier: str = ""

    def __bool__(self) -> bool:
        return self != Filter()

    def rows(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        """Return the rows that are asked for."""
        return tuple(row for row in rows if self._keeps(row))

    def _keeps(self, row: Row) -> bool:
        said = row.adaptation
        return (
            is_in_view(row, self.view)
            and self.section in {"", row.section}
            and self.state in {"", said.progress.value}
            and self.lead in {"", said.lead}
            and (not self.quartier or self.quartier in said.quartiers)
            and (not self.carrier or self.carrier in row.carriers)
            and (not self.words or self._finds(row))
        )

    def _finds(self, row: Row) -> bool:
        typed = self.words.strip()
        if typed.upper() == row.label or typed == str(row.number):
            return True
        said = row.adaptation
        known = search_terms(" ".join((row.label, row.text, said.local_action, said.lead, row.reason)))
        return all(any(word.startswith(term) for word in known) for term in search_terms(typed))


def is_in_view(row: Row, view: View) -> bool:
    """Whether a row belongs to a view. What is to be done is asked of what stands in the body alone."""
    in_body = row.where is Where.BODY
    return {
        View.ALL: True,
        View.MINE: row.is_mine,
        View.TO_REVIEW: row.is_to_review,
        View.WITHOUT_LEAD: in_body and is_blank(row.adaptation.lead),
        View.WITHOUT_AMOUNT: in_body and not row.amount,
        View.LEFT_OUT: row.where is Where.LEFT_OUT,
    }[view]


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one title: a volet, an annexe, or what has become of clauses."""

    id: str
    title: str
    rows: tuple[Row, ...]

    @property
    def written(self) -> int:
        """How many have their local action."""
        return sum(row.is_written for row in self.rows)


def group_rows(rows: Iterable[Row], draft: Draft, view: View) -> tuple[RowGroup, ...]:
    """Return the rows by volet, then those of the annexes; by what has become of them in a triage."""
    titles = {section.section.id: section.section.title for section in draft.sections}
    if view is View.TO_REVIEW:
        titles = {standing.value: title for standing, (_, title) in STANDINGS.items()}
    titles |= {HISTORICAL_GROUP: "Pour mémoire", LEFT_OUT_GROUP: "Écartés"}
    grouped: dict[str, list[Row]] = {group: [] for group in titles}
    for row in rows:
        grouped[_group_of(row, view)].append(row)
    return tuple(RowGroup(group, titles[group], tuple(found)) for group, found in grouped.items() if found)


def _group_of(row: Row, view: View) -> str:
    if view is View.TO_REVIEW:
        return row.standing.value
    return {Where.HISTORICAL: HISTORICAL_GROUP, Where.LEFT_OUT: LEFT_OUT_GROUP}.get(row.where, row.section)
