"""The perimeter: one grouping, several, a part of one, one commune; and what departs from the lists."""

from collections.abc import Collection
from dataclasses import replace

import pytest

from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile import Commune, Profile, Territory
from app.domain.profile_json import profile_document, read_profile_shape
from app.domain.text import MAX_NAME
from app.territories import (
    PerimeterRefused,
    Reference,
    UnknownTerritory,
    departures_of,
    named_signatories,
    perimeter,
)

GRAND_PARIS_SUD = "200059228"
PLAINE_COMMUNE = "200057867"
PARIS_SACLAY = "200056232"
AMBERIEU = Commune("01004", "Ambérieu-en-Bugey", 15_000)


def altered(
    territory: Territory, without: Collection[str] = (), added: Collection[Commune] = ()
) -> Territory:
    """The territory as an official who takes communes out of it, or adds some, keeps it."""
    kept = [commune for commune in territory.communes if commune.code not in without]
    return replace(territory, communes=(*kept, *added))


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference.open()


@pytest.mark.parametrize("code", [GRAND_PARIS_SUD, PLAINE_COMMUNE, "97101", " 2a004 "])
def test_one_territory_alone_departs_from_nothing(reference: Reference, code: str) -> None:
    found = perimeter([code], reference)

    assert found == reference.territory(code)
    assert departures_of(found, reference) == ()


def test_communes_that_are_taken_out_are_named(reference: Reference) -> None:
    territory = altered(reference.territory(GRAND_PARIS_SUD), without=["91228", "91286", "91174"])

    assert departures_of(territory, reference) == (
        "3\u00a0communes retirées\u00a0: Évry-Courcouronnes (91228), Corbeil-Essonnes (91174) et "
        "Grigny (91286).",
    )


def test_a_commune_from_elsewhere_is_named(reference: Reference) -> None:
    territory = altered(reference.territory(GRAND_PARIS_SUD), added=[AMBERIEU])

    expected = "1\u00a0commune ajoutée, hors de l’EPCI\u00a0: Ambérieu-en-Bugey (01004)."
    assert departures_of(territory, reference) == (expected,)


@pytest.mark.parametrize(
    ("code", "outside"), [(PLAINE_COMMUNE, "de l’EPT"), ("97101", "de la commune choisie")]
)
def test_a_commune_is_added_outside_of_what_was_chosen(reference: Reference, code: str, outside: str) -> None:
    territory = altered(reference.territory(code), added=[AMBERIEU])

    expected = f"1\u00a0commune ajoutée, hors {outside}\u00a0: Ambérieu-en-Bugey (01004)."
    assert departures_of(territory, reference) == (expected,)


def test_several_epci_make_one_territory(reference: Reference) -> None:
    found = perimeter([GRAND_PARIS_SUD, PARIS_SACLAY, GRAND_PARIS_SUD], reference)

    assert (found.kind, found.grouping) == ("epci", "CA")
    assert found.code == f"{GRAND_PARIS_SUD} + {PARIS_SACLAY}"
    assert departures_of(altered(found, without=["91228"]), reference) == (
        "2\u00a0intercommunalités réunies\u00a0: CA Grand Paris Sud Seine Essonne Sénart et CA Communauté "
        "Paris-Saclay.",
        "1\u00a0commune retirée\u00a0: Évry-Courcouronnes (91228).",
    )


def test_several_epci_sign_each_by_its_name(reference: Reference) -> None:
    territory = perimeter([GRAND_PARIS_SUD, PLAINE_COMMUNE], reference)

    signing = [one.name for one in named_signatories(territory, reference) if one.partner == "epci"]

    assert territory.grouping is None
    assert signing == [
        "la communauté d’agglomération Grand Paris Sud Seine Essonne Sénart",
        "l’établissement public territorial Plaine Commune",
    ]


def test_an_ept_in_its_metropole_counts_each_commune_once(reference: Reference) -> None:
    grand_paris = "200054781"

    found = perimeter([grand_paris, PLAINE_COMMUNE], reference)

    assert len(found.communes) == len(reference.territory(grand_paris).communes)


def test_ten_groupings_have_a_name_that_a_profile_takes(reference: Reference) -> None:
    codes = sorted(reference.all_codes("epci"), key=lambda code: -len(reference.place(code).name))

    territory = perimeter(codes[:10], reference)

    assert max(len(territory.name), len(territory.code)) <= MAX_NAME
    profile = Profile("Dix", territory, signatories=named_signatories(territory, reference))
    assert read_profile_shape(profile_document(profile)) == profile


def test_a_part_of_an_epci_makes_a_draft(reference: Reference, catalogue: Catalogue) -> None:
    part = altered(reference.territory(GRAND_PARIS_SUD), without=["91228"], added=[AMBERIEU])

    draft = assemble(catalogue, Profile("Partie", part, partners=("etat", "epci", "commune")))

    assert draft.territory == part


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        ([], "Aucun territoire"),
        (["97101", "97102"], "Une commune ne se réunit pas"),
        ([GRAND_PARIS_SUD, "97101"], "Une commune ne se réunit pas"),
    ],
)
def test_what_makes_no_perimeter_is_refused(reference: Reference, codes: list[str], message: str) -> None:
    with pytest.raises(PerimeterRefused, match=message):
        perimeter(codes, reference)


def test_too_many_groupings_are_refused(reference: Reference) -> None:
    with pytest.raises(PerimeterRefused, match="11\u00a0intercommunalités\u00a0: 10 au plus"):
        perimeter(reference.all_codes("ept"), reference)


@pytest.mark.parametrize("codes", [["99999"], [GRAND_PARIS_SUD, "x"]])
def test_an_unknown_code_is_refused(reference: Reference, codes: list[str]) -> None:
    with pytest.raises(UnknownTerritory):
        perimeter(codes, reference)


def test_nothing_is_said_of_a_territory_that_cannot_be_compared(reference: Reference) -> None:
    territory = reference.territory(GRAND_PARIS_SUD)

    assert departures_of(replace(territory, code="typed"), reference) == ()
    assert departures_of(replace(territory, communes=()), reference) == ()
