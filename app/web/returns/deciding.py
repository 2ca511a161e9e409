"""The two pages of decisions: what is proposed, clause by clause, and what found no place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import flash, request

from app.domain.decisions import Filing, Ruling, author_line, taken_from
from app.domain.diff.edit_script import Budget
from app.domain.diff.text import Edit, Words, words_between
from app.domain.french import count_noun
from app.domain.profile import Profile
from app.domain.proposals import Proposal, Question, SourceKind, questions
from app.domain.proposed_fields import FieldRefused
from app.domain.returned import Thread, Unplaced
from app.store import BaseKind, Decided, DecidedMeanwhile, FileState, ReturnedFile, SavedProfile
from app.web.contract_catalogue import draft_of
from app.web.discussions import open_threads
from app.web.returns.forms import (
    DecisionForm,
    decided_by,
    decision_form,
    filings_of,
    replies_of,
    rulings_of,
    unplaced_form,
)
from app.web.returns.shown import ClauseGroup, ShownQuestion, groups_of, pages_of
from app.web.returns.subjects import Subjects
from app.web.saving import Written, save_form
from app.web.services import author_name, profiles

MOST_LINES = 30
"""Texts without a place on a page."""

NOTHING_CHOSEN = (
    "Rien n’est choisi\u00a0: choisissez ce que devient une ligne au moins, ou répondez à un commentaire."
)
OK = 200


@dataclass(frozen=True)
class Waiting:
    """All that waits for a decision in a contract."""

    saved: SavedProfile

    @cached_property
    def subjects(self) -> Subjects:
        """What the clauses are called."""
        return Subjects(self.saved, draft_of(self.saved))

    @cached_property
    def proposals(self) -> tuple[Proposal, ...]:
        """What is proposed, beside what the contract says now."""
        profile = self.saved.profile
        return tuple(one.beside(profile) for one in profiles().returns.proposals(self.saved.id))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """One question for each field."""
        return questions(self.proposals, self.subjects.order)

    @cached_property
    def threads(self) -> tuple[Thread, ...]:
        """The threads of the files that are open, then those of the site that are not resolved."""
        return (*profiles().returns.threads(self.saved.id), *open_threads(self.saved))

    @cached_property
    def lines(self) -> tuple[Unplaced, ...]:
        """What found no place."""
        return profiles().returns.unplaced(self.saved.id)

    @cached_property
    def files(self) -> tuple[ReturnedFile, ...]:
        """The files of the contract, whatever their state."""
        return profiles().returns.files(self.saved.id)

    @property
    def to_decide(self) -> int:
        """How many lines the page of decisions has: questions, and threads about a clause."""
        placed = sum(not one.resolved for one in self.threads if one.clause)
        return len(self.questions) + placed

    @property
    def to_place(self) -> int:
        """How many lines the page of what found no place has."""
        return len(self.lines) + sum(not one.resolved for one in self.threads if not one.clause)

    @cached_property
    def partners(self) -> Mapping[str, int]:
        """Those who propose something, each with how many of its fields can be taken together."""
        counted = {who: len(taken_from(self.questions, who)) for who in {one.who for one in self.proposals}}
        return {who: number for who, number in sorted(counted.items()) if number}

    @property
    def typed(self) -> Mapping[str, int]:
        """Those who typed on the site what waits, each with how many fields."""
        people = [one.who for one in self.proposals if one.source.kind is SourceKind.PERSON]
        return {who: people.count(who) for who in sorted(set(people))}

    @property
    def taken_in(self) -> tuple[int, int] | None:
        """The first and the last version that took something of several files; None for fewer than two."""
        spans = [one.taken_in for one in self.files if one.taken_in]
        if len(spans) < 2:  # noqa: PLR2004 — of one, its own line says it
            return None
        return min(first for first, _ in spans), max(last for _, last in spans)

    @property
    def without_base(self) -> Sequence[ReturnedFile]:
        """The files that are open and that were compared with the contract of today, for want of better."""
        waiting = [one for one in self.files if one.state in {FileState.OPEN, FileState.RECEIVED}]
        return [one for one in waiting if one.base_kind is BaseKind.UNKNOWN]


@dataclass(frozen=True)
class DecisionPage:
    """A page of decisions, clause by clause."""

    waiting: Waiting
    number: int

    @property
    def asked(self) -> int | None:
        """What the address of the page says: nothing for the first."""
        return self.number if self.number > 1 else None

    @cached_property
    def pages(self) -> Sequence[Sequence[ClauseGroup]]:
        """The clauses of each page."""
        waiting = self.waiting
        return pages_of(groups_of(waiting.questions, waiting.threads, waiting.subjects))

    @property
    def groups(self) -> Sequence[ClauseGroup]:
        """The clauses of this page."""
        return self.pages[min(self.number, len(self.pages)) - 1]

    @cached_property
    def threads(self) -> Sequence[Thread]:
        """The threads of this page."""
        return [one for group in self.groups for one in group.threads]

    @cached_property
    def form(self) -> DecisionForm:
        """The form of this page."""
        return decision_form(self.waiting.saved, self._shown, self.threads)

    def settle(self) -> bool:
        """Whether the decisions that were sent are now written; if not, the form says why."""
        form, saved = self.form, self.waiting.saved
        if not form.accepted():
            return False
        rulings = dict(rulings_of(form, self._shown))
        changed = applied(form, saved.profile, rulings)
        asked = [one.question for one in rulings.values()]
        whole = [one for one in self._whole() if one.question not in asked]
        changed, taken = take_all(changed, whole)
        every = [*rulings.values(), *taken]
        decided = decided_by(every, (), replies_of(form, self.threads))
        followed = [one for ruling in every for one in ruling.followed]
        if form.status != OK or not written(form, saved, changed, decided, self._author(followed)):
            return False
        if left := len(whole) - len(taken):
            what = count_noun(left, "champ n’a pas pu être pris", "champs n’ont pas pu être pris")
            flash(f"{what}\u00a0: reprenez-le un par un.", "warning")
        return True

    @cached_property
    def _shown(self) -> Sequence[ShownQuestion]:
        return [one for group in self.groups for one in group.questions]

    def _whole(self) -> tuple[Ruling, ...]:
        """Return what the button « tout prendre » of a file decides."""
        who = request.form.get("take_all", "")
        return taken_from(self.waiting.questions, who) if who in self.waiting.partners else ()

    def _author(self, followed: Sequence[Proposal]) -> str:
        return author_line(followed, {}, author_name())


@dataclass(frozen=True)
class UnplacedPage:
    """A page of what found no place."""

    waiting: Waiting
    number: int

    @property
    def asked(self) -> int | None:
        """What the address of the page says: nothing for the first."""
        return self.number if self.number > 1 else None

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-len(self.waiting.lines) // MOST_LINES))

    @cached_property
    def lines(self) -> Sequence[Unplaced]:
        """The texts of this page."""
        start = (min(self.number, self.pages) - 1) * MOST_LINES
        return self.waiting.lines[start : start + MOST_LINES]

    @cached_property
    def budget(self) -> Budget:
        """What all the comparisons of the page may cost together."""
        return Budget()

    def edits(self, line: Unplaced) -> Sequence[Words]:
        """Return a text with what was added to the one before it and removed; as it is where none was."""
        if not line.old:
            return (Words(Edit.KEPT, line.text),)
        return words_between(line.old, line.text, self.budget)

    @cached_property
    def threads(self) -> Sequence[Thread]:
        """The threads about no clause."""
        return [one for one in self.waiting.threads if not one.clause]

    @cached_property
    def form(self) -> DecisionForm:
        """The form of this page."""
        return unplaced_form(self.waiting.saved, self.lines, self.threads, self.waiting.subjects)

    def settle(self) -> bool:
        """Whether the decisions that were sent are now written; if not, the form says why."""
        form, saved = self.form, self.waiting.saved
        if not form.accepted():
            return False
        filings = dict(filings_of(form, self.lines, self.waiting.subjects))
        changed = applied(form, saved.profile, filings)
        if form.status != OK:
            return False
        decided = decided_by((), list(filings.values()), replies_of(form, self.threads))
        placed = [one.unplaced for one in filings.values() if one.changes]
        names = {one.id: one.name for one in self.waiting.files}
        return written(form, saved, changed, decided, author_line(placed, names, author_name()))


def applied(
    form: DecisionForm, profile: Profile, decisions: Mapping[str, Ruling] | Mapping[str, Filing]
) -> Profile:
    """Return the contract with all these decisions, by line; what cannot be done is refused at its line."""
    for line, decision in decisions.items():
        try:
            profile = decision.applied_to(profile)
        except FieldRefused as refused:
            form.refuse(line, refused)
    return profile


def take_all(profile: Profile, rulings: Iterable[Ruling]) -> tuple[Profile, list[Ruling]]:
    """Return the contract with all of these that can be applied, and those."""
    taken = []
    for ruling in rulings:
        try:
            profile = ruling.applied_to(profile)
        except FieldRefused:
            continue  # its field says why when it is decided alone
        taken.append(ruling)
    return profile, taken


def written(form: DecisionForm, saved: SavedProfile, changed: Profile, decided: Decided, author: str) -> bool:
    """Whether these decisions are now written, with one version where they change the contract."""
    returns = profiles().returns
    if not decided:
        form.refusals, form.status = [NOTHING_CHOSEN], 422
        return False
    lines = len(decided.changes) + len(decided.losses)
    if lost := list(form.without_place(saved)):
        form.show_conflict(None, saved.version)
        form.misplaced = lost
        return False
    said = count_noun(lines, "ligne décidée", "lignes décidées") if lines else "Commentaires enregistrés"
    try:
        if changed != saved.profile:
            along = returns.deciding(saved.id, decided)
            made = Written(author or author_name(), along)
            return save_form(form, saved, changed, said=said, written=made)
        returns.decide(saved.id, decided, saved.version)
    except DecidedMeanwhile as meanwhile:
        form.refusals, form.status = [str(meanwhile)], 409
        return False
    flash(f"{said}.", "success")
    return True
