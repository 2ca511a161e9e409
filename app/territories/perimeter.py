"""The perimeter of a contract: one grouping, several, a part of one, or one commune.

Loi n° 2014-173, art. 6: I the intercommunal level; II other perimeters within métropoles; III overseas,
one commune. Several groupings are kept in the territory's code, joined by JOINT.
"""

from collections.abc import Iterator, Sequence

from app.domain.french import NBSP, join_names, typeset
from app.domain.problems import UserError
from app.domain.profile import Commune, Territory
from app.domain.text import MAX_NAME
from app.territories.reference import Place, Reference, UnknownTerritory

JOINT = " + "
MAX_GROUPINGS = 10


class PerimeterRefused(UserError, ValueError):
    """Territories that make no perimeter. The message is in French."""

    def __init__(self, message: str) -> None:
        super().__init__(typeset(message))


def perimeter(codes: Sequence[str], reference: Reference) -> Territory:
    """Return the territory of groupings, or of one commune; each code counts once.

    Raises UnknownTerritory for a code that the reference does not have, PerimeterRefused for several
    territories that cannot be one perimeter.
    """
    each = dict.fromkeys(code.strip().upper() for code in codes)
    return _united([reference.territory(code) for code in each])


def departures_of(territory: Territory, reference: Reference) -> tuple[str, ...]:
    """Where a territory departs from the official lists of its groupings, in French sentences.

    Nothing is said of a territory whose code the reference does not know, or that lists no commune.
    """
    official = [reference.territory(place.code) for place in _places(territory, reference)]
    if not official or not territory.communes:
        return ()
    return tuple(typeset(sentence) for sentence in _departures(territory, official))


def groupings_in(territory: Territory, reference: Reference) -> tuple[Place, ...]:
    """Return the EPCI and EPT that a territory's code names; none when one of them is unknown."""
    return tuple(place for place in _places(territory, reference) if place.kind != "commune")


def _places(territory: Territory, reference: Reference) -> tuple[Place, ...]:
    try:
        return tuple(reference.place(code) for code in territory.code.split(JOINT))
    except UnknownTerritory:
        return ()


def _united(territories: list[Territory]) -> Territory:
    """One territory out of several groupings: their communes, each once, larger groupings as given."""
    if not territories:
        raise PerimeterRefused("Aucun territoire : choisissez une intercommunalité ou une commune.")
    if len(territories) == 1:
        return territories[0]
    if any(territory.kind == "commune" for territory in territories):
        raise PerimeterRefused(
            "Une commune ne se réunit pas à un autre territoire : choisissez l’intercommunalité, puis "
            "retirez ou ajoutez des communes."
        )
    if len(territories) > MAX_GROUPINGS:
        raise PerimeterRefused(f"{len(territories)}{NBSP}intercommunalités : {MAX_GROUPINGS} au plus.")
    kinds = {territory.kind for territory in territories}
    groupings = {territory.grouping for territory in territories}
    communes = {commune.code: commune for territory in territories for commune in territory.communes}
    return Territory(
        kind=kinds.pop() if len(kinds) == 1 else "epci",
        code=JOINT.join(territory.code for territory in territories),
        name=_joint_name([territory.name for territory in territories]),
        communes=tuple(communes.values()),
        grouping=groupings.pop() if len(groupings) == 1 else None,
    )


def _joint_name(names: list[str]) -> str:
    whole = join_names(names)
    return whole if len(whole) <= MAX_NAME else f"{names[0]} et {len(names) - 1} autres intercommunalités"


def _departures(territory: Territory, official: list[Territory]) -> Iterator[str]:
    if len(official) > 1:
        names = join_names([territory.name for territory in official])
        yield f"{len(official)}{NBSP}intercommunalités réunies : {names}."
    members = {commune.code: commune for one in official for commune in one.communes}
    present = {commune.code for commune in territory.communes}
    removed = [commune for code, commune in members.items() if code not in present]
    if removed:
        yield f"{_counted(removed, 'retirée')} : {_named(removed)}."
    foreign = [commune for commune in territory.communes if commune.code not in members]
    if foreign:
        yield f"{_counted(foreign, 'ajoutée')}, hors {_outside(territory, official)} : {_named(foreign)}."


def _counted(communes: list[Commune], participle: str) -> str:
    plural = "s" if len(communes) > 1 else ""
    return f"{len(communes)}{NBSP}commune{plural} {participle}{plural}"


def _named(communes: list[Commune]) -> str:
    return join_names([f"{commune.name} ({commune.code})" for commune in communes])


def _outside(territory: Territory, official: list[Territory]) -> str:
    if len(official) > 1:
        return "de ces intercommunalités"
    return {"ept": "de l’EPT", "commune": "de la commune choisie"}.get(territory.kind, "de l’EPCI")
