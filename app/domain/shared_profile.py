"""The profile that a document may carry with it: what its reader sees there, and no more."""

from dataclasses import replace

from app.domain.draft import Draft
from app.domain.outlines import PERIOD_PLACE
from app.domain.profile import Adaptation, Profile
from app.domain.quartiers import quartier_parts
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
    here = {part.quartier.code for part in quartier_parts(draft) if part.actions}
    numbered = shown | {one.id for one in local}
    return Profile(
        profile.name,
        profile.territory,
        profile.facts,
        profile.partners,
        {one: _without_reason(said) for one, said in profile.adaptations.items() if one in shown},
        signatories=profile.signatories,
        local_commitments=local,
        outline=profile.outline,
        texts={place: text for place, text in profile.texts.items() if place == PERIOD_PLACE},
        portraits={code: said for code, said in profile.portraits.items() if code in here},
        numbers={one: number for one, number in profile.numbers.items() if one in numbered},
        orientations=shown_orientations(draft),
    )


def _without_reason(said: Adaptation) -> Adaptation:
    """Leave out the reason, which a commitment that came back keeps and no document says."""
    return replace(said, reason_excluded="")
