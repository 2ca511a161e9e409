"""What two states of a contract do not share: what was typed, and the national clauses that go with it.

Nobody types a clause: it comes, goes or changes with a signatory, the territory, a fact, or the catalogue.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from app.domain.diff.catalogue import Clause, clause_of
from app.domain.diff.changes import Change, changes_between, in_order
from app.domain.diff.order import merged, ranks
from app.domain.diff.statements import ADAPTATION_LABELS, NAME, Subject
from app.domain.draft import Draft
from app.domain.names import short_name
from app.domain.profile import NO_ADAPTATION, Profile
from app.domain.typography import NARROW, NBSP

TEXT = "Texte national"
SITUATION, UNKNOWN = "Situation", "À préciser"
REASON = ADAPTATION_LABELS["reason_excluded"]
NOT_SIGNED = {NAME, ADAPTATION_LABELS["state"]}
"""The name of the file, and how far the drafting has got, concern its authors, not those who sign."""

Clauses = Mapping[str, Clause]
NO_FACTS: Mapping[str, bool] = {}


def version_changes(before: Draft, after: Draft) -> tuple[Change, ...]:
    """All that was typed and every clause that the two do not share, for whoever compares two versions."""
    return _changes(before, after, before.profile, after.profile)


def contract_changes(before: Draft, after: Draft) -> tuple[Change, ...]:
    """What an amendment says: only what the document holds, before or after.

    A clause that comes back brings what was written for it, and one that goes takes it away; so does a text
    whose place comes or goes with the trame or with a quartier.
    """
    found = _changes(before, after, _signed(before), _signed(after))
    kept = (change for change in found if change.label not in NOT_SIGNED and not _is_back(change))
    return in_order((*kept, *_situations(before, after)))


def untouched(changes: Iterable[Change], before: Draft, after: Draft) -> int:
    """How many clauses both have, of which these changes say nothing."""
    changed = {change.id for change in changes}
    return len((_clauses(before).keys() & _clauses(after).keys()) - changed)


def _is_back(change: Change) -> bool:
    """Whether this is why a clause had been left out, which the clause itself answers."""
    return change.label == REASON and not change.after


def _changes(before: Draft, after: Draft, old: Profile, new: Profile) -> tuple[Change, ...]:
    typed = changes_between(old, new, after.catalogue, before.catalogue)
    found = (*typed, *_national(_clauses(before), _clauses(after)))
    stand = ranks(before, after)
    placed = sorted(found, key=lambda change: stand.get(change.id, len(stand)))
    return tuple(_numbered(change, before) for change in in_order(placed))


def _numbered(change: Change, before: Draft) -> Change:
    """The change under the number that its commitment has in the former contract, where one looks it up."""
    if change.subject is Subject.LOCAL:
        number = before.local_numbers.get(change.id)
        return replace(
            change, name=f"Engagement local{NBSP}{number}" if number else "Nouvel engagement local"
        )
    if change.subject not in {Subject.NATIONAL, Subject.COMMITMENTS}:
        return change
    number = before.numbers.get(change.id)
    return replace(change, name=f"Engagement{NBSP}{number} — {change.name}") if number else change


def _signed(draft: Draft) -> Profile:
    """The profile as far as the document holds it, with the reasons why clauses were left out."""
    here, written = _clauses(draft), draft.profile.adaptations
    out = {one.commitment.id for one in draft.excluded if one.by_choice}
    kept = {one: said for one, said in written.items() if one in here}
    left = {one: replace(NO_ADAPTATION, reason_excluded=written[one].reason_excluded) for one in out}
    return replace(
        draft.profile, adaptations={**kept, **left}, texts=draft.texts, facts=NO_FACTS, facts_reason=""
    )


def _situations(before: Draft, after: Draft) -> Iterator[Change]:
    """What is known of the territory and changed: the contract states it, however it came to be known."""
    for fact in merged(after.facts, before.facts):
        old, new = _situation(before, fact), _situation(after, fact)
        if old != new:
            yield Change(Subject.TERRITORY, "", SITUATION, "", old, new)


def _situation(draft: Draft, fact_id: str) -> str:
    """A fact in words, without how it is known: « Un projet de renouvellement urbain est en cours »."""
    fact = draft.facts.get(fact_id)
    if fact is None or fact.value is None:
        return UNKNOWN
    rule = draft.catalogue.fact_by_id[fact_id]
    said = rule.when_true if fact.value else rule.when_false
    return f"{said[:1].upper()}{said[1:]}"


def _clauses(draft: Draft) -> Clauses:
    found = (clause_of(draft, entry.commitment.id) for entry in draft.entries())
    return {clause.id: clause for clause in found if clause}


def _national(before: Clauses, after: Clauses) -> Iterator[Change]:
    for one in dict.fromkeys((*after, *before)):
        old, new = (_said(clauses[one]) if one in clauses else {} for clauses in (before, after))
        clause = after.get(one) or before[one]
        name, place = short_name(clause.leaf.commitment.text), clause.section.title
        for label in dict.fromkeys((*new, *old)):
            texts = old.get(label, ""), new.get(label, "")
            if texts[0] != texts[1]:
                yield Change(Subject.NATIONAL, name, label, place, *texts, id=one)


def _said(clause: Clause) -> dict[str, str]:
    """What the contract says of a clause that nobody typed."""
    return {
        TEXT: clause.words,
        "Source": clause.source,
        "Volet": clause.section.title,
        "Porté par": f"{NARROW}; ".join(partner.title for partner in clause.carriers),
    }
