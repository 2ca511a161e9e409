"""Where the edition to sign puts each national clause: in the body, or among those that are only recalled."""

from collections.abc import Callable
from dataclasses import replace

from app.domain.conditions import OPEN_QUESTION
from app.domain.draft import Draft, DraftSection, Entry


def stays_in_body(volet: DraftSection, entry: Entry) -> bool:
    """Whether something is said of a clause here, or its volet is one that always stands in the body."""
    return volet.section.mandatory or entry.adaptation.holds_something


def body_of(draft: Draft) -> tuple[DraftSection, ...]:
    """Return the volets of the body with the clauses that stay in it; none that would hold nothing."""
    volets = (
        replace(volet, entries=tuple(map(_without_question, volet.entries)))
        for volet in _with_clauses(draft, stays_in_body)
    )
    return tuple(volet for volet in volets if volet.section.mandatory or volet.entries or volet.local)


def recalled_in(draft: Draft) -> tuple[DraftSection, ...]:
    """Return the volets that have clauses without a word of the signatories, with these clauses alone."""
    volets = _with_clauses(draft, lambda volet, entry: not stays_in_body(volet, entry))
    return tuple(replace(volet, local=()) for volet in volets if volet.entries)


def _without_question(entry: Entry) -> Entry:
    """Return a clause whose reason asks nothing of the drafters."""
    reason, question, _ = entry.because.partition(OPEN_QUESTION)
    return replace(entry, because=reason.rstrip()) if question else entry


def _with_clauses(draft: Draft, chosen: Callable[[DraftSection, Entry], bool]) -> tuple[DraftSection, ...]:
    return tuple(
        replace(volet, entries=tuple(entry for entry in volet.entries if chosen(volet, entry)))
        for volet in draft.sections
    )
