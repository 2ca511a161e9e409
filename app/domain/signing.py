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

    A collectivité unique, named as département and as région, signs once in both capacities; two communes
    that have one name sign twice.
    """
    signed: dict[str, list[Signing]] = {}
    order: list[tuple[list[Signing], int]] = []
    for block in _blocks(draft):
        namesakes = signed.setdefault(block.name, [])
        same = next(
            (rank for rank, one in enumerate(namesakes) if block.partners[0] not in one.partners), None
        )
        if same is None:
            order.append((namesakes, len(namesakes)))
            namesakes.append(block)
        else:
            namesakes[same] = _both(namesakes[same], block)
    return tuple(namesakes[rank] for namesakes, rank in order)


def undeliberated(draft: Draft) -> tuple[str, ...]:
    """The signatories whose assembly must deliberate and whose deliberation is not known, by name or by kind.

    The State and the others sign without one.
    """
    missing: list[str] = []
    for partner in draft.partners:
        if partner.deliberates:
            named = [one for one in draft.profile.signatories if one.partner == partner.id]
            missing += [one.name for one in named if not one.has_deliberated]
            missing += [] if named else [partner.title]
    return tuple(missing)


def _both(known: Signing, block: Signing) -> Signing:
    """One signature in both capacities."""
    representative = known.representative or block.representative
    return Signing(known.id, known.name, known.partners + block.partners, representative)


def _blocks(draft: Draft) -> Iterator[Signing]:
    for partner in draft.partners:
        named = [one for one in draft.profile.signatories if one.partner == partner.id]
        if not named:
            yield Signing(partner.id, partner.title, (partner,))
        for rank, one in enumerate(named, start=1):
            representative = ", ".join(filter(None, (one.representative, one.title)))
            yield Signing(f"{partner.id}.{rank}", one.name, (partner,), representative)
