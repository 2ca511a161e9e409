"""The profile that a document may carry with it: what its reader sees there, and no more."""

from collections.abc import Iterator
from dataclasses import replace

from app.domain.draft import Draft
from app.domain.names import signings
from app.domain.profile import Adaptation, Objective, Orientation, Profile, Signatory
from app.domain.views import shown_orientations


def shared_profile(draft: Draft) -> Profile:
    """Return the profile of a draft; of an extract, only what the extract shows.

    What other signatories do, why a commitment was left out and the chapters that are written together are
    not for the signatory of an extract. What is kept is named here: a field that is added to a profile stays
    out of extracts until somebody decides otherwise.
    """
    profile = draft.profile
    if not draft.is_extract:
        return profile
    shown = {entry.commitment.id for entry in draft.entries()}
    local = tuple(
        replace(one, adaptation=_without_reason(one.adaptation))
        for section in draft.sections
        for one in section.local
    )
    numbered = shown | {one.id for one in local}
    return Profile(
        profile.name,
        profile.territory,
        profile.facts,
        profile.partners,
        {one: _without_reason(said) for one, said in profile.adaptations.items() if one in shown},
        signatories=tuple(_signatories(draft)),
        local_commitments=local,
        outline=profile.outline,
        numbers={one: number for one, number in profile.numbers.items() if one in numbered},
        orientations=tuple(_titles(one) for one in shown_orientations(draft)),
    )


def _signatories(draft: Draft) -> Iterator[Signatory]:
    """Yield those who sign, by their names alone but for whom the extract is: it bears one signature."""
    own = {signing.name for signing in signings(draft) if signing.id in draft.signed_by}
    for one in draft.profile.signatories:
        yield one if one.name in own else Signatory(one.partner, one.name, id=one.id)


def _titles(orientation: Orientation) -> Orientation:
    """Leave what its actions name: the titles of the objectives that they serve."""
    titles = tuple(Objective(one.id, one.title) for one in orientation.objectives)
    return Orientation(orientation.id, orientation.title, objectives=titles)


def _without_reason(said: Adaptation) -> Adaptation:
    """Leave out the reason, which a commitment that came back keeps and no document says."""
    return replace(said, reason_excluded="")
