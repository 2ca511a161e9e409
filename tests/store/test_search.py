from datetime import UTC, datetime

import pytest

from app.store import Profiles, open_store
from tests.store.conftest import make_profile


def names(profiles: Profiles, query: str) -> list[str]:
    return [summary.name for summary in profiles.search(query).summaries]


@pytest.mark.parametrize(
    "query",
    [
        "evry",
        "ÉVRY",
        "E\u0301vry",
        "l'oree",
        "L’ORÉE",
        "orée l",
        "saint etienne",
        "coeur",
        "évr\x00y",
        "200059228",
    ],
)
def test_search_folds_accents_case_apostrophes_and_the_order_of_words(profiles: Profiles, query: str) -> None:
    profiles.create(make_profile("Évry, cœur de l’Orée", territory="Saint-Étienne-du-Bois"))
    profiles.create(make_profile("Lyon", territory="Métropole de Lyon"))

    found = names(profiles, query)

    assert "Évry, cœur de l’Orée" in found
    assert ("Lyon" in found) == (query == "200059228")


@pytest.mark.parametrize(
    ("query", "expected"), [("%", "100 %"), ("_", "a_b"), ("/", "2024/2030"), ("\\", "a\\b")]
)
def test_wildcards_are_letters_like_others(profiles: Profiles, query: str, expected: str) -> None:
    for name in ("100 %", "a_b", "2024/2030", "a\\b", "Lyon"):
        profiles.create(make_profile(name))

    assert names(profiles, query) == [expected]


def test_every_word_of_the_query_must_be_found(profiles: Profiles) -> None:
    profiles.create(make_profile("Lyon sud"))
    profiles.create(make_profile("Lyon nord"))

    assert names(profiles, "lyon nord") == ["Lyon nord"]
    assert names(profiles, "lyon est") == []


@pytest.mark.parametrize("query", ["", "  ", "\u200b", "’"])
def test_a_query_that_says_nothing_finds_everything(profiles: Profiles, query: str) -> None:
    profiles.create(make_profile())

    assert profiles.search(query).total == 1


def test_the_last_saved_profile_comes_first(profiles: Profiles) -> None:
    first = profiles.create(make_profile("Lyon"))
    profiles.create(make_profile("Nantes"))
    profiles.save(first.id, 1, make_profile("Lyon"))

    assert names(profiles, "") == ["Lyon", "Nantes"]


def test_profiles_saved_at_the_same_instant_are_ordered_by_id(store_url: str) -> None:
    profiles = open_store(store_url, now=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    for name in ("b", "a", "c"):
        profiles.create(make_profile(name))

    found = names(profiles, "")
    profiles.close()

    assert found == ["c", "a", "b"]


def test_pages_hold_every_profile_once(profiles: Profiles) -> None:
    for number in range(7):
        profiles.create(make_profile(f"Contrat {number}"))

    pages = [profiles.search("contrat", page=number, size=3) for number in (1, 2, 3)]

    assert [len(page.summaries) for page in pages] == [3, 3, 1]
    assert {page.total for page in pages} == {7}
    assert len({summary.id for page in pages for summary in page.summaries}) == 7


@pytest.mark.parametrize(("page", "expected"), [(-5, 1), (0, 1), (4, 3), (10**30, 3)])
def test_a_page_that_does_not_exist_is_the_nearest_one(profiles: Profiles, page: int, expected: int) -> None:
    for number in range(7):
        profiles.create(make_profile(f"Contrat {number}"))

    found = profiles.search(page=page, size=3)

    assert found.number == expected
    assert found.summaries


def test_an_empty_database_has_one_empty_page(profiles: Profiles) -> None:
    page = profiles.search("rien", page=3)

    assert (page.summaries, page.total, page.number) == ((), 0, 1)
