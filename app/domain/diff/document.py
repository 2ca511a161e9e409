"""What the document of a contract says: no more and no less than what those who sign read."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.domain.diff import labels
from app.domain.diff.catalogue import Clause, clause_of
from app.domain.diff.labels import Subject
from app.domain.diff.statements import Statement, statements
from app.domain.draft import Draft, Entry
from app.domain.french import NARROW, typeset
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
            f"{NARROW}; ".join(partner.title for partner in clause.carriers),
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
