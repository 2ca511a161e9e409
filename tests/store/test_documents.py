"""Which profiles stay read, and how much memory they take at most."""

import json

import pytest

from app.domain.profile_json import profile_document
from app.store.records import BIGGEST_READ, MOST_READ, read_document
from tests.store.conftest import make_profile


def document(text: str) -> str:
    return json.dumps(profile_document(make_profile(local_action=text)), ensure_ascii=False)


def test_a_profile_that_no_one_changed_stays_read() -> None:
    short = document("Une action.")

    assert read_document(short) is read_document(short)


@pytest.mark.parametrize(
    "text",
    ["x" * BIGGEST_READ, "\u2019" * (BIGGEST_READ // 2), "\N{HOUSE BUILDING}" * (BIGGEST_READ // 4)],
    ids=["letters", "apostrophes", "emoji"],
)
def test_a_profile_that_takes_much_memory_does_not_stay(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("app.domain.profile_reader.MAX_TEXT", BIGGEST_READ)
    long = document(text)

    assert read_document(long) is not read_document(long)


def test_what_stays_read_takes_little_memory() -> None:
    assert MOST_READ * BIGGEST_READ <= 16_000_000
