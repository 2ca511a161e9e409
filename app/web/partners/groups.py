"""The kinds of signatory as the page shows them: by the reason why they may sign."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.catalogue import Catalogue, Scope
from app.domain.profile import Territory
from app.domain.rules import Partner, PartnerStatus
from app.territories import ProposedSignatory

TITLES = {
    PartnerStatus.REQUIRED: "Requis par la loi",
    PartnerStatus.ALLOWED: "Permis par la loi",
    PartnerStatus.EXPECTED: "Attendus par une circulaire ou une convention",
    PartnerStatus.LOCAL: "Choix local",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of signatory, and how many local commitments of the catalogue it carries."""

    partner: Partner
    commitments: int


@dataclass(frozen=True, slots=True)
class Group:
    """The kinds of signatory that have the same reason to sign."""

    id: str
    title: str
    choices: tuple[Choice, ...]


def groups(catalogue: Catalogue) -> Iterator[Group]:
    """The four groups, the one that the law requires first; a group without anyone is left out."""
    carried = Counter(
        carrier
        for leaf in catalogue.leaves
        if leaf.commitment.scope is Scope.LOCAL
        for carrier in leaf.commitment.carriers
    )
    for status, title in TITLES.items():
        choices = tuple(
            Choice(partner, carried[partner.id]) for partner in catalogue.partners if partner.status is status
        )
        if choices:
            yield Group(status.value, title, choices)


def missing(catalogue: Catalogue, territory: Territory, chosen: tuple[str, ...]) -> tuple[Partner, ...]:
    """Who must sign for this territory and is not among those chosen."""
    return tuple(
        partner
        for partner in catalogue.partners
        if partner.required_in(territory) and partner.id not in chosen
    )


def by_partner(proposed: tuple[ProposedSignatory, ...]) -> dict[str, list[ProposedSignatory]]:
    """The signatories proposed by name, under the partner that they sign as."""
    named: dict[str, list[ProposedSignatory]] = {}
    for signatory in proposed:
        named.setdefault(signatory.partner, []).append(signatory)
    return named
