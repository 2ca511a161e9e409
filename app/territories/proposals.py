"""What the reference proposes for a territory: a profile with the signatories whom the law requires."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from app.domain.french import typeset
from app.domain.profile import Commune, Profile, Quartier, Signatory, Territory, new_signatory_id
from app.domain.text import MAX_NAME
from app.territories.names import (
    IN_PLACE_OF_COMMUNE,
    IN_PLACE_OF_DEPARTEMENT,
    IN_PLACE_OF_REGION,
    METROPOLE_DE_LYON,
    RHONE,
    WITHOUT_DEPARTEMENT,
    commune_name,
    communes_of_lyon,
    departement_name,
    epci_name,
    ept_name,
    region_name,
    state,
)
from app.territories.perimeter import JOINT, groupings_in, perimeter
from app.territories.reference import Division, Reference

LAW = "Loi n° 2014-173 du 21 février 2014"
QuartiersOf = Callable[[Iterable[str]], tuple[Quartier, ...]]
IN_PLACE = "cette collectivité en exerce les compétences"


@dataclass(frozen=True, slots=True)
class ProposedSignatory:
    """Who should sign as a partner, by name, and what the law says of it, in French."""

    partner: str
    name: str
    reason: str


def no_quartiers(_communes: Iterable[str]) -> tuple[Quartier, ...]:
    """Return what is known of the quartiers of a territory when no list was imported: nothing."""
    return ()


def territory_profile(code: str, reference: Reference, quartiers_of: QuartiersOf = no_quartiers) -> Profile:
    """Return a profile for a territory, with no stated fact; several groupings are joined by JOINT in `code`.

    Raises UnknownTerritory, and PerimeterRefused for territories that cannot be one perimeter.

    `quartiers_of` finds the quartiers prioritaires of communes, by their codes.

    The partners are those of loi n° 2014-173, art. 6, I; overseas, art. 6, III lets a commune
    contract without an EPCI.
    """
    territory = perimeter(code.split(JOINT), reference)
    territory = replace(territory, quartiers=quartiers_of(commune.code for commune in territory.communes))
    partners = ["etat"]
    if territory.kind != "commune":
        partners.append("epci")
    partners.append("commune")
    if not set(territory.departements) & WITHOUT_DEPARTEMENT:
        partners += ["departement", "region"]
    return Profile(
        name=f"{territory.name} — contrat de ville",
        territory=territory,
        partners=tuple(partners),
        signatories=named_signatories(territory, reference),
    )


def named_signatories(territory: Territory, reference: Reference) -> tuple[Signatory, ...]:
    """Return the proposed signatories as a profile keeps them."""
    return tuple(
        Signatory(proposed.partner, proposed.name) for proposed in proposed_signatories(territory, reference)
    )


def signatories_moved(
    known: tuple[Signatory, ...], before: Territory, after: Territory, reference: Reference
) -> tuple[Signatory, ...]:
    """Return the signatories of a contract whose territory changes: the former ones leave, the new ones come.

    Whoever was named by hand stays, with what is said of each; so does everyone when nothing changes. Those
    who come have an id that nobody had, be they back after having left.
    """
    if before == after:
        return known
    named = named_signatories(after, reference)
    proposed = tuple(replace(one, id=new_signatory_id()) for one in named)
    if not known:
        return proposed
    former = {(one.partner, one.name) for one in named_signatories(before, reference)}
    leaving = former - {(one.partner, one.name) for one in proposed}
    met = former | {(one.partner, one.name) for one in known}
    return (
        *(one for one in known if (one.partner, one.name) not in leaving),
        *(one for one in proposed if (one.partner, one.name) not in met),
    )


def proposed_signatories(territory: Territory, reference: Reference) -> tuple[ProposedSignatory, ...]:
    """Those whom the law makes sign, by name: State, EPCI, communes, départements, régions.

    A collectivité unique comes once as département and once as région. What the reference does not know,
    such as a commune with a code that was typed wrong, is named as the territory names it.
    """
    return (
        *_state(territory, reference),
        *_groupings(territory, reference),
        # Two communes may have the same name; two départements of one collectivité are one signatory.
        *_communes(territory, reference),
        *dict.fromkeys(_departements(territory, reference)),
        *dict.fromkeys(_regions(territory, reference)),
    )


def _proposed(partner: str, name: str, reason: str) -> ProposedSignatory:
    # A typed name may be as long as a profile allows before « la Ville de » comes in front of it.
    return ProposedSignatory(partner, name[:MAX_NAME].rstrip(), typeset(f"{LAW}, {reason}"))


def _state(territory: Territory, reference: Reference) -> Iterator[ProposedSignatory]:
    for departement in _known_departements(territory, reference):
        reason = f"art. 6, I : le contrat est conclu avec l’État ({departement.name})."
        yield _proposed("etat", state(departement), reason)


def _groupings(territory: Territory, reference: Reference) -> Iterator[ProposedSignatory]:
    if territory.kind == "commune":
        return
    known = groupings_in(territory, reference)
    for place in known:
        yield _grouping(place.kind, place.name)
    if not known:
        yield _grouping(territory.kind, territory.name)


def _grouping(kind: str, name: str) -> ProposedSignatory:
    if kind == "ept":
        reason = (
            "art. 6, II : dans certaines métropoles, le représentant de l’État dans la région peut proposer "
            "un autre périmètre ; ici, celui de l’établissement public territorial."
        )
        return _proposed("epci", ept_name(name), reason)
    reason = "art. 6, I : le contrat est conclu à l’échelle intercommunale, avec les EPCI à fiscalité propre."
    return _proposed("epci", epci_name(name), reason)


def _communes(territory: Territory, reference: Reference) -> Iterator[ProposedSignatory]:
    with_quartier = {code for quartier in territory.quartiers for code in quartier.communes}
    concerned = [commune for commune in territory.communes if commune.code in with_quartier]
    for commune in concerned or territory.communes:
        reason = _reason_of_commune(territory, commune, known=bool(concerned))
        yield _proposed("commune", _name_of_commune(commune, reference), reason)


def _name_of_commune(commune: Commune, reference: Reference) -> str:
    article = reference.article_of(commune.code)
    return IN_PLACE_OF_COMMUNE.get(commune.code) or commune_name(commune.name, article, commune.population)


def _reason_of_commune(territory: Territory, commune: Commune, *, known: bool) -> str:
    if commune.departement == "987":
        return "art. 24 : Polynésie française."
    if territory.kind == "commune" and commune.departement.startswith(("97", "98")):
        return "art. 6, III : outre-mer, le contrat peut être conclu à l’échelle communale."
    if known:
        return "art. 6, I : le contrat est conclu avec les communes ; celle-ci a un quartier prioritaire."
    return (
        "art. 6, I : le contrat est conclu avec les communes ; aucun quartier prioritaire n’est indiqué, "
        "toutes sont proposées."
    )


def _departements(territory: Territory, reference: Reference) -> Iterator[ProposedSignatory]:
    reason = "art. 6, I : les départements signent le contrat de ville"
    for departement in _with_assembly(territory, reference):
        instead = IN_PLACE_OF_DEPARTEMENT.get(departement.code)
        if instead:
            yield _proposed("departement", instead, f"{reason} ; {IN_PLACE}.")
        elif departement.code == RHONE:
            yield from _rhone(territory, reference, departement, reason)
        else:
            yield _proposed("departement", _departement_name(departement), f"{reason}.")


def _rhone(
    territory: Territory, reference: Reference, departement: Division, reason: str
) -> Iterator[ProposedSignatory]:
    """Yield the métropole de Lyon on its own territory, the département around it."""
    codes = {commune.code for commune in territory.communes if commune.departement == RHONE}
    lyon = communes_of_lyon(reference)
    if codes & lyon:
        yield _proposed("departement", METROPOLE_DE_LYON, f"{reason} ; {IN_PLACE}.")
    if codes - lyon:
        yield _proposed("departement", _departement_name(departement), f"{reason}.")


def _regions(territory: Territory, reference: Reference) -> Iterator[ProposedSignatory]:
    reason = "art. 6, I : les régions signent le contrat de ville"
    for departement in _with_assembly(territory, reference):
        region = reference.region_of(departement.code)
        instead = IN_PLACE_OF_REGION.get(departement.code)
        if instead:
            yield _proposed("region", instead, f"{reason} ; {IN_PLACE}.")
        elif region:
            yield _proposed("region", region_name(region.name), f"{reason}.")


def _with_assembly(territory: Territory, reference: Reference) -> list[Division]:
    return [one for one in _known_departements(territory, reference) if one.code not in WITHOUT_DEPARTEMENT]


def _known_departements(territory: Territory, reference: Reference) -> list[Division]:
    found = [reference.departement(code) for code in territory.departements]
    return [departement for departement in found if departement]


def _departement_name(departement: Division) -> str:
    return departement_name(departement.code, departement.name, departement.article)
