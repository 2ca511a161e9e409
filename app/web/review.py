"""The assembled draft as a page: all of it, or the commitments of a volet, a state, a lead."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Self

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.domain.draft import Draft, DraftSection, Level
from app.domain.fields import ADAPTATION, by_id
from app.domain.profile import Adaptation, State
from app.territories import departures_of
from app.web.completeness import places_to_mend
from app.web.contract_catalogue import draft_of
from app.web.described_fields import choices_of
from app.web.services import profiles, reference

NO_LEAD = "sans-pilote"
"""What stands for the actions that nobody leads yet."""

STATES = choices_of(by_id(ADAPTATION)["state"])


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What was asked for; an empty text asks for everything."""

    section: str = ""
    state: str = ""
    lead: str = ""

    @classmethod
    def of(cls, query: MultiDict[str, str], draft: Draft) -> Self:
        """Return what a query asks for; what is in none of the lists is as if it was not asked."""
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
        """Yield the volets, with only the commitments that were asked for; all of them when nothing was."""
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
    """Return the first commitment of the contract that has no local action yet."""
    waiting = (entry.commitment.id for entry in draft.entries() if entry.adaptation.progress is State.TO_DO)
    return next(waiting, None)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the outline with the volets of this draft that stand in it."""

    id: str
    title: str
    sections: tuple[DraftSection, ...]


def parts_of(sections: Iterable[DraftSection]) -> list[Part]:
    """Return the parts in the order of the document; the sections already follow it."""
    grouped = groupby(sections, key=lambda section: (section.part.id, section.part.title))
    return [Part(part_id, title, tuple(sections)) for (part_id, title), sections in grouped]


blueprint = Blueprint("review", __name__)


@blueprint.get("/profils/<profile_id:profile_id>")
def show(profile_id: int) -> ResponseReturnValue:
    """Show the volets with their commitments, the reasons, and what the contract still lacks.

    All, or some.
    """
    saved = profiles().get(profile_id)
    draft = draft_of(saved)
    narrowing = Narrowing.of(request.args, draft)
    parts = parts_of(narrowing.sections_of(draft))
    return render_template(
        "review/show.html",
        saved=saved,
        draft=draft,
        numbers=draft.numbers,
        local_numbers=draft.local_numbers,
        parts=parts,
        narrowing=narrowing,
        shown=sum(len(section.adaptations) for part in parts for section in part.sections),
        total=sum(len(section.adaptations) for section in draft.sections),
        states=STATES,
        leads=leads_of(draft),
        no_lead=NO_LEAD,
        following=next_to_draft(draft),
        urgent=[found for found in places_to_mend(draft, saved.id) if found[0].level is Level.ERROR],
        departures=departures_of(draft.territory, reference()),
        chosen_out=[out for out in draft.excluded if out.by_choice],
        not_applicable=[out for out in draft.excluded if not out.by_choice],
    )
