"""What two states of a contract do not share: what was typed, and the national clauses that go with it.

Nobody types a clause: it comes, goes or changes with a signatory, the territory, a fact, or the catalogue.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.domain.changes import Change, changes_between, in_order
from app.domain.draft import Draft, DraftSection, Entry
from app.domain.profile import Adaptation, State
from app.domain.statements import Subject, short_name

TEXT = "Texte national"

Clauses = Mapping[str, tuple[DraftSection, Entry]]


def contract_changes(before: Draft, after: Draft) -> tuple[Change, ...]:
    """Every statement and every clause that the two do not share, in the order of the contract."""
    typed = changes_between(before.profile, after.profile, after.catalogue, before.catalogue)
    return in_order((*typed, *_national(_clauses(before), _clauses(after))))


def untouched(before: Draft, after: Draft) -> int:
    """How many clauses the two have alike, with what was written for them; how far the drafting is apart."""
    old, new = _clauses(before), _clauses(after)
    return sum(
        _said(old[one]) == _said(new[one]) and _written(old[one]) == _written(new[one])
        for one in old.keys() & new
    )


def _clauses(draft: Draft) -> Clauses:
    return {entry.commitment.id: (section, entry) for section in draft.sections for entry in section.entries}


def _national(before: Clauses, after: Clauses) -> Iterator[Change]:
    for one in dict.fromkeys((*after, *before)):
        old, new = (_said(clauses[one]) if one in clauses else {} for clauses in (before, after))
        section, entry = after.get(one) or before[one]
        name = short_name(entry.commitment.text)
        for label in dict.fromkeys((*new, *old)):
            texts = old.get(label, ""), new.get(label, "")
            if texts[0] != texts[1]:
                yield Change(Subject.NATIONAL, name, label, section.section.title, *texts)


def _said(clause: tuple[DraftSection, Entry]) -> dict[str, str]:
    """What the contract says of a clause that nobody typed."""
    section, entry = clause
    return {
        TEXT: "\n".join((*entry.lead_in, entry.commitment.text)),
        "Source": f"{entry.convention.title}, convention du {entry.convention.date_text}",
        "Volet": section.section.title,
        "Porté par": " ; ".join(partner.title for partner in entry.carried_by),
    }


def _written(clause: tuple[DraftSection, Entry]) -> Adaptation:
    return replace(clause[1].adaptation, state=State.TO_DO)
