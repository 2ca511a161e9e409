"""French names with their articles and prepositions: « la Ville du Havre », « le département de l’Ain ».

Who signs where the département or the région is not a collectivité of its own, and for the State.

`article` is INSEE's « typeLiaison » as the reference has it. The name of a commune already holds its
article (« Le Havre »); that of a département does not (« Rhône »).
"""

import re
from enum import IntEnum

from app.domain.french import NBSP
from app.territories.reference import Division, Reference


class Article(IntEnum):
    """How a name takes « de » (INSEE, type de nom en clair)."""

    NONE_BEFORE_CONSONANT = 0
    NONE_BEFORE_VOWEL = 1
    LE = 2
    LA = 3
    LES = 4
    ELIDED = 5
    AUX = 6
    LAS = 7
    LOS = 8


# INSEE counts 2 000 inhabitants as the least of a town; below, « la Ville de » would be too much.
LEAST_OF_A_TOWN = 2_000
# Names made with « et » take no article (« de Maine-et-Loire »), and the source says so of seven of them;
# of Loir-et-Cher, Lot-et-Garonne and Tarn-et-Garonne it says « du », against « préfet de Lot-et-Garonne ».
# Of Vaucluse it says « du » too, against « préfet de Vaucluse » and « département de Vaucluse ».
_WITHOUT_ARTICLE = {"41", "47", "82", "84"}
_DE = {
    Article.NONE_BEFORE_CONSONANT: "de ",
    Article.NONE_BEFORE_VOWEL: "d’",
    Article.LE: "du ",
    Article.LA: "de la ",
    Article.LES: "des ",
    Article.ELIDED: "de l’",
    Article.AUX: "des ",
    Article.LAS: "de las ",
    Article.LOS: "de los ",
}
_CONTRACTED = {"Le ": "du ", "Les ": "des "}
_VOWELS = re.compile(r"[AEIOUÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆ]", re.IGNORECASE)
_KINDS = {
    "CC": "la communauté de communes",
    "CA": "la communauté d’agglomération",
    "CU": "la communauté urbaine",
}
_KIND = re.compile(r"(CC|CA|CU) +(.+)")
_KIND_SAID_AGAIN = re.compile(r"^(Communauté|Agglomération|Agglo|L’Agglo) ")
_ACRONYM = re.compile(r" +\([A-Z0-9]+( [A-Z0-9]+)?\)$")
_QUOTED = re.compile(r"(?:’’|\")(.+?)(?:’’|\")")
# Their official names, where the source writes them otherwise than the law.
_OFFICIAL = {
    "Métropole Européenne de Lille": "la métropole européenne de Lille",
    "CA Intercommunale du Nord de la Réunion": "la communauté intercommunale du Nord de La Réunion",
    "CA Intercommunale de la Réunion Est": "la communauté intercommunale de La Réunion Est",
    "CA CIVIS (Communauté Intercommunale des Villes Solidaires)": (
        "la communauté intercommunale des villes solidaires"
    ),
}


def of_commune(name: str, article: int | None = None) -> str:
    """« du Havre », « de La Rochelle », « des Abymes », « d’Évry-Courcouronnes ».

    Without an article, for a commune that the reference does not know, the first letters decide.
    """
    for written, contracted in _CONTRACTED.items():
        if name.startswith(written):
            return f"{contracted}{name.removeprefix(written)}"
    begins_with_vowel = bool(_VOWELS.match(name)) if article is None else article == Article.NONE_BEFORE_VOWEL
    # « Aux Marais » calls itself « commune d’Aux Marais ».
    return f"d’{name}" if begins_with_vowel or article == Article.AUX else f"de {name}"


def commune_name(name: str, article: int | None = None, population: int | None = None) -> str:
    """« la Ville de La Rochelle », and « la commune d’Yport » for a small one."""
    word = "Ville" if population is not None and population >= LEAST_OF_A_TOWN else "commune"
    return f"la {word} {of_commune(name, article)}"


def of_departement(code: str, name: str, article: int) -> str:
    """« du Rhône », « de l’Aisne », « de Maine-et-Loire »."""
    liaison = Article.NONE_BEFORE_CONSONANT if code in _WITHOUT_ARTICLE else Article(article)
    return f"{_DE[liaison]}{name}"


def departement_name(code: str, name: str, article: int) -> str:
    """« le département du Rhône »."""
    return f"le département {of_departement(code, name, article)}"


def region_name(name: str) -> str:
    """« la région Île-de-France »: the name comes without an article, « la région Réunion »."""
    return f"la région {name.removeprefix('La ')}"


def epci_name(name: str) -> str:
    """« la communauté urbaine d’Arras », « la métropole de Lyon », « Metz Métropole ».

    The acronym between brackets at the end of some names is left out.
    """
    name = _ACRONYM.sub("", " ".join(name.split()))
    if name in _OFFICIAL:
        return _OFFICIAL[name]
    found = _KIND.fullmatch(name)
    if found:
        kind, own_name = found.groups()
        return f"{_KINDS[kind]} {_unquoted(_KIND_SAID_AGAIN.sub('', own_name))}"
    if name.startswith("Métropole "):
        return f"la m{name[1:]}"
    return f"l’{name}" if name.startswith("Eurométropole") else name


def ept_name(name: str) -> str:
    """« l’établissement public territorial Plaine Commune »."""
    return f"l’établissement public territorial {name}"


def _unquoted(name: str) -> str:
    """Straight or doubled quotes of the source: none around the whole name, French ones inside it."""
    whole = _QUOTED.fullmatch(name)
    return whole[1] if whole else _QUOTED.sub(rf"«{NBSP}\1{NBSP}»", name)


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
    """Return the communes where the métropole de Lyon has the powers of the département (CGCT, L. 3611-1)."""
    return frozenset(commune.code for commune in reference.territory(LYON).communes)
