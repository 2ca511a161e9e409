"""What two states of a contract do not share: what was typed, and the national clauses that go with it.

Nobody types a clause: it comes, goes or changes with a signatory, the territory, a fact, or the catalogue.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from app.domain.diff import labels
from app.domain.diff.changes import Change, changes_between, differing, in_order, names_of, ranks
from app.domain.diff.document import clauses_of, document_statements
from app.domain.diff.labels import Subject, TextKind
from app.domain.draft import Draft
from app.domain.french import NBSP
from app.domain.names import short_name


def version_changes(before: Draft, after: Draft) -> tuple[Change, ...]:
    """All that differs, for whoever compares two versions: what the document shows, then what it does not.

    A text of a clause that nobody carries, the reason of an answer, the state of a draft are kept in the
    contract and are in no document. That a clause comes or goes is said by its text alone.
    """
    printed = _document_changes(before, after)
    said = {(change.about, change.field) for change in printed}
    moved = {change.id for change in printed if _is_clause(change)}
    typed = changes_between(before.profile, after.profile, after.catalogue, before.catalogue)
    hidden = (
        replace(change, printed=False)
        for change in typed
        if (change.about, change.field) not in said
        and not (change.id in moved and change.field in {"included", "place"})
    )
    return _placed((*printed, *hidden), before, after)


def contract_changes(before: Draft, after: Draft) -> tuple[Change, ...]:
    """Return what an amendment says: what the document holds, before or after, and the two do not share.

    A clause that comes back brings what was written for it, and one that goes takes it away; so does a text
    whose place comes or goes with the trame or with a quartier.
    """
    changes = _document_changes(before, after)
    back = {change.id for change in changes if _is_clause(change) and not change.before}
    # Why a clause had been left out is answered by the clause itself, when it is back.
    kept = (change for change in changes if not (change.id in back and change.field == "reason_excluded"))
    return _placed(kept, before, after)


def untouched(changes: Iterable[Change], before: Draft, after: Draft) -> int:
    """How many clauses both have, of which these changes say nothing."""
    changed = {change.id for change in changes}
    return len((clauses_of(before).keys() & clauses_of(after).keys()) - changed)


def _document_changes(before: Draft, after: Draft) -> list[Change]:
    names = names_of(before.profile, after.profile, after.catalogue, before.catalogue)
    said_before, said_after = (document_statements(draft, names) for draft in (before, after))
    return [
        *differing(said_before, said_after, before.profile, after.profile),
        *_reordered(before, after),
    ]


def _is_clause(change: Change) -> bool:
    return change.subject is Subject.NATIONAL and change.field == "words"


def _reordered(before: Draft, after: Draft) -> Iterator[Change]:
    """Signatories, orientations and local commitments that both have, and that come in another order."""
    for subject, listed in _ORDERED.items():
        old, new = listed(before), listed(after)
        former, present = [one for one in old if one in new], [one for one in new if one in old]
        if former != present:
            label = labels.CONTRACT_LABELS["order"]
            texts = ("\n".join(new[one] for one in some) for some in (former, present))
            yield Change(subject, "order", "", label, "", next(texts), next(texts), kind=TextKind.LIST)


def _signatories(draft: Draft) -> Mapping[str, str]:
    """Return the named signatories by id, in the order in which they sign."""
    return {
        signatory.id: signatory.name
        for partner in draft.partners
        for signatory in draft.profile.signatories
        if signatory.partner == partner.id
    }


def _local(draft: Draft) -> Mapping[str, str]:
    """Return the first words of the local commitments by id, volet by volet.

    Their order gives their numbers.
    """
    return {local.id: short_name(local.text) for section in draft.sections for local in section.local}


def _orientations(draft: Draft) -> Mapping[str, str]:
    """Return the titles of the orientations and of their objectives by id: their order numbers them."""
    titles = {}
    for orientation in draft.profile.orientations:
        titles[orientation.id] = orientation.title
        titles |= {objective.id: objective.title for objective in orientation.objectives}
    return titles


_ORDERED: Mapping[Subject, Callable[[Draft], Mapping[str, str]]] = {
    Subject.SIGNATORIES: _signatories,
    Subject.ORIENTATIONS: _orientations,
    Subject.LOCAL: _local,
}


def _placed(changes: Iterable[Change], before: Draft, after: Draft) -> tuple[Change, ...]:
    """Return the changes in the order of the contract, under their numbers in the former one."""
    stand = ranks(before, after)
    placed = sorted(changes, key=lambda change: stand.get(change.id, len(stand)))
    numbers = {**after.profile.numbers, **before.numbers, **before.local_numbers}
    new = after.local_numbers.keys() - before.local_numbers.keys()
    return tuple(_numbered(change, numbers, new) for change in in_order(placed))


def _numbered(change: Change, numbers: Mapping[str, int], new: Collection[str]) -> Change:
    if change.subject is Subject.LOCAL and (change.id in numbers or change.id in new):
        number = f"{NBSP}{numbers[change.id]}" if change.id in numbers else ""
        name = "Nouvel engagement local" if change.id in new else "Engagement local"
        return replace(change, name=f"{name}{number}")
    if change.subject in {Subject.NATIONAL, Subject.COMMITMENTS} and change.id in numbers:
        return replace(change, name=f"Engagement{NBSP}{numbers[change.id]} — {change.name}")
    return change
