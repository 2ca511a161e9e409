"""The part of a draft that one signatory carries."""

from collections.abc import Iterable
from dataclasses import replace

from app.domain.draft import Draft, DraftSection
from app.domain.profile import LocalCommitment
from app.domain.rules import Partner


class NotASignatory(Exception):
    """The partner does not sign this contract. `known` are the ids of those who do."""

    def __init__(self, partner: str, known: Iterable[str]) -> None:
        self.partner = partner
        self.known = tuple(known)
        super().__init__(
            f"« {partner} » ne signe pas ce contrat. Signataires : {', '.join(self.known) or 'aucun'}."
        )


def extract(draft: Draft, partner_id: str) -> Draft:
    """The same contract with only the clauses that this partner carries, and its signature alone.

    The clauses keep their numbers: partners speak of « engagement 57 », each with an extract in hand. A volet
    where it carries nothing is left out, and so are the annexes that are nobody's here.
    Raises NotASignatory.
    """
    partner = next((one for one in draft.partners if one.id == partner_id), None)
    if partner is None:
        raise NotASignatory(partner_id, (one.id for one in draft.partners))
    names = _names(draft, partner)
    carried = (_carried(section, partner, names) for section in draft.sections)
    sections = tuple(section for section in carried if section.entries or section.local)
    return replace(
        draft,
        partners=(partner,),
        sections=sections,
        whole=draft.sections,
        national=(),
        excluded=(),
        checks=(),
    )


def _names(draft: Draft, partner: Partner) -> frozenset[str]:
    """What the partner may be called where a lead is named."""
    signing = (one.name for one in draft.profile.signatories if one.partner == partner.id)
    return frozenset((partner.id, partner.title, *signing))


def _carried(section: DraftSection, partner: Partner, names: frozenset[str]) -> DraftSection:
    return replace(
        section,
        entries=tuple(entry for entry in section.entries if partner in entry.carried_by),
        local=tuple(one for one in section.local if _takes_part(one, names)),
        see_also=(),
        warnings=(),
    )


def _takes_part(commitment: LocalCommitment, names: frozenset[str]) -> bool:
    """A commitment of the contract alone has no carrier: its lead and those associated say who it binds."""
    return not names.isdisjoint((commitment.adaptation.lead, *commitment.adaptation.associated))
