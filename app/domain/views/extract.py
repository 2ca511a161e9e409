"""The part of a draft that one signatory holds: what it carries, leads, or is associated with."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.draft import Draft, DraftSection
from app.domain.parties import Parties
from app.domain.problems import UserError
from app.domain.profile import LocalCommitment
from app.domain.rules import Partner
from app.domain.signatures import Signing, signings


class NotASignatory(UserError):
    """The partner does not sign this contract. `known` are the ids of those who do."""

    def __init__(self, partner: str, known: Iterable[str]) -> None:
        self.partner = partner
        self.known = tuple(known)
        super().__init__(
            f"« {partner} » ne signe pas ce contrat. Signataires : {', '.join(self.known) or 'aucun'}."
        )


@dataclass(frozen=True, slots=True)
class Share:
    """Whose part it is: a name, the capacities that carry clauses, its signatures."""

    name: str
    partners: tuple[Partner, ...]
    signings: tuple[Signing, ...]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of its signatures."""
        return frozenset(signing.id for signing in self.signings)


def shares(draft: Draft) -> dict[str, Share]:
    """By id, each kind of signatory, then each one that is named: « commune », « commune.1 »."""
    signing = signings(draft)
    kinds = {partner.id: _share_of_kind(partner, signing) for partner in draft.partners}
    return kinds | {one.id: Share(one.name, one.partners, (one,)) for one in signing if one.id not in kinds}


def share_of(draft: Draft, signatory: str) -> Share:
    """Return the share of this id. Raises NotASignatory."""
    known = shares(draft)
    if signatory not in known:
        raise NotASignatory(signatory, known)
    return known[signatory]


def extract(draft: Draft, share: Share) -> Draft:
    """Return the same contract with only the commitments of this share, and its signatures alone.

    They are those that it carries, leads or is associated with: whoever does something under a clause has it
    in hand. The clauses keep their numbers: partners speak of « engagement 57 », each with an extract. A
    volet where the share holds nothing is left out, and so is what an extract has not to say of the whole.
    """
    parties = Parties(draft)
    held = (_held(section, share, parties) for section in draft.sections)
    sections = tuple(section for section in held if section.entries or section.local)
    return replace(
        draft,
        sections=sections,
        whole=draft.sections,
        signed_by=share.ids,
        historical=(),
        national=(),
        excluded=(),
        checks=(),
    )


def in_no_extract(draft: Draft) -> tuple[LocalCommitment, ...]:
    """Return the local commitments whose lead and associated sign nothing: they are in nobody's extract.

    A national clause is always carried by somebody who signs.
    """
    local = tuple(one for section in draft.sections for one in section.local)
    if not local:
        return ()
    parties = Parties(draft)
    return tuple(one for one in local if not parties.bound_by(one.adaptation))


def _share_of_kind(partner: Partner, signing: Iterable[Signing]) -> Share:
    return Share(partner.title, (partner,), tuple(one for one in signing if partner in one.partners))


def _held(section: DraftSection, share: Share, parties: Parties) -> DraftSection:
    partners = set(share.partners)
    return replace(
        section,
        entries=tuple(
            entry
            for entry in section.entries
            if not partners.isdisjoint(entry.carried_by)
            or not share.ids.isdisjoint(parties.bound_by(entry.adaptation))
        ),
        # A commitment of the contract alone has no carrier: its lead and those associated say who it binds.
        local=tuple(
            one for one in section.local if not share.ids.isdisjoint(parties.bound_by(one.adaptation))
        ),
        see_also=(),
        warnings=(),
    )
