from datetime import UTC, datetime

import pytest
from sqlalchemy import event, insert, select

from app.store import Profiles, database_address, open_store
from app.store.engine import make_engine, writing
from app.store.frequencies import Frequencies
from app.store.models import MAX_WORD, ProfileRow, ProfileWordRow
from app.store.rows import columns_of
from app.store.schema import upgrade
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


def test_a_word_longer_than_the_index_keeps_is_found_whole(profiles: Profiles) -> None:
    word = "a" * MAX_WORD
    profiles.create(make_profile(f"{word}b"))

    assert names(profiles, f"{word}b") == [f"{word}b"]
    assert names(profiles, f"{word}c") == []


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
    monkeypatch.setattr("app.store.search.MOST_COUNTED", 5)

    first, last = profiles.search(query, size=3), profiles.search(query, page=9, size=3)

    assert (first.total, first.more, last.number, last.more) == (5, True, 2, True)
    assert [one.name for one in first.summaries] == [f"Contrat de {number} %" for number in (16, 15, 14)]
    assert [one.name for one in last.summaries] == [f"Contrat de {number} %" for number in (13, 12)]


@pytest.mark.parametrize(("few", "some"), [(9, 9), (0, 9), (0, 0)], ids=["read", "picked", "latest"])
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
def test_a_frequent_word_finds_what_a_rare_one_would(
    profiles: Profiles, monkeypatch: pytest.MonkeyPatch, few: int, some: int, query: str, expected: list[int]
) -> None:
    for number, name in enumerate(("Lyon nord %", "Lyon est lyonnais", "Sud", "Lyon sud %", "Lyon"), start=1):
        profiles.create(make_profile(f"Contrat {number} {name}", territory="Évry"))
    profiles.delete(5, 1)
    monkeypatch.setattr("app.store.search._FEW", few)
    monkeypatch.setattr("app.store.search._SOME", some)

    page = profiles.search(query)

    assert [one.id for one in page.summaries] == expected
    assert page.total == len(expected)


@pytest.mark.parametrize(("few", "some"), [(9, 9), (0, 9), (0, 0)], ids=["read", "picked", "latest"])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("st etienne", ["Saint-Étienne", "St-Étienne"]),
        ("saint-étienne", ["Saint-Étienne", "St-Étienne"]),
        ("St. Étienne", ["Saint-Étienne", "St-Étienne"]),
        ("ste marie", ["Sainte-Marie", "Ste-Marie"]),
        ("sainte marie", ["Sainte-Marie", "Ste-Marie"]),
        ("stes", ["Saintes"]),
        ("saint", ["Saint-Étienne", "Sainte-Marie", "Saintes", "St-Étienne"]),
        ("st contrat stains", ["Stains"]),
        ("str", ["Strasbourg"]),
        ("st %", []),
    ],
)
def test_saint_is_found_however_it_is_shortened_and_st_still_begins_other_names(
    profiles: Profiles, monkeypatch: pytest.MonkeyPatch, few: int, some: int, query: str, expected: list[str]
) -> None:
    for name in ("Saint-Étienne", "St-Étienne", "Sainte-Marie", "Ste-Marie", "Saintes"):
        profiles.create(make_profile(name, territory="Contrat"))
    for name in ("Stains", "Strasbourg", "Sète"):
        profiles.create(make_profile(name, territory="Contrat"))
    monkeypatch.setattr("app.store.search._FEW", few)
    monkeypatch.setattr("app.store.search._SOME", some)

    page = profiles.search(query)

    assert sorted(one.name for one in page.summaries) == expected
    assert page.total == len(expected)


@pytest.mark.parametrize("query", ["st", "saint"])
def test_a_word_with_two_spellings_takes_no_more_statements(profiles: Profiles, query: str) -> None:
    asked: list[str] = []
    event.listen(profiles.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))

    profiles.search("lyon")
    of_one_spelling, asked = asked, []
    profiles.search(query)

    assert len(asked) == len(of_one_spelling)


def test_a_frequency_of_a_minute_ago_changes_nothing_of_what_is_found(
    profiles: Profiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.search._FEW", 1)
    monkeypatch.setattr("app.store.search._SOME", 1)
    for number in range(4):
        profiles.create(make_profile(f"Lyon {number}"))
        assert profiles.search("lyon").total == number + 1
    for number in range(4):
        profiles.delete(number + 1, 1)
        assert profiles.search("lyon").total == 3 - number


def test_a_word_is_counted_once_in_a_minute(profiles: Profiles) -> None:
    times, counted = [0.0], []
    frequencies = Frequencies(lambda: times[0])
    profiles.create(make_profile("Lyon"))

    with profiles.engine.connect() as connection:
        event.listen(connection, "before_cursor_execute", lambda *said: counted.append(said[3]))
        for second, words in ((0, ["lyon"]), (59, ["lyon", "sud"]), (61, ["lyon", "sud"])):
            times[0] = second
            found = frequencies.of(connection, words, 5)

    assert found == [1, 1]
    asked = [[word for word in ("lyon", "sud") if word in str(values)] for values in counted if values]
    assert asked == [["lyon"], ["sud"], ["lyon"]]


def test_profiles_saved_before_there_was_an_index_are_found(store_url: str) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [
        {
            **columns_of(make_profile(name)),
            "version": 1,
            "created_at": now,
            "updated_at": now,
            "deleted_at": gone,
        }
        for name, gone in (("Évry 2024/2030", None), ("Évry 2015", now))
    ]
    engine = make_engine(database_address(store_url), patience=1)
    upgrade(writing(engine), lambda _connection: None, "0003")
    with engine.begin() as connection:
        connection.execute(insert(ProfileRow), rows)
    engine.dispose()

    profiles = open_store(store_url)
    found = names(profiles, "evry 2030")
    with profiles.engine.begin() as connection:
        words = set(connection.scalars(select(ProfileWordRow.word)))
    profiles.close()

    assert found == ["Évry 2024/2030"]
    assert words == {"evry", "2024", "2030", "grand", "paris", "sud", "200059228"}


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
