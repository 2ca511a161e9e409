"""What a newer catalogue changes for one contract, and what the official takes of it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.changes import Words, words_between
from app.domain.profile import NO_ADAPTATION, Adaptation, LocalCommitment, Profile
from app.domain.quotation import Clause, Quotation, quotation
from app.domain.reuse import next_local_number
from app.domain.text import MAX_TEXT
from app.domain.typography import typeset


class Fate(StrEnum):
    """What became of a clause."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause that the two catalogues do not quote alike; None where one of them does not quote it."""

    before: Clause | None
    after: Clause | None

    @property
    def clause(self) -> Clause:
        """The clause as it stands now, or as it last stood."""
        known = self.after or self.before
        assert known is not None  # noqa: S101 — one of the two quotes it
        return known

    @property
    def fate(self) -> Fate:
        """What became of it."""
        if self.before is None:
            return Fate.NEW
        return Fate.CHANGED if self.after else Fate.GONE

    def words(self) -> tuple[Words, ...]:
        """The words now, with those that went, in reading order."""
        return words_between(*(one.words if one else "" for one in (self.before, self.after)))


def changes_of_catalogue(profile: Profile, today: Catalogue, known: Quotation) -> tuple[ClauseChange, ...]:
    """The clauses of this contract that today's catalogue no longer quotes as the known one did.

    New and changed ones in the order of the source, then those that are gone: the ones that were adapted,
    or that a signatory carried.
    """
    now = quotation(today).clauses
    here = {entry.commitment.id for entry in assemble(today, profile).entries()} | set(profile.adaptations)
    present = (ClauseChange(known.clauses.get(one), clause) for one, clause in now.items() if one in here)
    gone = (
        ClauseChange(clause, None)
        for one, clause in known.clauses.items()
        if one not in now and _concerned(profile, clause)
    )
    return (*(change for change in present if _differs(change)), *gone)


def taken_over(profile: Profile, changes: Collection[ClauseChange], accepted: Collection[str]) -> Profile:
    """The profile for today's catalogue, once the official has said which changes are taken.

    Taken: today's words stand, and a clause that is gone goes with what was written for it. Not taken:
    today's clause is left out, and the former words stay as a local commitment of the same volet, with what
    was written for them. A clause that is already left out stays so.
    """
    adaptations, local = dict(profile.adaptations), list(profile.local_commitments)
    for change in changes:
        one, written = change.clause.id, adaptations.get(change.clause.id, NO_ADAPTATION)
        if one in accepted:
            if change.fate is Fate.GONE:
                adaptations.pop(one, None)
            continue
        if change.before and written.included:
            number = next_local_number(local)
            local.append(LocalCommitment(f"local-{number}", change.before.section, _former(change), written))
        if change.after and written.included:
            adaptations[one] = Adaptation(included=False, reason_excluded=_reason(change))
        if change.fate is Fate.GONE:
            adaptations.pop(one, None)
    return replace(profile, adaptations=adaptations, local_commitments=tuple(local))


def _concerned(profile: Profile, clause: Clause) -> bool:
    return clause.id in profile.adaptations or bool(set(clause.carriers) & set(profile.partners))


def _differs(change: ClauseChange) -> bool:
    before, after = change.before, change.after
    return before is None or after is None or before.words != after.words


def _former(change: ClauseChange) -> str:
    clause = change.before
    assert clause is not None  # noqa: S101 — only a clause that was quoted has former words
    first, last = clause.lines
    lines = f"ligne {first}" if first == last else f"lignes {first} à {last}"
    source = typeset(f"(Texte du catalogue précédent : {clause.source}, {lines} de la source.)")
    return f"{clause.words[: MAX_TEXT - len(source) - 1]}\n{source}"


def _reason(change: ClauseChange) -> str:
    if change.fate is Fate.NEW:
        return "Ajouté par un nouveau catalogue et non retenu."
    return typeset(
        "Texte modifié par un nouveau catalogue : le texte précédent est gardé comme engagement local."
    )
