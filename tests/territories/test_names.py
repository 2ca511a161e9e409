"""The grammar of names: every département and région written out, and the odd names of communes and EPCI."""

import pytest

from app.domain.french import join_names
from app.territories import Reference
from app.territories.names import (
    commune_name,
    departement_name,
    epci_name,
    ept_name,
    of_commune,
    region_name,
)

DEPARTEMENTS = {
    "01": "le département de l’Ain",
    "02": "le département de l’Aisne",
    "03": "le département de l’Allier",
    "04": "le département des Alpes-de-Haute-Provence",
    "05": "le département des Hautes-Alpes",
    "06": "le département des Alpes-Maritimes",
    "07": "le département de l’Ardèche",
    "08": "le département des Ardennes",
    "09": "le département de l’Ariège",
    "10": "le département de l’Aube",
    "11": "le département de l’Aude",
    "12": "le département de l’Aveyron",
    "13": "le département des Bouches-du-Rhône",
    "14": "le département du Calvados",
    "15": "le département du Cantal",
    "16": "le département de la Charente",
    "17": "le département de la Charente-Maritime",
    "18": "le département du Cher",
    "19": "le département de la Corrèze",
    "21": "le département de la Côte-d’Or",
    "22": "le département des Côtes-d’Armor",
    "23": "le département de la Creuse",
    "24": "le département de la Dordogne",
    "25": "le département du Doubs",
    "26": "le département de la Drôme",
    "27": "le département de l’Eure",
    "28": "le département d’Eure-et-Loir",
    "29": "le département du Finistère",
    "2A": "le département de la Corse-du-Sud",
    "2B": "le département de la Haute-Corse",
    "30": "le département du Gard",
    "31": "le département de la Haute-Garonne",
    "32": "le département du Gers",
    "33": "le département de la Gironde",
    "34": "le département de l’Hérault",
    "35": "le département d’Ille-et-Vilaine",
    "36": "le département de l’Indre",
    "37": "le département d’Indre-et-Loire",
    "38": "le département de l’Isère",
    "39": "le département du Jura",
    "40": "le département des Landes",
    "41": "le département de Loir-et-Cher",
    "42": "le département de la Loire",
    "43": "le département de la Haute-Loire",
    "44": "le département de la Loire-Atlantique",
    "45": "le département du Loiret",
    "46": "le département du Lot",
    "47": "le département de Lot-et-Garonne",
    "48": "le département de la Lozère",
    "49": "le département de Maine-et-Loire",
    "50": "le département de la Manche",
    "51": "le département de la Marne",
    "52": "le département de la Haute-Marne",
    "53": "le département de la Mayenne",
    "54": "le département de Meurthe-et-Moselle",
    "55": "le département de la Meuse",
    "56": "le département du Morbihan",
    "57": "le département de la Moselle",
    "58": "le département de la Nièvre",
    "59": "le département du Nord",
    "60": "le département de l’Oise",
    "61": "le département de l’Orne",
    "62": "le département du Pas-de-Calais",
    "63": "le département du Puy-de-Dôme",
    "64": "le département des Pyrénées-Atlantiques",
    "65": "le département des Hautes-Pyrénées",
    "66": "le département des Pyrénées-Orientales",
    "67": "le département du Bas-Rhin",
    "68": "le département du Haut-Rhin",
    "69": "le département du Rhône",
    "70": "le département de la Haute-Saône",
    "71": "le département de Saône-et-Loire",
    "72": "le département de la Sarthe",
    "73": "le département de la Savoie",
    "74": "le département de la Haute-Savoie",
    "75": "le département de Paris",
    "76": "le département de la Seine-Maritime",
    "77": "le département de Seine-et-Marne",
    "78": "le département des Yvelines",
    "79": "le département des Deux-Sèvres",
    "80": "le département de la Somme",
    "81": "le département du Tarn",
    "82": "le département de Tarn-et-Garonne",
    "83": "le département du Var",
    "84": "le département de Vaucluse",
    "85": "le département de la Vendée",
    "86": "le département de la Vienne",
    "87": "le département de la Haute-Vienne",
    "88": "le département des Vosges",
    "89": "le département de l’Yonne",
    "90": "le département du Territoire de Belfort",
    "91": "le département de l’Essonne",
    "92": "le département des Hauts-de-Seine",
    "93": "le département de la Seine-Saint-Denis",
    "94": "le département du Val-de-Marne",
    "95": "le département du Val-d’Oise",
    "971": "le département de la Guadeloupe",
    "972": "le département de la Martinique",
    "973": "le département de la Guyane",
    "974": "le département de La Réunion",
    "976": "le département de Mayotte",
}
REGIONS = {
    "971": "la région Guadeloupe",
    "972": "la région Martinique",
    "973": "la région Guyane",
    "974": "la région Réunion",
    "976": "la région Mayotte",
    "75": "la région Île-de-France",
    "45": "la région Centre-Val de Loire",
    "21": "la région Bourgogne-Franche-Comté",
    "76": "la région Normandie",
    "59": "la région Hauts-de-France",
    "67": "la région Grand Est",
    "44": "la région Pays de la Loire",
    "35": "la région Bretagne",
    "33": "la région Nouvelle-Aquitaine",
    "31": "la région Occitanie",
    "69": "la région Auvergne-Rhône-Alpes",
    "13": "la région Provence-Alpes-Côte d’Azur",
    "2A": "la région Corse",
}


@pytest.mark.parametrize("code", DEPARTEMENTS)
def test_every_departement_is_named_with_its_article(code: str) -> None:
    departement = Reference.open().departement(code)

    assert departement
    name = departement_name(departement.code, departement.name, departement.article)
    assert name == DEPARTEMENTS[code]


@pytest.mark.parametrize("departement", REGIONS)
def test_every_region_is_named(departement: str) -> None:
    region = Reference.open().region_of(departement)

    assert region
    assert region_name(region.name) == REGIONS[departement]


def test_no_departement_and_no_region_is_left_out_of_the_tables() -> None:
    codes = {
        code
        for number in range(1000)
        for code in (f"{number:02d}", "2A", "2B")
        if Reference.open().departement(code)
    }

    regions = {Reference.open().region_of(code) for code in DEPARTEMENTS}

    assert codes - set(DEPARTEMENTS) == {"975", "977", "978", "984", "986", "987", "988", "989"}
    assert len(regions) == len(REGIONS) == 18


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("97101", "la Ville des Abymes"),
        ("76351", "la Ville du Havre"),
        ("72181", "la Ville du Mans"),
        ("17300", "la Ville de La Rochelle"),
        ("94038", "la Ville de L’Haÿ-les-Roses"),
        ("91228", "la Ville d’Évry-Courcouronnes"),
        ("85194", "la Ville des Sables-d’Olonne"),
        ("83069", "la Ville d’Hyères"),
        ("67180", "la Ville de Haguenau"),
        ("97408", "la Ville de La Possession"),
        ("80829", "la commune d’Y"),
        ("60703", "la commune d’Aux Marais"),
        ("66104", "la commune de Los Masos"),
        ("63448", "la commune du Vernet-Chaméane"),
        ("98817", "la Ville du Mont-Dore"),
    ],
)
def test_a_commune_is_named_as_its_own_letters_ask(code: str, name: str) -> None:
    commune = Reference.open().territory(code).communes[0]

    article = Reference.open().article_of(code)

    assert commune_name(commune.name, article, commune.population) == name


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Le Bourg", "du Bourg"),
        ("Les Abymes", "des Abymes"),
        ("La Courneuve", "de La Courneuve"),
        ("L’Île", "de L’Île"),
        ("Évry", "d’Évry"),
        ("Œuilly", "d’Œuilly"),
        ("Leval", "de Leval"),
        ("Haguenau", "de Haguenau"),
        ("", "de "),
    ],
)
def test_a_commune_that_the_reference_does_not_know_is_named_by_its_letters(
    typed: str, expected: str
) -> None:
    assert of_commune(typed) == expected


def test_a_commune_is_a_town_from_two_thousand_inhabitants() -> None:
    assert commune_name("Yport", 1, 1_999) == "la commune d’Yport"
    assert commune_name("Yport", 1, 2_000) == "la Ville d’Yport"
    assert commune_name("Yport", 1) == "la commune d’Yport"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "CA Grand Paris Sud Seine Essonne Sénart",
            "la communauté d’agglomération Grand Paris Sud Seine Essonne Sénart",
        ),
        ("CA de La Rochelle", "la communauté d’agglomération de La Rochelle"),
        ("CA Communauté Paris-Saclay", "la communauté d’agglomération Paris-Saclay"),
        ("CA Agglomération d’Agen", "la communauté d’agglomération d’Agen"),
        ("CA Versailles Grand Parc (CAVGP)", "la communauté d’agglomération Versailles Grand Parc"),
        ("CA de l’Albigeois (C2A)", "la communauté d’agglomération de l’Albigeois"),
        (
            "CA de Blois ’’Agglopolys’’",
            "la communauté d’agglomération de Blois «\u00a0Agglopolys\u00a0»",
        ),
        (
            'CA "Saintes - Grandes Rives - L’Agglo"',
            "la communauté d’agglomération Saintes - Grandes Rives - L’Agglo",
        ),
        ("CC du Pays d’Ancenis", "la communauté de communes du Pays d’Ancenis"),
        ("CC le Dunois", "la communauté de communes le Dunois"),
        (
            "CC Vallée des Baux-Alpilles (CC VBA)",
            "la communauté de communes Vallée des Baux-Alpilles",
        ),
        ("CU d’Arras", "la communauté urbaine d’Arras"),
        ("CU du Grand Reims", "la communauté urbaine du Grand Reims"),
        ("CU Le Mans Métropole", "la communauté urbaine Le Mans Métropole"),
        ("Métropole de Lyon", "la métropole de Lyon"),
        ("Métropole du Grand Paris", "la métropole du Grand Paris"),
        ("Métropole d’Aix-Marseille-Provence", "la métropole d’Aix-Marseille-Provence"),
        ("Métropole Européenne de Lille", "la métropole européenne de Lille"),
        ("Métropole Nice Côte d’Azur", "la métropole Nice Côte d’Azur"),
        ("Eurométropole de Strasbourg", "l’Eurométropole de Strasbourg"),
        ("Metz Métropole", "Metz Métropole"),
        ("Grenoble-Alpes-Métropole", "Grenoble-Alpes-Métropole"),
        ("Un nom tapé", "Un nom tapé"),
        (
            "CA Intercommunale du Nord de la Réunion (CINOR)",
            "la communauté intercommunale du Nord de La Réunion",
        ),
        (
            "CA CIVIS (Communauté Intercommunale des Villes Solidaires)",
            "la communauté intercommunale des villes solidaires",
        ),
        ("CA Agglo du Pays de Dreux", "la communauté d’agglomération du Pays de Dreux"),
    ],
)
def test_an_epci_is_named_by_its_kind(name: str, expected: str) -> None:
    assert epci_name(name) == expected


def test_no_name_of_a_grouping_keeps_the_short_form_of_its_kind() -> None:
    reference = Reference.open()
    names = [epci_name(reference.place(code).name) for code in reference.all_codes("epci")]

    assert [name for name in names if name.startswith(("CC ", "CA ", "CU ")) or '"' in name] == []


def test_an_ept_is_named_as_such() -> None:
    assert ept_name("Plaine Commune") == "l’établissement public territorial Plaine Commune"


def test_a_list_says_et_before_its_last_name() -> None:
    assert [join_names([]), join_names(["A"]), join_names(["A", "B"]), join_names(["A", "B", "C"])] == [
        "",
        "A",
        "A et B",
        "A, B et C",
    ]
