"""Bringing back what left the document: as a local commitment, by a carrier that signs, or as it was."""

from dataclasses import replace

from app.domain.draft import Draft
from app.domain.french import typeset
from app.domain.profile import NO_ADAPTATION, Adaptation, LocalCommitment, Profile
from app.domain.quotation import quotation
from app.domain.reuse import next_local_number


def kept_as_local(draft: Draft, commitment_id: str) -> Profile:
    """The profile with what was written for a commitment under a local one, which quotes the national text.

    The choice to leave the commitment out stays, with its reason. Raises KeyError where nothing was written.
    """
    profile = draft.profile
    written = profile.adaptations[commitment_id]
    number = next_local_number(profile.local_commitments, profile.last_local)
    local = LocalCommitment(
        f"local-{number}",
        _section(draft, commitment_id),
        _quoted(draft, commitment_id),
        replace(written, included=True, reason_excluded=""),
    )
    choice = Adaptation(included=written.included, reason_excluded=written.reason_excluded)
    adaptations = {**profile.adaptations, commitment_id: choice}
    if choice == NO_ADAPTATION:
        del adaptations[commitment_id]
    return replace(profile, adaptations=adaptations, local_commitments=(*profile.local_commitments, local))


def signed_also_by(draft: Draft, partner_id: str) -> Profile:
    """The profile with one more partner among those who sign, in the order of the catalogue."""
    signing = {*draft.profile.partners, partner_id}
    known = tuple(partner.id for partner in draft.catalogue.partners)
    ordered = tuple(partner for partner in known if partner in signing)
    unknown = tuple(partner for partner in draft.profile.partners if partner not in known)
    return replace(draft.profile, partners=ordered + unknown)


def taken_back(profile: Profile, commitment_id: str) -> Profile:
    """The profile with a commitment that was left out by choice in it again. Raises KeyError."""
    back = replace(profile.adaptations[commitment_id], included=True)
    return replace(profile, adaptations={**profile.adaptations, commitment_id: back})


def _section(draft: Draft, commitment_id: str) -> str:
    """The volet of the commitment; the last one of the contract for one that its catalogue does not know."""
    sections = [section.id for section in draft.catalogue.sections_in(draft.outline)]
    leaf = draft.catalogue.leaf_by_id.get(commitment_id)
    return leaf.commitment.section if leaf and leaf.commitment.section in sections else sections[-1]


def _quoted(draft: Draft, commitment_id: str) -> str:
    leaf = draft.catalogue.leaf_by_id.get(commitment_id)
    if leaf is None:
        return typeset(f"Suite de l’engagement {commitment_id}, que le catalogue n’a plus.")
    convention = leaf.convention
    source = typeset(f"(Engagement national : {convention.title}, convention du {convention.date_text}.)")
    words = "\n".join((*leaf.lead_in, leaf.commitment.text))
    return quotation(words, source)
