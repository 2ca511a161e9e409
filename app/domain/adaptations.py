"""What a contract says of its commitments, national or its own: read and changed by their ids."""

from collections.abc import Callable, Collection
from dataclasses import replace

from app.domain.profile import NO_ADAPTATION, Adaptation, Profile


def adaptation_of(profile: Profile, commitment_id: str) -> Adaptation:
    """Return what a contract says of a commitment."""
    own = (one.adaptation for one in profile.local_commitments if one.id == commitment_id)
    return next(own, profile.adaptations.get(commitment_id, NO_ADAPTATION))


def change_adaptations(
    profile: Profile, ids: Collection[str], change: Callable[[Adaptation], Adaptation]
) -> Profile:
    """Return the contract where what is said of these commitments is changed; what is empty is left out."""
    own = tuple(
        replace(one, adaptation=change(one.adaptation)) if one.id in ids else one
        for one in profile.local_commitments
    )
    national = set(ids) - {one.id for one in own}
    said = {known: change(profile.adaptations.get(known, NO_ADAPTATION)) for known in sorted(national)}
    kept = {known: one for known, one in {**profile.adaptations, **said}.items() if one != NO_ADAPTATION}
    return replace(profile, adaptations=kept, local_commitments=own)
