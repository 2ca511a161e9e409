"""The part of a draft that one signatory carries."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.draft import Draft, DraftSection
from app.domain.profile import LocalCommitment
from app.domain.rules import Partner
from app.domain.signing import Signing, signings


class NotASignatory(Exception):
    """The partner does not sign this contract. `known` are the ids of those who do."""

    def __init__(self, partner: str, known: Iterable[str]) -> None:
        self.partner = partner
        self.known = tuple(known)
        super().__init__(
            f"« {partner} » ne signe pas ce contrat. Signataires : {', '.join(self.known) or 'aucun'}."
        )


@dataclass(frozen=True, slots=True)
class Share:
    """Whose part it is: a name, the capacities that carry clauses, what it is called, its signatures."""

    name: str
    partners: tuple[Partner, ...]
    names: frozenset[str]
    signings: tuple[Signing, ...]


def shares(draft: Draft) -> dict[str, Share]:
    """By id, each kind of signatory, then each one that is named: « commune », « commune.1 »."""
    signing = signings(draft)
    kinds = {partner.id: _share_of_kind(partner, signing) for partner in draft.partners}
    return kinds | {
        one.id: Share(one.name, one.partners, frozenset((one.name,)), (one,))
        for one in signing
        if one.id not in kinds
    }


def share_of(draft: Draft, signatory: str) -> Share:
    """The share of this id. Raises NotASignatory."""
    known = shares(draft)
    if signatory not in known:
        raise NotASignatory(signatory, known)
    return known[signatory]


def extract(draft: Draft, share: Share) -> Draft:
    """The same contract with only the clauses of this share, and its signatures alone.

    The clauses keep their numbers: partners speak of « engagement 57 », each with an extract in hand. A volet
    where the share holds nothing is left out, and so is what an extract has not to say of the whole.
    """
    carried = (_carried(section, share) for section in draft.sections)
    sections = tuple(section for section in carried if section.entries or section.local)
    return replace(
        draft,
        sections=sections,
        whole=draft.sections,
        signed_by=frozenset(one.id for one in share.signings),
        national=(),
        excluded=(),
        checks=(),
    )


def _share_of_kind(partner: Partner, signing: Iterable[Signing]) -> Share:
    own = tuple(one for one in signing if partner in one.partners)
    names = frozenset((partner.id, partner.title, *(one.name for one in own)))
    return Share(partner.title, (partner,), names, own)


def _carried(section: DraftSection, share: Share) -> DraftSection:
    partners = set(share.partners)
    return replace(
        section,
        entries=tuple(entry for entry in section.entries if not partners.isdisjoint(entry.carried_by)),
        local=tuple(one for one in section.local if _takes_part(one, share.names)),
        see_also=(),
        warnings=(),
    )


def _takes_part(commitment: LocalCommitment, names: frozenset[str]) -> bool:
    """A commitment of the contract alone has no carrier: its lead and those associated say who it binds."""
    return not names.isdisjoint((commitment.adaptation.lead, *commitment.adaptation.associated))
