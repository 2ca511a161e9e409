"""Text from people: cleaned once, compared as a reader would, turned into safe file names."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.french import quoted, typeset
from app.domain.text import clean, file_slug, is_blank, name_key


@given(text=st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text).text

    assert clean(once).text == once
    assert clean(once).removed == 0


@pytest.mark.parametrize(
    ("typed", "kept", "removed"),
    [
        ("un\r\ndeux\rtrois\x0bquatre", "un\ndeux\ntrois\nquatre", 0),
        ("a\x00b\x08c\x7f", "abc", 3),
        ("\ufffe\uffff", "", 2),
        ("abc\u202excod.exe", "abcxcod.exe", 1),
        ("E\u0301vry", "Évry", 0),
        (
            "tab\tet « guillemets »\u202f; l’été\u2011là\u00ad",
            "tab\tet « guillemets »\u202f; l’été\u2011là\u00ad",
            0,
        ),
        ("👩‍👩‍👧 🇫🇷", "👩‍👩‍👧 🇫🇷", 0),
        ("l\x92\x9cuvre \x96 3 \x80", "l’œuvre – 3 €", 0),
        ("a\x81b", "ab", 1),
        (
            "\uf0b7\tun\n  \uf0a7 deux\n\uf0d8\ttrois\n\uf0fc quatre\n\ue123\tcinq",
            "•\tun\n  ▪ deux\n➢\ttrois\n✓ quatre\n•\tcinq",
            0,
        ),
        ("un \uf0e0 deux\uf0e8trois\ue123\U000f0001", "un → deux➔trois", 2),
        ("]]> &amp; <b> {{7*7}} =1+1", "]]> &amp; <b> {{7*7}} =1+1", 0),
    ],
)
def test_only_what_cannot_be_seen_is_removed(typed: str, kept: str, removed: int) -> None:
    cleaned = clean(typed)

    assert (cleaned.text, cleaned.removed) == (kept, removed)


@pytest.mark.parametrize("other", ["LYON ", " lyon", "Lyon\u200b", "Ly\u00adon", "L\u0079on"])
def test_names_that_a_reader_takes_for_the_same_have_one_key(other: str) -> None:
    assert name_key(other) == name_key("Lyon")


def test_accents_tell_names_apart() -> None:
    assert name_key("Évry") != name_key("Evry")
    assert name_key("L’Haÿ") == name_key("L'Haÿ")


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\u2060\ufeff", "\u00a0\u202f"])
def test_a_text_that_shows_nothing_is_blank(text: str) -> None:
    assert is_blank(text)


@given(name=st.text())
def test_a_file_name_is_always_safe(name: str) -> None:
    slug = file_slug(name)

    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,119}", slug)
    assert slug not in {"con", "nul", "aux", "prn", "com1", "lpt1"}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Grand Paris Sud — contrat de ville", "grand-paris-sud-contrat-de-ville"),
        ("Cœur d’Évry", "coeur-d-evry"),
        ("CON", "contrat-de-ville-con"),
        ("😀", "contrat-de-ville"),
    ],
)
def test_a_file_name_can_be_read(name: str, slug: str) -> None:
    assert file_slug(name) == slug


@pytest.mark.parametrize(
    ("plain", "set_in_french"),
    [
        ("Oui ; non : « 25 % » ?", "Oui\u202f; non\u00a0: «\u00a025\u00a0%\u00a0»\u202f?"),
        ("déjà\u202f; ainsi\u00a0:", "déjà\u202f; ainsi\u00a0:"),
        ("(ZSP)\u202f?", "(ZSP)\u202f?"),
        ("https://exemple.fr:8000", "https://exemple.fr:8000"),
        ("loi n° 2014-173", "loi n°\u00a02014-173"),
    ],
)
def test_what_we_write_follows_french_typography(plain: str, set_in_french: str) -> None:
    assert typeset(plain) == set_in_french


@given(
    text=st.text(
        alphabet=st.characters(min_codepoint=0x80, max_codepoint=0x9F) | st.characters(categories=["Co"])
    )
)
def test_no_character_of_one_font_or_one_encoding_is_kept(text: str) -> None:
    kept = clean(text).text

    assert not [sign for sign in kept if unicodedata.category(sign) in {"Co", "Cc"} and sign != "\n"]


def test_guillemets_within_guillemets_become_the_others() -> None:
    assert quoted("le plan «\xa0Angers\xa0» et « suite »") == "«\xa0le plan “Angers” et “suite”\xa0»"
