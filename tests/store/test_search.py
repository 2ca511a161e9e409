from datetime import UTC, datetime

import pytest
from sqlalchemy import event, func, select

from app.domain.text import MAX_NAME
from app.store import Profiles, open_store
from app.store.tables import MAX_KEY, PROFILES
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


def test_a_word_is_found_by_its_beginning(profiles: Profiles) -> None:
    profiles.create(make_profile("Grand Paris Sud"))

    assert names(profiles, "gra par") == ["Grand Paris Sud"]
    assert names(profiles, "rand") == []


@pytest.mark.parametrize("letter", ["a", "\N{HOUSE BUILDING}", "\ufdfa"])
def test_a_name_as_long_as_can_be_is_saved_and_found(profiles: Profiles, letter: str) -> None:
    # The last one is folded into eighteen letters: the index of PostgreSQL has no room for all of them.
    name = letter * MAX_NAME
    profiles.create(make_profile(name, territory=name))

    assert names(profiles, letter) == [name]
    assert names(profiles, f"{letter}c") == []


def test_what_is_kept_for_searches_has_an_end(profiles: Profiles) -> None:
    profiles.create(make_profile("\ufdfa" * MAX_NAME))

    with profiles.engine.begin() as connection:
        assert connection.scalar(select(func.length(PROFILES.c.search_key))) == MAX_KEY


def test_a_profile_is_found_by_its_present_name_and_not_in_the_trash(profiles: Profiles) -> None:
    created = profiles.create(make_profile("Lyon"))
    profiles.save(created.id, 1, make_profile("Nantes"))
    renamed = [names(profiles, query) for query in ("lyon", "nantes")]
    profiles.delete(created.id, 2)
    deleted = names(profiles, "nantes")
    profiles.trash.restore(created.id, lambda profile: profile)

    assert renamed == [[], ["Nantes"]]
    assert deleted == []
    assert names(profiles, "nantes") == ["Nantes"]


@pytest.mark.parametrize("query", ["", "contrat", "contrat de", "contrat 1", "contrat %"])
def test_no_more_is_counted_than_anybody_reads(
    profiles: Profiles, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    for number in range(10, 17):
        profiles.create(make_profile(f"Contrat de {number} %"))
    monkeypatch.setattr("app.store.records.MOST_COUNTED", 5)

    first, last = profiles.search(query, size=3), profiles.search(query, page=9, size=3)

    assert (first.total, first.more, last.number, last.more) == (5, True, 2, True)
    assert [one.name for one in first.summaries] == [f"Contrat de {number} %" for number in (16, 15, 14)]
    assert [one.name for one in last.summaries] == [f"Contrat de {number} %" for number in (13, 12)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("lyon", [4, 2, 1]),
        ("sud", [4, 3]),
        ("lyon sud", [4]),
        ("sud lyon con", [4]),
        ("lyon %", [4, 1]),
        ("%", [4, 1]),
    ],
)
def test_each_word_and_each_sign_of_a_query_counts(
    profiles: Profiles, query: str, expected: list[int]
) -> None:
    for number, name in enumerate(("Lyon nord %", "Lyon est lyonnais", "Sud", "Lyon sud %", "Lyon"), start=1):
        profiles.create(make_profile(f"Contrat {number} {name}", territory="Évry"))
    profiles.delete(5, 1)

    page = profiles.search(query)

    assert [one.id for one in page.summaries] == expected
    assert page.total == len(expected)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("st etienne", ["Saint-Étienne", "St-Étienne"]),
        ("saint-étienne", ["Saint-Étienne", "St-Étienne"]),
        ("St. Étienne", ["Saint-Étienne", "St-Étienne"]),
        ("ste marie", ["Sainte-Marie", "Ste-Marie"]),
        ("sainte marie", ["Sainte-Marie", "Ste-Marie"]),
        ("stes", ["Saintes"]),
        ("saint", ["Saint-Étienne", "Sainte-Marie", "Saintes", "St-Étienne", "Ste-Marie"]),
        ("st contrat stains", ["Stains"]),
        ("str", ["Strasbourg"]),
        ("st %", []),
    ],
)
def test_saint_is_found_however_it_is_shortened_and_st_still_begins_other_names(
    profiles: Profiles, query: str, expected: list[str]
) -> None:
    for name in ("Saint-Étienne", "St-Étienne", "Sainte-Marie", "Ste-Marie", "Saintes"):
        profiles.create(make_profile(name, territory="Contrat"))
    for name in ("Stains", "Strasbourg", "Sète"):
        profiles.create(make_profile(name, territory="Contrat"))

    page = profiles.search(query)

    assert sorted(one.name for one in page.summaries) == expected
    assert page.total == len(expected)


@pytest.mark.parametrize("query", ["", "lyon", "st denis %"])
def test_a_search_is_one_statement(profiles: Profiles, query: str) -> None:
    asked: list[str] = []
    event.listen(profiles.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))

    profiles.search(query, page=3)

    assert len(asked) == 1


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


def test_profiles_saved_at_the_same_instant_are_ordered_by_id(tables_url: str) -> None:
    profiles = open_store(tables_url, now=lambda: datetime(2026, 1, 1, tzinfo=UTC))
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
