"""Taking what was written for one contract as the start of another."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from app.domain.catalogue import Catalogue
from app.domain.identifiers import local_number
from app.domain.profile import NO_ADAPTATION, Adaptation, LocalCommitment, Profile, State


@dataclass(frozen=True, slots=True)
class Copied:
    """A profile with what was taken over: how many adaptations, and how many were left as they were."""

    profile: Profile
    taken: int
    kept: int


def with_copied(profile: Profile, other: Profile, sections: Collection[str], catalogue: Catalogue) -> Copied:
    """The profile with the adaptations of another one in some volets.

    What was already written here is never replaced. What was agreed elsewhere is only drafted here, and
    quartiers are those of the other territory: they are not taken.
    """
    adaptations = dict(profile.adaptations)
    taken = kept = 0
    for commitment_id, adaptation in other.adaptations.items():
        leaf = catalogue.leaf_by_id.get(commitment_id)
        if leaf is None or leaf.commitment.section not in sections:
            continue
        if adaptations.get(commitment_id, NO_ADAPTATION) != NO_ADAPTATION:
            kept += 1
        else:
            adaptations[commitment_id] = _elsewhere(adaptation)
            taken += 1
    local = [one for one in other.local_commitments if one.section in sections]
    known = {(one.section, one.text) for one in profile.local_commitments}
    new = [one for one in local if (one.section, one.text) not in known]
    merged = replace(profile, adaptations=adaptations, local_commitments=_with_renumbered(profile, new))
    return Copied(merged, taken + len(new), kept + len(local) - len(new))


def _with_renumbered(profile: Profile, new: list[LocalCommitment]) -> tuple[LocalCommitment, ...]:
    first = next_local_number(profile.local_commitments, profile.last_local)
    numbered = (
        replace(one, id=f"local-{number}", adaptation=_elsewhere(one.adaptation))
        for number, one in enumerate(new, start=first)
    )
    return (*profile.local_commitments, *numbered)


def next_local_number(known: Collection[LocalCommitment], last: int) -> int:
    """Return a number that no local commitment had: those known, and `last`, the greatest one ever given."""
    return max(last, *(local_number(local.id) for local in known), 0) + 1


def _elsewhere(adaptation: Adaptation) -> Adaptation:
    state = State.DRAFTED if adaptation.state is State.AGREED else adaptation.state
    return replace(adaptation, state=state, quartiers=())
