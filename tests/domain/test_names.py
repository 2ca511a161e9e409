"""By which words a list names a commitment."""

import pytest

from app.domain.names import LONGEST_NAME, short_name


@pytest.mark.parametrize("sign", [" ;", ",", " :", "\u202f;", "\u00a0:"])
def test_a_name_does_not_end_with_the_sign_that_leads_on_in_the_source(sign: str) -> None:
    assert short_name(f"le programme « ABCD de l’égalité »{sign}") == "le programme « ABCD de l’égalité »"


def test_a_long_name_is_cut_after_a_word_and_before_its_comma_or_dash() -> None:
    long_word = "a" * (LONGEST_NAME - 10)

    assert short_name(f"{long_word}, {'b' * 20}") == f"{long_word}…"
    assert short_name(f"{long_word} – {'b' * 20}") == f"{long_word}…"


def test_a_name_keeps_the_point_of_its_sentence() -> None:
    assert short_name("Ouvrir une maison.") == "Ouvrir une maison."
