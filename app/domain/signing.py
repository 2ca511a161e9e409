"""Who signs a draft, by name: the blocks of its signatories' table and of its last page."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.draft import Draft
from app.domain.rules import Partner


@dataclass(frozen=True, slots=True)
class Signing:
    """One signature. `partners` says in what capacities; `id` is stable and used once in a draft.

    `representative` is who will hold the pen: « Mme Exemple, maire », or empty.
    """

    id: str
    name: str
    partners: tuple[Partner, ...]
    representative: str = ""


def signings(draft: Draft) -> tuple[Signing, ...]:
    """One signature for each named signatory, or for the partner's title when nobody is named.

    A collectivité unique, named as département and as région, signs once in both capacities.
    """
    blocks: list[Signing] = []
    for block in _blocks(draft):
        same = next((index for index, one in enumerate(blocks) if _is_same(one, block)), None)
        if same is None:
            blocks.append(block)
        else:
            known = blocks[same]
            representative = known.representative or block.representative
            blocks[same] = Signing(known.id, known.name, known.partners + block.partners, representative)
    return tuple(blocks)


def _blocks(draft: Draft) -> Iterator[Signing]:
    for partner in draft.partners:
        named = [one for one in draft.profile.signatories if one.partner == partner.id]
        if not named:
            yield Signing(partner.id, partner.title, (partner,))
        for rank, one in enumerate(named, start=1):
            representative = ", ".join(filter(None, (one.representative, one.title)))
            yield Signing(f"{partner.id}.{rank}", one.name, (partner,), representative)


def _is_same(one: Signing, other: Signing) -> bool:
    """Two communes may have one name; a collectivité has it once in each capacity."""
    return one.name == other.name and other.partners[0] not in one.partners
