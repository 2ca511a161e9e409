"""What the reference proposes for a territory: a profile with the signatories whom the law requires."""

from app.domain.profile import Profile
from app.territories.reference import Reference

# Collectivités without département nor région of their own (source: the reference's zone « com »).
WITHOUT_DEPARTEMENT = {"975", "977", "978", "984", "986", "987", "988", "989"}


def territory_profile(code: str, reference: Reference) -> Profile:
    """A profile for a territory, with no stated fact. Raises UnknownTerritory.

    The partners are those of loi n° 2014-173, art. 6, I; overseas, art. 6, III lets a commune
    contract without an EPCI.
    """
    territory = reference.territory(code)
    partners = ["etat"]
    if territory.kind != "commune":
        partners.append("epci")
    partners.append("commune")
    if not set(territory.departements) & WITHOUT_DEPARTEMENT:
        partners += ["departement", "region"]
    return Profile(name=f"{territory.name} — contrat de ville", territory=territory, partners=tuple(partners))
