"""French names with their articles and prepositions: « la Ville du Havre », « le département de l’Ain ».

`article` is INSEE's « typeLiaison » as the reference has it. The name of a commune already holds its
article (« Le Havre »); that of a département does not (« Rhône »).
"""

import re
from enum import IntEnum

from app.domain.french import NBSP


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
