"""In what capacity, and by which assembly, each kind of signatory signs, where that is certain."""

from dataclasses import dataclass

from app.domain.rules import Partner
from app.domain.territory import Territory
from app.domain.text import name_key

_OTHER_ASSEMBLIES = frozenset(["2A", "2B", "67", "68", "69", "75", "972", "973", "976"])
"""Départements whose assembly has another name, or that have two: Corse, Alsace, Rhône, Paris, outre-mer."""

_PARIS = "paris"


@dataclass(frozen=True, slots=True)
class Usual:
    """What is proposed of a signatory; empty where it is not certain."""

    title: str = ""
    body: str = ""


def usual_of(partner: Partner, name: str, territory: Territory) -> Usual:
    """Return the quality and the assembly of a signatory of this kind and name.

    A quality that has a gender is nobody's before the person is known: « président » is not proposed. The
    State and those who sign without an assembly have none.
    """
    is_usual = _OTHER_ASSEMBLIES.isdisjoint(territory.departements)
    match partner.id:
        case "commune" if _PARIS not in name_key(name).split():
            return Usual("maire", "conseil municipal")
        case "epci" if territory.grouping in {"CC", "CA", "CU"}:
            return Usual(body="conseil communautaire")
        case "departement" if is_usual:
            return Usual(body="conseil départemental")
        case "region" if is_usual:
            return Usual(body="conseil régional")
        case _:
            return Usual()
