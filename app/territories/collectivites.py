"""Who signs where the département or the région is not a collectivité of its own, and for the State."""

from app.territories.names import of_departement
from app.territories.reference import Division, Reference

# Collectivités without département nor région of their own (source: the reference's zone « com »).
WITHOUT_DEPARTEMENT = {"975", "977", "978", "984", "986", "987", "988", "989"}
METROPOLE_DE_LYON = "la métropole de Lyon"
LYON = "200046977"
RHONE = "69"

# By code of the département: one assembly for it, and for the région in the second table.
_CORSE = "la collectivité de Corse"
_ALSACE = "la Collectivité européenne d’Alsace"
IN_PLACE_OF_DEPARTEMENT = {
    "2A": _CORSE,
    "2B": _CORSE,
    # Loi n° 2019-816 du 2 août 2019.
    "67": _ALSACE,
    "68": _ALSACE,
    "75": "la Ville de Paris",
    "972": "la collectivité territoriale de Martinique",
    "973": "la collectivité territoriale de Guyane",
    # Loi organique n° 2025-793 du 11 août 2025, from 1 January 2026.
    "976": "le Département-Région de Mayotte",
}
IN_PLACE_OF_REGION = {code: IN_PLACE_OF_DEPARTEMENT[code] for code in ("2A", "2B", "972", "973", "976")}
# A single collectivité, which is the commune too (loi organique n° 2007-223); Wallis-et-Futuna has no
# communes but circonscriptions (loi n° 61-814).
IN_PLACE_OF_COMMUNE = {
    "97701": "la collectivité de Saint-Barthélemy",
    "97801": "la collectivité de Saint-Martin",
    "98611": "la circonscription d’Alo",
    "98612": "la circonscription de Sigave",
    "98613": "la circonscription d’Uvea",
}
# Overseas the representative of the State is not always a préfet of the place: said as the law says it.
_REPRESENTATIVES = {
    "977": "son représentant à Saint-Barthélemy",
    "978": "son représentant à Saint-Martin",
    "984": "son représentant dans les Terres australes et antarctiques françaises",
    "986": "son représentant à Wallis-et-Futuna",
    "987": "le haut-commissaire de la République en Polynésie française",
    "988": "le haut-commissaire de la République en Nouvelle-Calédonie",
    "989": "son représentant à Clipperton",
}


def state(departement: Division) -> str:
    """« l’État, représenté par le préfet du Rhône »."""
    prefet = f"le préfet {of_departement(departement.code, departement.name, departement.article)}"
    return f"l’État, représenté par {_REPRESENTATIVES.get(departement.code, prefet)}"


def communes_of_lyon(reference: Reference) -> frozenset[str]:
    """The communes where the métropole de Lyon has the powers of the département (CGCT, L. 3611-1)."""
    return frozenset(commune.code for commune in reference.territory(LYON).communes)
