"""Which commitments of a long contract somebody wants to see: by volet, by state, by lead."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from werkzeug.datastructures import MultiDict

from app.domain.draft import Draft, DraftSection
from app.domain.profile import Adaptation, State

NO_LEAD = "sans-pilote"
"""What stands for the actions that nobody leads yet."""

STATES = {State.TO_DO.value: "À faire", State.DRAFTED.value: "Rédigées", State.AGREED.value: "Convenues"}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What was asked for; an empty text asks for everything."""

    section: str = ""
    state: str = ""
    lead: str = ""

    @classmethod
    def of(cls, query: MultiDict[str, str], draft: Draft) -> Self:
        """What a query asks for; what is in none of the lists is as if it was not asked."""
        asked = {
            "section": (query.get("volet", ""), {one.section.id for one in draft.sections}),
            "state": (query.get("etat", ""), set(STATES)),
            "lead": (query.get("pilote", ""), {NO_LEAD, *leads_of(draft)}),
        }
        return cls(**{name: text for name, (text, known) in asked.items() if text in known})

    def __bool__(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.section or self.state or self.lead)

    def sections_of(self, draft: Draft) -> Iterator[DraftSection]:
        """The volets, with only the commitments that were asked for; all of them when nothing was."""
        for section in draft.sections:
            if not self:
                yield section
            elif self.section in {"", section.section.id}:
                yield from self._narrowed(section)

    def _narrowed(self, section: DraftSection) -> Iterator[DraftSection]:
        entries = tuple(entry for entry in section.entries if self._keeps(entry.adaptation))
        local = tuple(one for one in section.local if self._keeps(one.adaptation))
        if entries or local or not (self.state or self.lead):
            yield replace(section, entries=entries, local=local)

    def _keeps(self, adaptation: Adaptation) -> bool:
        lead = adaptation.lead or NO_LEAD
        return self.state in {"", adaptation.progress.value} and self.lead in {"", lead}


def leads_of(draft: Draft) -> list[str]:
    """Who leads an action of the contract, in alphabetical order."""
    known = {adaptation.lead for section in draft.sections for adaptation in section.adaptations}
    return sorted(filter(None, known), key=str.casefold)


def next_to_draft(draft: Draft) -> str | None:
    """The first commitment of the contract that has no local action yet."""
    waiting = (entry.commitment.id for entry in draft.entries() if entry.adaptation.progress is State.TO_DO)
    return next(waiting, None)
