"""Who signs a draft, by name: the blocks of its signatories' table and of its last page."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from app.domain.draft import Draft
from app.domain.field_text import own_lines
from app.domain.french import NBSP
from app.domain.profile import Signatory
from app.domain.rules import Partner


@dataclass(frozen=True, slots=True)
class Representative:
    """Who signs for a body: « Mme Exemple, maire », empty as long as nobody is named. `id` is used once.

    `details`: what is said of the signatory besides, « label: text ».
    """

    id: str
    text: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signing:
    """One signature. `partners` says in what capacities; `id` is stable and used once in a draft.

    `representatives` are one person, or several when others sign in each capacity.
    """

    id: str
    name: str
    partners: tuple[Partner, ...]
    representatives: tuple[Representative, ...]


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


def named_signatories(draft: Draft) -> Iterator[tuple[str, Signatory]]:
    """Those who sign the contract by name, in their order, each after the id of its signature."""
    ranks = {partner.id: count(1) for partner in draft.partners}
    for signatory in draft.profile.signatories:
        if signatory.partner in ranks:
            yield f"{signatory.partner}.{next(ranks[signatory.partner])}", signatory


def undeliberated(draft: Draft) -> tuple[str, ...]:
    """Return the signatories, by name or by kind, whose deliberation is needed and not known.

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
    """One signature in both capacities; each person who signs in one of them is named, once."""
    people: dict[str, Representative] = {}
    for one in known.representatives + block.representatives:
        people.setdefault(one.text, one)
    representatives = tuple(one for text, one in people.items() if text) or known.representatives
    return Signing(known.id, known.name, known.partners + block.partners, representatives)


def _blocks(draft: Draft) -> Iterator[Signing]:
    named: dict[str, list[Signing]] = {}
    for identifier, one in named_signatories(draft):
        partner = draft.catalogue.partner_by_id[one.partner]
        text = ", ".join(filter(None, (one.representative, one.title)))
        details = tuple(f"{field.label}{NBSP}: {said}" for field, said in own_lines(one))
        person = Representative(identifier, text, details)
        named.setdefault(one.partner, []).append(Signing(identifier, one.name, (partner,), (person,)))
    for partner in draft.partners:
        unnamed = Signing(partner.id, partner.title, (partner,), (Representative(partner.id),))
        yield from named.get(partner.id, [unnamed])
