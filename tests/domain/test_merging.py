"""What several people made of one text, merged word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.diff.edit_script import Budget
from app.domain.diff.text import Edit
from app.domain.merging import AuthoredWords, Choice, merge

SENT = "Ouvrir deux places de crèche dans le quartier nord avant la fin de 2027."
few_words = st.lists(st.sampled_from(["un", "deux", "trois", "x", "\n"]), max_size=9).map(" ".join)
names = st.sampled_from(["CAF", "Ville", "Région"])


def test_nothing_that_came_back_changes_nothing() -> None:
    merged = merge(SENT, {"CAF": SENT})

    assert (merged.choices, merged.text, merged.is_conflict) == ((), SENT, False)


def test_the_same_text_from_several_people_is_one_choice_with_all_their_names() -> None:
    text = SENT.replace("deux", "trois")

    merged = merge(SENT, {"Ville": text, "CAF": text, "Région": SENT})

    assert merged.choices == (Choice(text, ("CAF", "Ville")),)
    assert merged.text == text


def test_changes_that_do_not_meet_make_one_text_that_says_whose_words_they_are() -> None:
    merged = merge(SENT, {"Ville": SENT.replace("deux", "trois"), "CAF": SENT.replace("2027.", "2028.")})

    assert merged.text == "Ouvrir trois places de crèche dans le quartier nord avant la fin de 2028."
    assert [words for words in merged.words if words.edit is not Edit.KEPT] == [
        AuthoredWords(Edit.REMOVED, "deux", ("Ville",)),
        AuthoredWords(Edit.ADDED, "trois", ("Ville",)),
        AuthoredWords(Edit.REMOVED, "2027.", ("CAF",)),
        AuthoredWords(Edit.ADDED, "2028.", ("CAF",)),
    ]


def test_a_change_made_by_two_people_among_others_bears_both_names() -> None:
    both = SENT.replace("deux", "trois")

    merged = merge(SENT, {"Ville": both, "CAF": both.replace("2027", "2028")})

    assert AuthoredWords(Edit.ADDED, "trois", ("CAF", "Ville")) in merged.words
    assert not merged.is_conflict


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ouvrir trois places de crèche", "Ouvrir quatre places de crèche"),
        ("Ouvrir trois places de crèche", "Ouvrir deux berceaux de crèche"),
        ("Ouvrir deux places de crèche et un relais", "Ouvrir deux places de crèche à Nord"),
        ("", "Ouvrir deux places de crèche agréée"),
    ],
    ids=["the same word", "neighbouring words", "the same place", "all of it removed"],
)
def test_changes_that_meet_are_a_choice_to_make(one: str, other: str) -> None:
    merged = merge("Ouvrir deux places de crèche", {"Ville": one, "CAF": other})

    assert merged.is_conflict
    assert merged.choices == (Choice(other, ("CAF",)), Choice(one, ("Ville",)))


def test_an_empty_field_filled_by_two_people_is_a_choice_to_make() -> None:
    assert merge("", {"Ville": "Crèche", "CAF": "Relais"}).is_conflict


def test_a_text_rewritten_whole_is_not_mixed_with_the_change_of_another() -> None:
    rewritten = "Créer un relais de quartier, avec une équipe de la CAF, dans un local neuf de la ville"

    merged = merge(SENT, {"CAF": rewritten, "Ville": SENT.replace("nord", "sud")})

    assert merged.is_conflict


def test_texts_beyond_the_budget_are_a_choice_to_make() -> None:
    texts = {"Ville": SENT.replace("deux", "trois"), "CAF": SENT.replace("2027", "2028")}
    long = {name: "a b c " * 200 + text + " c a b" * 200 for name, text in texts.items()}

    assert merge("b a " * 200 + SENT + " b c" * 200, long, Budget(100)).is_conflict


@given(few_words, st.dictionaries(names, few_words))
def test_the_order_in_which_texts_come_makes_no_difference(base: str, returned: dict[str, str]) -> None:
    assert merge(base, returned) == merge(base, dict(reversed(returned.items())))


@given(few_words, few_words)
def test_the_text_of_one_person_is_kept_as_it_came(base: str, text: str) -> None:
    merged = merge(base, {"CAF": text})

    assert merged.text == text
    before = "".join(words.text for words in merged.words if words.edit is not Edit.ADDED)
    assert before == base


@given(few_words, st.dictionaries(names, few_words))
def test_a_merged_text_holds_each_change_whole(base: str, returned: dict[str, str]) -> None:
    merged = merge(base, returned)

    if not merged.is_conflict:
        for choice in merged.choices:
            own = [
                words.text
                for words in merged.words
                if words.edit is Edit.KEPT
                or (words.edit is Edit.ADDED) == bool(set(choice.names) & set(words.names))
            ]
            assert "".join(own) == choice.text
