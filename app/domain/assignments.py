"""Whose a commitment is: of the signatory or body that leads it or takes part in it, of who changed it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.draft import Draft
from app.domain.names import Signing, named_signatories, signings
from app.domain.parties import Parties, party_key
from app.domain.profile import NO_ADAPTATION, Adaptation, LocalCommitment, Profile


def lasting_ids(draft: Draft) -> Mapping[str, Signing]:
    """Return each signature by an id that outlives its rank.

    That of its signatory; that of its kind as long as nobody is named.
    """
    named = dict(named_signatories(draft))
    return {named[one.id].id if one.id in named else one.id: one for one in signings(draft)}


def find_signing(draft: Draft, lasting_id: str) -> Signing | None:
    """Return the signature of this lasting id; None where there is none, or where several share it.

    A kind that was chosen before somebody was named for it is that signatory, if it is alone of its kind.
    """
    known = lasting_ids(draft)
    if lasting_id in known:
        return known[lasting_id]
    of_kind = [one for one in known.values() if any(partner.id == lasting_id for partner in one.partners)]
    return of_kind[0] if len(of_kind) == 1 else None


def commitments_bound(draft: Draft, signing: Signing) -> frozenset[str]:
    """Return the ids of the commitments whose action a signatory leads, or is associated with."""
    parties = Parties(draft)
    return frozenset(known for known, said in _said(draft.profile) if signing.id in parties.bound_by(said))


@dataclass(frozen=True, slots=True)
class Body:
    """A body as accounts know it: its name, and the id of a kind of signatory, or nothing."""

    name: str
    kind: str = ""


def signings_of(draft: Draft, body: Body) -> tuple[Signing, ...]:
    """Return the signatures of a body: those that its name means, else the only one of its kind.

    Nobody's where several are of its kind: a commune is not any commune.
    """
    parties = Parties(draft)
    if meant := parties.meant(body.name):
        return meant
    of_kind = [one for one in parties.signings if any(each.id == body.kind for each in one.partners)]
    return tuple(of_kind) if len(of_kind) == 1 else ()


def commitments_of(draft: Draft, body: Body) -> frozenset[str]:
    """Return the ids of the commitments whose action a body leads or takes part in, be it a signatory or not.

    A body that does not sign is known by its name alone.
    """
    parties, name = Parties(draft), party_key(body.name)
    own = {one.id for one in signings_of(draft, body)}
    return frozenset(
        known
        for known, said in _said(draft.profile)
        if (name and name in map(party_key, (said.lead, *said.associated))) or own & parties.bound_by(said)
    )


def changed_commitments(before: Profile, after: Profile) -> frozenset[str]:
    """Return the ids of the commitments of which two versions of a contract do not say the same."""
    former, present = states_of(before), states_of(after)
    return frozenset(known for known in {*former, *present} if former.get(known) != present.get(known))


def states_of(profile: Profile) -> Mapping[str, Adaptation | LocalCommitment]:
    """Return what a contract says of each commitment, by its id; what says nothing is left out."""
    national = {known: said for known, said in profile.adaptations.items() if said != NO_ADAPTATION}
    return {**national, **{one.id: one for one in profile.local_commitments}}


def _said(profile: Profile) -> Iterator[tuple[str, Adaptation]]:
    yield from profile.adaptations.items()
    for one in profile.local_commitments:
        yield one.id, one.adaptation
