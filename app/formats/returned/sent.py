"""What was sent: the clauses of a draft in their order, and what each of their fields shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.draft import Draft
from app.domain.field_text import labels_of, show, show_indicator_value
from app.domain.fields import ADAPTATION, Kind
from app.domain.profile import NO_ADAPTATION, Adaptation, Profile

NOT_READ = {"included", "reason_excluded", "state", "place", "means", "resources"}
"""Fields that a file does not change, or that are read apart."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A commitment of the contract: its national text, what leads to it, and its local action."""

    text: str
    lead_in: tuple[str, ...]
    adaptation: Adaptation
    is_local: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """The clauses by id in the order of the contract, and the profile that they come from."""

    profile: Profile
    clauses: Mapping[str, Clause]
    texts: Mapping[str, str]
    places: frozenset[str]
    """The ids of the places for text outside the clauses."""

    def shown(self, clause: str) -> Iterator[tuple[str, str]]:
        """Yield each field of a clause with the text that shows it."""
        known = self.clauses[clause]
        if known.is_local:
            yield "text", known.text
        labels = labels_of(self.profile)
        for field in ADAPTATION:
            if field.id in NOT_READ:
                continue
            value = getattr(known.adaptation, field.id)
            if value == getattr(NO_ADAPTATION, field.id):
                yield field.id, ""
            elif field.kind is Kind.VALUES:
                yield field.id, "\n".join(f"{field.short} en {show_indicator_value(one)}" for one in value)
            else:
                yield field.id, show(field, value, labels)


KINDS: Mapping[str, Kind] = {field.id: field.kind for field in ADAPTATION}


def sent_of(draft: Draft) -> Sent:
    """Return what a draft says, to be compared with what comes back of it."""
    clauses: dict[str, Clause] = {}
    for section in draft.sections:
        for entry in section.entries:
            said = entry.commitment.text
            clauses[entry.commitment.id] = Clause(said, entry.lead_in, entry.adaptation)
        clauses |= {one.id: Clause(one.text, (), one.adaptation, is_local=True) for one in section.local}
    for entry in (*draft.historical, *draft.national):
        clauses[entry.commitment.id] = Clause(entry.commitment.text, entry.lead_in, entry.adaptation)
    texts = dict(draft.texts)
    places = {place.id for chapter in draft.outline.chapters for place in chapter.places}
    return Sent(draft.profile, clauses, texts, frozenset({*places, *texts}))
