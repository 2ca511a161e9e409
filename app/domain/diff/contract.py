"""What the document of a contract says, and what two states of it do not share, national clauses included.

Nobody types a clause: it comes, goes or changes with a signatory, the territory, a fact, or the catalogue.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from app.domain.diff import Change, changes_between, differing, in_order, labels, names_of, ranks
from app.domain.diff.catalogue import Clause, clause_of
from app.domain.diff.labels import Subject, TextKind
from app.domain.diff.statements import Statement, statements
from app.domain.draft import Draft, Entry
from app.domain.french import NBSP, typeset
from app.domain.names import Names, short_name
from app.domain.orientations import known_objectives
from app.domain.profile import NO_ADAPTATION, Adaptation, ClausePlace, Profile, Signatory, State
from app.domain.territory import Territory


def document_statements(draft: Draft, names: Names) -> Iterator[Statement]:
    """Everything that the document says, its national clauses and what is known of the territory included."""
    yield from statements(_printed(draft), names)
    yield from _situations(draft)
    for clause in clauses_of(draft).values():
        yield from _national(clause)
    for entry in draft.historical:
        yield _historical(draft, entry)


def clauses_of(draft: Draft) -> Mapping[str, Clause]:
    """Return the national clauses that the contract holds, by id, in its order."""
    found = (clause_of(draft, entry.commitment.id) for entry in draft.entries())
    return {clause.id: clause for clause in found if clause}


def _printed(draft: Draft) -> Profile:
    """Return the profile as far as the document holds it, with the reasons why clauses were left out."""
    profile, written = draft.profile, draft.profile.adaptations
    here = {entry.commitment.id for entry in draft.entries()}
    left_out = {out.commitment.id: written[out.commitment.id] for out in draft.excluded if out.by_choice}
    reasons = {
        known: replace(NO_ADAPTATION, reason_excluded=adaptation.reason_excluded)
        for known, adaptation in left_out.items()
    }
    return replace(
        profile,
        name="",
        territory=_perimeter(profile.territory),
        facts_reason="",
        adaptations={known: _action(draft, said) for known, said in written.items() if known in here}
        | reasons,
        texts=draft.texts,
        portraits=draft.portraits,
        partners=tuple(partner.id for partner in draft.partners),
        facts={},
        signatories=tuple(_signing(one) for one in profile.signatories if one.partner in _partners(draft)),
        local_commitments=tuple(
            replace(local, adaptation=_action(draft, local.adaptation))
            for section in draft.sections
            for local in section.local
        ),
    )


def _perimeter(territory: Territory) -> Territory:
    """Return a territory as it is printed.

    Populations and the kind of grouping show in the situation alone.
    """
    communes = tuple(replace(commune, population=None) for commune in territory.communes)
    return replace(territory, communes=communes, grouping=None)


def _action(draft: Draft, adaptation: Adaptation) -> Adaptation:
    """Return what is printed of an adaptation.

    Not how far it has got, a reason that applies no more, nor an objective that the contract lost.
    """
    objectives = known_objectives(adaptation.objectives, draft.profile.orientations)
    return replace(
        adaptation,
        included=True,
        reason_excluded="",
        place=ClausePlace.USUAL,
        state=State.TO_DO,
        objectives=objectives,
    )


def _signing(signatory: Signatory) -> Signatory:
    """Return a signatory as it is printed: its assembly stands in the visa of its deliberation alone."""
    return signatory if signatory.has_deliberated else replace(signatory, body="")


def _partners(draft: Draft) -> set[str]:
    return {partner.id for partner in draft.partners}


def _situations(draft: Draft) -> Iterator[Statement]:
    """Yield what is known of the territory: the contract states it, however it came to be known."""
    label = labels.CONTRACT_LABELS["situation"]
    for fact in draft.facts.values():
        rule = draft.catalogue.fact_by_id[fact.id]
        said = {None: labels.UNKNOWN, True: rule.when_true, False: rule.when_false}[fact.value]
        yield Statement(
            Subject.TERRITORY,
            f"fact.{rule.id}",
            label,
            _sentence(said),
            value=fact.sentence,
            in_full=_sentence(fact.sentence),
        )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _national(clause: Clause) -> Iterator[Statement]:
    """Yield what the contract says of a clause that nobody typed."""
    said = {
        "words": (clause.words, clause.words),
        "source": (clause.source, clause.source),
        "section": (clause.section.title, clause.section.id),
        "carriers": (
            labels.BETWEEN_BODIES.join(partner.title for partner in clause.carriers),
            {partner.id for partner in clause.carriers},
        ),
    }
    name = short_name(clause.leaf.commitment.text)
    for field, (text, value) in said.items():
        yield Statement(
            Subject.NATIONAL,
            field,
            labels.CLAUSE_LABELS[field],
            text,
            clause.id,
            name,
            clause.section.title,
            value=value,
        )


def _historical(draft: Draft, entry: Entry) -> Statement:
    """Return a clause that is only quoted in the annexe, with the reason."""
    volet = draft.catalogue.section_by_id[entry.commitment.section]
    return Statement(
        Subject.NATIONAL,
        "historical",
        typeset(labels.HISTORICAL),
        entry.because,
        entry.commitment.id,
        short_name(entry.commitment.text),
        volet.title,
    )


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
