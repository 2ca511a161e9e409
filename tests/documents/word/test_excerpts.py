from fractions import Fraction

import pytest

from app.domain.french import count_noun, format_lines, format_number
from app.domain.text import cut_at_word, truncate


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(25), "25"),
        (Fraction(10_000), "10\u202f000"),
        (Fraction("9.7"), "9,7"),
        (Fraction(1, 3), "1/3"),
    ],
)
def test_numbers_are_written_in_french(value: Fraction, shown: str) -> None:
    assert format_number(value) == shown


def test_zero_and_one_are_singular() -> None:
    assert count_noun(0, "commune") == "0\u00a0commune"
    assert count_noun(1, "commune") == "1\u00a0commune"
    assert count_noun(2, "commune") == "2\u00a0communes"


def test_lines_of_the_source() -> None:
    assert format_lines((12, 12)) == "ligne\u00a012"
    assert format_lines((12, 14)) == "lignes\u00a012 à 14"


def test_an_excerpt_is_cut_between_two_words_and_says_so() -> None:
    assert cut_at_word("Améliorer l’accès aux soins ;", 40) == "Améliorer l’accès aux soins"
    assert cut_at_word("Améliorer l’accès aux soins de premier recours", 30) == "Améliorer l’accès aux soins…"
    assert cut_at_word("Associer la justice (les parquets et greffes)", 34) == "Associer la justice…"
    assert cut_at_word("santé (soutien aux modes d’exercice groupé)", 30) == "santé (soutien aux modes…"
    assert cut_at_word("Ouvrir deux lieux : – ici – là-bas", 24) == "Ouvrir deux lieux…"


def test_an_excerpt_keeps_its_no_break_spaces() -> None:
    assert (
        cut_at_word("Emplois\u00a0: 30\u00a0%\nde bénéficiaires", 40)
        == "Emplois\u00a0: 30\u00a0% de bénéficiaires"
    )


@pytest.mark.parametrize("character", ["e\u0301", "👩‍👩‍👧‍👦", "🇫🇷", "👍🏽"])
def test_a_text_is_never_cut_inside_what_a_reader_sees_as_one_character(character: str) -> None:
    text = character * 50

    for longest in range(40):
        kept = truncate(text, longest)
        assert kept.replace(character, "") == ""
        assert len(kept.encode("utf-16-le")) <= 2 * longest
