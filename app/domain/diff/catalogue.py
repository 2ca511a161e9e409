"""What a newer catalogue changes for one contract, clauses and the rules around them; what is taken of it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.assembly import assemble_unchecked
from app.domain.catalogue import Catalogue, Leaf, Scope
from app.domain.diff.edit_script import Budget
from app.domain.diff.statements import adaptation_texts
from app.domain.diff.text import Words, words_between
from app.domain.draft import Draft
from app.domain.field_text import as_written
from app.domain.french import count_noun, typeset
from app.domain.profile import NO_ADAPTATION, LocalCommitment, Profile
from app.domain.reuse import next_local_number, quotation
from app.domain.rules import Partner, Section


class ChangeKind(StrEnum):
    """What became of a clause."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    CARRIED = "carried"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as a contract holds it: its volet there, and the signatories that carry it."""

    leaf: Leaf
    section: Section
    carriers: tuple[Partner, ...]

    @property
    def id(self) -> str:
        """The id of its commitment."""
        return self.leaf.commitment.id

    @property
    def words(self) -> str:
        """All that is quoted: the texts that introduce the clause, then its own."""
        return "\n".join((*self.leaf.lead_in, self.leaf.commitment.text))

    @property
    def source(self) -> str:
        """Its convention and the date."""
        convention = self.leaf.convention
        return f"{convention.title}, convention du {convention.date_text}"


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause that the two catalogues do not give to the contract alike; None where one does not give it.

    `because` says why today's catalogue leaves it out, when it knows it.
    """

    before: Clause | None
    after: Clause | None
    because: str = ""

    @property
    def clause(self) -> Clause:
        """The clause as it stands now, or as it last stood."""
        known = self.after or self.before
        assert known is not None  # noqa: S101 — one of the two holds it
        return known

    @property
    def kinds(self) -> tuple[ChangeKind, ...]:
        """What became of it: new, gone, or whatever else changed; nothing when nothing did."""
        before, after = self.before, self.after
        if before is None or after is None:
            return (ChangeKind.NEW,) if before is None else (ChangeKind.GONE,)
        changed = {
            ChangeKind.CHANGED: before.words != after.words,
            ChangeKind.MOVED: before.section.id != after.section.id,
            ChangeKind.CARRIED: {one.id for one in before.carriers} != {one.id for one in after.carriers},
        }
        return tuple(kind for kind, true in changed.items() if true)

    def words(self, budget: Budget | None = None) -> tuple[Words, ...]:
        """Return the words now, with those that went, in reading order.

        `budget`: what the comparisons of a whole page may cost together.
        """
        before, after = (clause.words if clause else "" for clause in (self.before, self.after))
        return words_between(before, after, budget)


@dataclass(frozen=True, slots=True)
class CatalogueChanges:
    """What today's catalogue changes for a contract: clauses, and what comes with it whatever is chosen."""

    clauses: tuple[ClauseChange, ...] = ()
    revised: tuple[str, ...] = ()


def changes_of_catalogue(profile: Profile, today: Catalogue, known: Catalogue) -> CatalogueChanges:
    """Return what today's catalogue changes for a contract that was made with the known one.

    The clauses in the order of today's source, then those that are gone.
    """
    before, after = assemble_unchecked(known, profile), assemble_unchecked(today, profile)
    clauses = tuple(_clause_changes(before, after))
    listed = {change.clause.id for change in clauses}
    return CatalogueChanges(clauses, tuple(revised(before, after, listed)))


def take_over(
    profile: Profile, changes: Collection[ClauseChange], accepted: Collection[str], today: Catalogue
) -> Profile:
    """Return the profile for today's catalogue, once the official has said which changes are taken.

    Taken: the clause stands as today's catalogue has it; one that is gone leaves the document, and what was
    written for it is kept, not printed. Not taken: today's clause is left out, and the former words stay as a
    local commitment of the former volet, with what was written for them. A clause that is already left out
    stays so.
    """
    adaptations, local = dict(profile.adaptations), list(profile.local_commitments)
    for change in changes:
        one, written = change.clause.id, adaptations.get(change.clause.id, NO_ADAPTATION)
        refused = one not in accepted and written.included
        if refused:
            if change.before:
                number = next_local_number(local, profile.last_local)
                former = _former(change.before, carried=ChangeKind.CARRIED in change.kinds)
                local.append(LocalCommitment(f"local-{number}", change.before.section.id, former, written))
            # What was written for a clause that is refused stays with it, where no local commitment took it.
            kept = NO_ADAPTATION if change.before else written
            adaptations[one] = replace(kept, included=False, reason_excluded=_reason(change))
        if one not in today.leaf_by_id and (refused or not adaptation_texts(written, as_written)):
            adaptations.pop(one, None)
    return replace(profile, adaptations=adaptations, local_commitments=tuple(local))


def _clause_changes(before: Draft, after: Draft) -> Iterator[ClauseChange]:
    former, present = _clauses(before), _clauses(after)
    lost = {one for one in before.profile.adaptations if one not in after.catalogue.leaf_by_id}
    former |= {one: clause for one in lost if (clause := clause_of(before, one))}
    reasons = {out.commitment.id: out.reason for out in after.excluded}
    order = [one for one in after.catalogue.leaf_by_id if one in present]
    for one in (*order, *(one for one in former if one not in present)):
        change = ClauseChange(former.get(one), present.get(one), reasons.get(one, ""))
        if change.kinds:
            yield change


def _clauses(draft: Draft) -> dict[str, Clause]:
    """Return the clauses of the contract by id: of its body, of its annexes, and those left out by choice."""
    here = {entry.commitment.id for entry in (*draft.entries(), *draft.historical)}
    here |= {one.commitment.id for one in draft.national if one.commitment.scope is Scope.LOCAL}
    here |= {out.commitment.id for out in draft.excluded if out.by_choice}
    found = ((one, clause_of(draft, one)) for one in draft.catalogue.leaf_by_id if one in here)
    return {one: clause for one, clause in found if clause}


def clause_of(draft: Draft, commitment_id: str) -> Clause | None:
    """Return a clause as a contract holds it; None when its catalogue does not know it."""
    leaf = draft.catalogue.leaf_by_id.get(commitment_id)
    if leaf is None:
        return None
    carriers = tuple(one for one in draft.partners if one.id in leaf.commitment.carriers)
    return Clause(leaf, draft.catalogue.section_by_id[leaf.commitment.section], carriers)


def _former(clause: Clause, *, carried: bool) -> str:
    by = f" ; porté par : {' ; '.join(one.title for one in clause.carriers)}" if carried else ""
    source = typeset(f"(Texte du catalogue précédent : {clause.source}{by}.)")
    return quotation(clause.words, source)


_REASONS: Mapping[ChangeKind, str] = {
    ChangeKind.NEW: "Ajouté par un nouveau catalogue et non retenu.",
    ChangeKind.CHANGED: "Texte modifié par un nouveau catalogue",
    ChangeKind.MOVED: "Volet modifié par un nouveau catalogue",
    ChangeKind.CARRIED: "Porteurs modifiés par un nouveau catalogue",
    ChangeKind.GONE: "Retiré de ce contrat par un nouveau catalogue",
}


def _reason(change: ClauseChange) -> str:
    kind = change.kinds[0]
    if kind is ChangeKind.NEW:
        return _REASONS[kind]
    return typeset(f"{_REASONS[kind]} : l’engagement précédent est gardé comme engagement local.")


def revised(before: Draft, after: Draft, listed: Collection[str]) -> Iterator[str]:
    """Yield what a contract gets from the second catalogue whatever is chosen, in sentences.

    `listed` are the ids of the clauses that are chosen one by one.
    """
    yield from _volets(before, after)
    for partner in before.partners:
        if partner not in after.partners and partner.id not in after.catalogue.partner_by_id:
            yield f"Le signataire « {partner.title} » n’existe plus : il n’est plus au contrat."
    yield from _out_of_body(before, after)
    if others := list(_others(before, after, listed)):
        yield f"Il revoit aussi {' ; '.join(others)}."


def _volets(before: Draft, after: Draft) -> Iterator[str]:
    """Yield the volets of the contract that have another name, or are no more."""
    now = after.catalogue.section_by_id
    for section in (one.section for one in before.sections):
        if section.id not in now:
            yield f"Le volet « {section.title} » n’existe plus."
        elif section.title != now[section.id].title:
            yield f"Le volet « {section.title} » s’appelle désormais « {now[section.id].title} »."


def _out_of_body(before: Draft, after: Draft) -> Iterator[str]:
    """How many clauses leave the body for an annexe, by the reading that comes with the catalogue."""
    here = {entry.commitment.id for entry in before.entries()}
    left = sum(entry.commitment.id in here for entry in (*after.historical, *after.national))
    if left:
        clauses = count_noun(left, "engagement passe", "engagements passent")
        yield f"{clauses} du corps aux annexes, selon notre lecture : la page « Pour mémoire » les reprend."


def _others(before: Draft, after: Draft, listed: Collection[str]) -> Iterator[str]:
    old, new = before.catalogue, after.catalogue
    compared: dict[str, list[object]] = {
        "l’ordre ou les fondements des volets": [_unnamed(known) for known in (old, new)],
        "le plan et ses chapitres": [before.outline, after.outline],
        "les signataires possibles": [old.partners, new.partners],
        "les questions sur le territoire": [old.facts, new.facts],
        "le devenir des dispositifs": [old.schemes, new.schemes],
        "le sens des sigles": [old.glossary, new.glossary],
        "d’autres engagements (conditions, objectifs, lignes), ou ceux qui ne s’appliquent pas ici": [
            _unlisted(known, listed) for known in (old, new)
        ],
    }
    return (name for name, (then, now) in compared.items() if then != now)


def _unnamed(catalogue: Catalogue) -> list[object]:
    return [replace(section, title="") for section in catalogue.sections]


def _unlisted(catalogue: Catalogue, listed: Collection[str]) -> dict[str, object]:
    return {one: _alone(leaf) for one, leaf in catalogue.leaf_by_id.items() if one not in listed}


def _alone(leaf: Leaf) -> Leaf:
    """Return the leaf without its neighbours: each of them is compared by itself."""
    return replace(leaf, convention=replace(leaf.convention, commitments=()))
