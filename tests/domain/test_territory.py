"""What the quartiers of a territory are called, and which one a text means."""

import pytest

from app.domain.profile import Commune, Quartier, Territory

CENTRE_OF_RIVE = Quartier("QN04205M", "Centre Ville", ("42186",))
CENTRE_OF_FIRMINY = Quartier("QN04211M", "Centre-ville", ("42095",))
MONTREYNAUD = Quartier("QN04216M", "Montreynaud", ("42218",))
COMMUNES = (Commune("42186", "Rive-de-Gier"), Commune("42095", "Firminy"), Commune("42218", "Saint-Étienne"))


def territory(*quartiers: Quartier) -> Territory:
    return Territory("epci", "244200770", "Saint-Étienne Métropole", COMMUNES, quartiers)


def labels(*quartiers: Quartier) -> list[str]:
    return list(territory(*quartiers).quartier_labels.values())


def test_a_quartier_whose_name_is_its_own_is_called_by_it() -> None:
    assert labels(CENTRE_OF_RIVE, MONTREYNAUD) == ["Centre Ville", "Montreynaud"]


def test_two_quartiers_of_one_name_are_told_apart_by_their_communes() -> None:
    assert labels(CENTRE_OF_RIVE, CENTRE_OF_FIRMINY, MONTREYNAUD) == [
        "Centre Ville (Rive-de-Gier)",
        "Centre-ville (Firminy)",
        "Montreynaud",
    ]


def test_two_quartiers_of_one_name_and_commune_are_told_apart_by_their_codes() -> None:
    twin = Quartier("QN04206M", "CENTRE VILLE", ("42186",))

    assert labels(CENTRE_OF_RIVE, twin) == [
        "Centre Ville (Rive-de-Gier, QN04205M)",
        "CENTRE VILLE (Rive-de-Gier, QN04206M)",
    ]


def test_a_namesake_in_a_commune_outside_the_territory_is_told_apart_by_its_code() -> None:
    elsewhere = Quartier("QN06901M", "Centre Ville", ("69029",))

    assert labels(CENTRE_OF_RIVE, elsewhere) == ["Centre Ville (Rive-de-Gier)", "Centre Ville (QN06901M)"]


def test_a_quartier_called_like_the_label_of_another_is_told_apart_too() -> None:
    called_so = Quartier("QN04206M", "Centre Ville (Rive-de-Gier)", ("42186",))

    found = labels(CENTRE_OF_RIVE, CENTRE_OF_FIRMINY, called_so)

    assert len(set(found)) == 3


@pytest.mark.parametrize(
    "text",
    [
        "QN04205M",
        "qn04205m",
        "Centre Ville (Rive-de-Gier)",
        "CENTRE-VILLE (RIVE DE GIER)",
        "QN04205M Centre Ville",
        "QN04205M - Centre Ville",
        "Centre Ville (QN04205M)",
    ],
)
def test_a_quartier_is_meant_by_its_code_by_its_label_or_by_both(text: str) -> None:
    assert territory(CENTRE_OF_RIVE, CENTRE_OF_FIRMINY).quartier_code(text) == "QN04205M"


@pytest.mark.parametrize("text", ["Centre Ville", "Bellevue", ""])
def test_a_name_of_two_quartiers_or_of_none_means_none(text: str) -> None:
    assert territory(CENTRE_OF_RIVE, CENTRE_OF_FIRMINY).quartier_code(text) is None


def test_a_quartier_that_the_contract_does_not_have_is_said_to_be_outside() -> None:
    assert territory(MONTREYNAUD).quartier_label("QN99001M") == "QN99001M (hors du contrat)"


def test_a_title_has_the_code_once_and_the_commune_of_a_namesake() -> None:
    one, other = (Quartier(code, "Centre Ville", ("42186",)) for code in ("QN04206M", "QN04207M"))
    in_firminy = Quartier("QN04209M", "Centre Ville", ("42095",))
    quartiers = (one, other, in_firminy, MONTREYNAUD)
    territory = Territory("epci", "200", "Exemple", COMMUNES, quartiers)

    assert [territory.quartier_title(quartier.code) for quartier in quartiers] == [
        "Centre Ville (Rive-de-Gier, QN04206M)",
        "Centre Ville (Rive-de-Gier, QN04207M)",
        "Centre Ville (Firminy, QN04209M)",
        f"Montreynaud ({MONTREYNAUD.code})",
    ]
