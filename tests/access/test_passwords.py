"""Which passwords are refused (ASVS 5.0, 6.2), and how they are kept."""

from pathlib import Path

import pytest

from app.access.passwords import CONTEXT, SHORTEST, frequent, hashed, is_right, refusal

SECURITY = Path(__file__).parents[2] / "docs" / "securite.md"


@pytest.mark.parametrize(
    "password",
    [
        "correct cheval pile agrafe",
        "é" * 3 + "àùï☂ 12",
        "x1" + "abcdefghijklmnopqrstuvwxyz" * 2 + "0123456789",
        "            12345 espace",
    ],
)
def test_any_composition_is_taken(password: str) -> None:
    assert refusal(password) == ""


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("1234567", "8 caractères au moins"),
        ("a" * 257, "256 caractères au plus"),
        ("Password", "parmi les premiers"),
        ("qwertyuiop", "parmi les premiers"),
        ("abcabcabcabc", "parmi les premiers"),
        ("contrat-de-ville", "le nom du site"),
        ("ContratDeVille26", "le nom du site"),
        ("Grand Paris Sud!", "le nom du site"),
    ],
)
def test_what_is_tried_first_is_refused(password: str, reason: str) -> None:
    assert reason in refusal(password, context=("Grand Paris Sud",))


def test_the_list_has_three_thousand_passwords_that_the_rules_would_take() -> None:
    assert len([password for password in frequent() if len(password) >= SHORTEST]) >= 3000


def test_the_words_that_no_password_may_be_made_of_are_documented() -> None:
    written = SECURITY.read_text(encoding="utf-8")

    assert [word for word in CONTEXT if f"« {word} »" not in written.replace("\u00a0", " ")] == []


def test_a_password_is_kept_as_argon2id_and_compared_whole() -> None:
    long = "phrase " * 12
    kept = hashed(long)

    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert is_right(long, kept)
    assert not is_right(long[:-1], kept)


def test_the_same_word_is_right_however_the_keyboard_makes_its_accents() -> None:
    assert is_right("de\u0301cision publique", hashed("d\u00e9cision publique"))


def test_nothing_is_right_where_nothing_is_kept() -> None:
    assert not is_right("no account has this password", None)
