"""Signatories proposed from the territory: by name, each with what the law says."""

from dataclasses import replace

import pytest

from app.domain.catalogue import Catalogue
from app.domain.profile import Commune, Profile, Quartier, Territory
from app.domain.profile_json import profile_document, read_profile, read_profile_shape
from app.domain.text import MAX_NAME
from app.territories import Reference, named_signatories, proposed_signatories, territory_profile

LAW = "Loi n°\u00a02014-173 du 21 février 2014, "


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference.open()


def names(territory: Territory, reference: Reference, partner: str) -> list[str]:
    return [one.name for one in proposed_signatories(territory, reference) if one.partner == partner]


def reasons(territory: Territory, reference: Reference, partner: str) -> set[str]:
    return {one.reason for one in proposed_signatories(territory, reference) if one.partner == partner}


def test_an_epci_on_two_departements_has_two_prefets_and_two_departements(reference: Reference) -> None:
    territory = reference.territory("200059228")

    assert names(territory, reference, "etat") == [
        "l’État, représenté par le préfet de Seine-et-Marne",
        "l’État, représenté par le préfet de l’Essonne",
    ]
    assert names(territory, reference, "epci") == [
        "la communauté d’agglomération Grand Paris Sud Seine Essonne Sénart"
    ]
    assert names(territory, reference, "departement") == [
        "le département de Seine-et-Marne",
        "le département de l’Essonne",
    ]
    assert names(territory, reference, "region") == ["la région Île-de-France"]
    assert len(names(territory, reference, "commune")) == 23


def test_the_communes_with_a_quartier_are_proposed_alone(reference: Reference) -> None:
    quartiers = (Quartier("QN1", "Un", ("91228", "91286")), Quartier("QN2", "Deux", ("91228", "01004")))
    territory = replace(reference.territory("200059228"), quartiers=quartiers)

    assert names(territory, reference, "commune") == ["la Ville d’Évry-Courcouronnes", "la Ville de Grigny"]
    assert reasons(territory, reference, "commune") == {
        f"{LAW}art. 6, I\u00a0: le contrat est conclu avec les communes\u202f; "
        "celle-ci a un quartier prioritaire."
    }


def test_an_ept_signs_by_article_6_ii(reference: Reference) -> None:
    territory = reference.territory("200057867")

    assert names(territory, reference, "epci") == ["l’établissement public territorial Plaine Commune"]
    assert all(", art. 6, II\u00a0: " in reason for reason in reasons(territory, reference, "epci"))


def test_an_overseas_commune_signs_by_article_6_iii_and_without_an_epci(reference: Reference) -> None:
    territory = reference.territory("97101")

    assert names(territory, reference, "commune") == ["la Ville des Abymes"]
    assert names(territory, reference, "epci") == []
    assert all(", art. 6, III\u00a0: " in reason for reason in reasons(territory, reference, "commune"))
    assert names(territory, reference, "region") == ["la région Guadeloupe"]


@pytest.mark.parametrize(
    ("code", "departement", "region"),
    [
        ("97209", "la collectivité territoriale de Martinique", "la collectivité territoriale de Martinique"),
        ("97302", "la collectivité territoriale de Guyane", "la collectivité territoriale de Guyane"),
        ("97611", "le Département-Région de Mayotte", "le Département-Région de Mayotte"),
        ("2A004", "la collectivité de Corse", "la collectivité de Corse"),
        ("75056", "la Ville de Paris", "la région Île-de-France"),
        ("246700488", "la Collectivité européenne d’Alsace", "la région Grand Est"),
        ("200046977", "la métropole de Lyon", "la région Auvergne-Rhône-Alpes"),
        ("97411", "le département de La Réunion", "la région Réunion"),
    ],
)
def test_a_collectivite_unique_signs_for_what_it_stands_for(
    reference: Reference, code: str, departement: str, region: str
) -> None:
    territory = reference.territory(code)

    assert names(territory, reference, "departement") == [departement]
    assert names(territory, reference, "region") == [region]


def test_around_the_metropole_de_lyon_the_departement_signs(reference: Reference) -> None:
    lyon = reference.territory("200046977")
    around = reference.territory("69264")

    both = replace(lyon, communes=lyon.communes + around.communes)

    assert names(around, reference, "departement") == ["le département du Rhône"]
    assert names(both, reference, "departement") == ["la métropole de Lyon", "le département du Rhône"]


def test_two_departements_of_corse_are_one_collectivite(reference: Reference) -> None:
    communes = (Commune("2A004", "Ajaccio", 70_000), Commune("2B033", "Bastia", 48_000))

    territory = Territory("epci", "x", "Corse entière", communes)

    assert names(territory, reference, "departement") == ["la collectivité de Corse"]
    assert len(names(territory, reference, "etat")) == 2


@pytest.mark.parametrize(
    ("code", "state", "commune"),
    [
        ("97801", "son représentant à Saint-Martin", "la collectivité de Saint-Martin"),
        ("97701", "son représentant à Saint-Barthélemy", "la collectivité de Saint-Barthélemy"),
        ("97502", "le préfet de Saint-Pierre-et-Miquelon", "la Ville de Saint-Pierre"),
        ("98613", "son représentant à Wallis-et-Futuna", "la circonscription d’Uvea"),
        ("98735", "le haut-commissaire de la République en Polynésie française", "la Ville de Papeete"),
        ("98820", "le haut-commissaire de la République en Nouvelle-Calédonie", "la Ville d’Ouvéa"),
        ("98818", "le haut-commissaire de la République en Nouvelle-Calédonie", "la Ville de Nouméa"),
    ],
)
def test_an_overseas_collectivite_has_neither_departement_nor_region(
    reference: Reference, code: str, state: str, commune: str
) -> None:
    territory = reference.territory(code)

    assert names(territory, reference, "etat") == [f"l’État, représenté par {state}"]
    assert names(territory, reference, "commune") == [commune]
    assert names(territory, reference, "departement") == names(territory, reference, "region") == []


def test_in_polynesie_francaise_article_24_is_named(reference: Reference) -> None:
    assert reasons(reference.territory("98735"), reference, "commune") == {
        f"{LAW}art. 24\u00a0: Polynésie française."
    }


def test_two_communes_of_the_same_name_both_sign(reference: Reference) -> None:
    communes = (Commune("93066", "Saint-Denis", 150_000), Commune("97411", "Saint-Denis", 150_000))

    territory = Territory("epci", "x", "Deux villes", communes)

    assert names(territory, reference, "commune") == ["la Ville de Saint-Denis"] * 2


def test_what_the_reference_does_not_know_is_named_as_it_was_typed(reference: Reference) -> None:
    territory = Territory("epci", "<&>", "Agglo nouvelle", (Commune("ZZ999", "Le Bourg", 5_000),))

    proposed = [(one.partner, one.name) for one in proposed_signatories(territory, reference)]

    assert proposed == [("epci", "Agglo nouvelle"), ("commune", "la Ville du Bourg")]


def test_a_very_long_typed_name_stays_within_what_a_profile_takes(reference: Reference) -> None:
    long = "x" * MAX_NAME
    territory = Territory("ept", "x", long, (Commune("ZZ999", long, 5_000),))

    profile = Profile("Long", territory, signatories=named_signatories(territory, reference))

    assert read_profile_shape(profile_document(profile)) == profile


def test_a_profile_keeps_the_proposed_names_and_can_be_read_again(
    reference: Reference, catalogue: Catalogue
) -> None:
    codes = reference.all_codes("epci") + reference.all_codes("ept") + ["97101", "97801", "98818"]
    for code in codes:
        profile = territory_profile(code, reference)

        assert profile.signatories == named_signatories(profile.territory, reference)
        assert {one.partner for one in profile.signatories} == set(profile.partners), code
        assert read_profile(profile_document(profile), catalogue) == profile
