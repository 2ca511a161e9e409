"""The imported lists of quartiers: previewed, replaced whole, found by commune, on both engines."""

from app.domain.profile import Quartier
from app.store import Profiles, open_store

TARTERETS = Quartier("QN09102M", "Les Tarterêts", ("91174",))
PYRAMIDES = Quartier("QN09117M", "Pyramides", ("91228",))
MORTENOL = Quartier("QN97113I", "Mortenol", ("97120", "97101"))
OLD = Quartier("QP091025", "Les Tarterêts", ("91174",))


def test_without_a_list_no_quartier_is_known(profiles: Profiles) -> None:
    assert profiles.quartiers.lists() == ()
    assert profiles.quartiers.of_communes(["91174"]) == ()


def test_an_imported_list_is_found_by_commune_and_names_its_source(profiles: Profiles) -> None:
    profiles.quartiers.replace([TARTERETS, PYRAMIDES, MORTENOL], "qpv-2024.csv")

    (in_use,) = profiles.quartiers.lists()

    assert (in_use.generation, in_use.source, in_use.count) == ("QN", "qpv-2024.csv", 3)
    assert profiles.quartiers.of_communes(["91174", "97101"]) == (TARTERETS, MORTENOL)


def test_the_preview_says_what_would_change_and_changes_nothing(profiles: Profiles) -> None:
    profiles.quartiers.replace([TARTERETS, PYRAMIDES], "1.csv")
    renamed = Quartier("QN09102M", "Tarterêts", ("91174",))

    changes = profiles.quartiers.changes([renamed, MORTENOL])

    assert changes.added == (MORTENOL,)
    assert changes.changed == (renamed,)
    assert changes.removed == (PYRAMIDES,)
    assert profiles.quartiers.of_communes(["91174"]) == (TARTERETS,)


def test_a_new_list_takes_the_place_of_its_generation_only(profiles: Profiles) -> None:
    profiles.quartiers.replace([OLD], "2015.csv")
    profiles.quartiers.replace([TARTERETS], "2024.csv")
    profiles.quartiers.replace([PYRAMIDES], "2024-bis.csv")

    lists = [(one.generation, one.source, one.count) for one in profiles.quartiers.lists()]

    assert lists == [("QN", "2024-bis.csv", 1), ("QP", "2015.csv", 1)]


def test_the_newest_generation_is_the_one_in_use(profiles: Profiles) -> None:
    profiles.quartiers.replace([OLD, PYRAMIDES], "deux.csv")

    assert profiles.quartiers.of_communes(["91174", "91228"]) == (PYRAMIDES,)


def test_a_departement_that_only_the_older_generation_covers_keeps_it(profiles: Profiles) -> None:
    papeete = Quartier("QP987001", "Quartier de Papeete", ("98735",))

    profiles.quartiers.replace([papeete, OLD, PYRAMIDES], "deux.csv")

    assert profiles.quartiers.of_communes(["98735", "91174", "91228"]) == (PYRAMIDES, papeete)


def test_a_list_is_still_there_after_a_restart(tables_url: str) -> None:
    first = open_store(tables_url)
    first.quartiers.replace([TARTERETS], "2024.csv")
    first.close()

    second = open_store(tables_url)

    assert second.quartiers.of_communes(["91174"]) == (TARTERETS,)
    second.close()
