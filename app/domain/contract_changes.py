"""What two states of a contract do not share: what was typed, and the national clauses that go with it.

Nobody types a clause: it comes, goes or changes with a signatory, the territory, a fact, or the catalogue.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from app.domain.changes import Change, changes_between, in_order
from app.domain.draft import Draft, DraftSection, Entry
from app.domain.names import short_name
from app.domain.profile import NO_ADAPTATION, Adaptation, Profile
from app.domain.statements import ADAPTATION_LABELS, Subject

TEXT = "Texte national"
PROGRESS = ADAPTATION_LABELS["state"]
"""How far the drafting has got concerns its authors, not those who sign."""

Clauses = Mapping[str, tuple[DraftSection, Entry]]


def version_changes(before: Draft, after: Draft) -> tuple[Change, ...]:
    """All that was typed and every clause that the two do not share, for whoever compares two versions."""
    return _changes(before, after, before.profile, after.profile)


def contract_changes(before: Draft, after: Draft) -> tuple[Change, ...]:
    """What an amendment says: of a clause, only what was written while it stands in the contract.

    A clause that comes back brings what was written for it; one that goes takes it away.
    """
    found = _changes(before, after, _signed(before), _signed(after))
    return tuple(change for change in found if change.label != PROGRESS)


def untouched(changes: Iterable[Change], before: Draft, after: Draft) -> int:
    """How many clauses both have, of which these changes say nothing."""
    changed = {change.id for change in changes}
    return len((_clauses(before).keys() & _clauses(after).keys()) - changed)


def _changes(before: Draft, after: Draft, old: Profile, new: Profile) -> tuple[Change, ...]:
    typed = changes_between(old, new, after.catalogue, before.catalogue)
    return in_order((*typed, *_national(_clauses(before), _clauses(after))))


def _signed(draft: Draft) -> Profile:
    """The profile with what it says of the clauses of the contract, and why others were left out."""
    here, written = _clauses(draft), draft.profile.adaptations
    out = {one.commitment.id: written[one.commitment.id] for one in draft.excluded if one.by_choice}
    left = {
        one: replace(NO_ADAPTATION, included=False, reason_excluded=why.reason_excluded)
        for one, why in out.items()
    }
    kept: dict[str, Adaptation] = {one: said for one, said in written.items() if one in here}
    return replace(draft.profile, adaptations={**kept, **left})


def _clauses(draft: Draft) -> Clauses:
    return {entry.commitment.id: (section, entry) for section in draft.sections for entry in section.entries}


def _national(before: Clauses, after: Clauses) -> Iterator[Change]:
    for one in dict.fromkeys((*after, *before)):
        old, new = (_said(clauses[one]) if one in clauses else {} for clauses in (before, after))
        section, entry = after.get(one) or before[one]
        name, place = short_name(entry.commitment.text), section.section.title
        for label in dict.fromkeys((*new, *old)):
            texts = old.get(label, ""), new.get(label, "")
            if texts[0] != texts[1]:
                yield Change(Subject.NATIONAL, name, label, place, *texts, id=one)


def _said(clause: tuple[DraftSection, Entry]) -> dict[str, str]:
    """What the contract says of a clause that nobody typed."""
    section, entry = clause
    return {
        TEXT: "\n".join((*entry.lead_in, entry.commitment.text)),
        "Source": f"{entry.convention.title}, convention du {entry.convention.date_text}",
        "Volet": section.section.title,
        "Porté par": " ; ".join(partner.title for partner in entry.carried_by),
    }
