"""What was added to a text and removed from it, whatever the texts are."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.diff.edit_script import Budget, blocks
from app.domain.diff.text import Edit, Words, lines_between, words_between

few_letters = st.text("ab c\n\u00a0é", max_size=40)
any_words = st.lists(st.sampled_from("abcdexyz"), max_size=14)


def side(words: Sequence[Words], left_out: Edit) -> str:
    return "".join(one.text for one in words if one.edit is not left_out)


def longest_common(before: Sequence[str], after: Sequence[str]) -> int:
    """The length of their longest common subsequence, by the book."""
    row = [0] * (len(after) + 1)
    for old in before:
        diagonal = 0
        for rank, new in enumerate(after, start=1):
            diagonal, row[rank] = row[rank], diagonal + 1 if old == new else max(row[rank], row[rank - 1])
    return row[-1]


@given(few_letters | st.text(max_size=30), few_letters | st.text(max_size=30))
def test_both_texts_are_in_what_is_shown(before: str, after: str) -> None:
    words = words_between(before, after)

    assert side(words, Edit.ADDED) == before
    assert side(words, Edit.REMOVED) == after
    assert [one.edit for one in words] == [Edit.KEPT] * bool(before) or before != after


@given(any_words, any_words)
def test_as_much_as_can_be_is_kept(before: list[str], after: list[str]) -> None:
    found = list(blocks(before, after, Budget()))

    assert [word for block in found for word in before[block.before]] == before
    assert [word for block in found for word in after[block.after]] == after
    kept = [(before[block.before], after[block.after]) for block in found if block.equal]
    assert all(old == new for old, new in kept)
    assert sum(len(old) for old, _ in kept) == longest_common(before, after)


def test_an_unchanged_line_is_kept_whole_between_two_that_changed() -> None:
    before = "Réunir le comité en mars.\nLa Ville pilote.\nBilan en juin 2027."
    after = "Réunir le comité en mai.\nLa Ville pilote.\nBilan en juin 2028."

    assert [(one.edit, one.text) for one in words_between(before, after)] == [
        (Edit.KEPT, "Réunir le comité en "),
        (Edit.REMOVED, "mars."),
        (Edit.ADDED, "mai."),
        (Edit.KEPT, "\nLa Ville pilote.\nBilan en juin "),
        (Edit.REMOVED, "2027."),
        (Edit.ADDED, "2028."),
    ]


def test_words_that_follow_one_another_are_replaced_together() -> None:
    before, after = "Le comité se réunit chaque mois.", "Le comité est convoqué chaque mois."

    assert [one.text for one in words_between(before, after)] == [
        "Le comité ",
        "se réunit",
        "est convoqué",
        " chaque mois.",
    ]


def test_two_texts_that_share_a_few_words_by_chance_are_shown_one_after_the_other() -> None:
    before, after = "Ouvrir une maison de santé", "Former les agents de la mairie"

    assert [one.edit for one in words_between(before, after)] == [Edit.REMOVED, Edit.ADDED]


SHUFFLED = [f"mot{number % 700}" for number in range(3_000)]
random.Random(3).shuffle(SHUFFLED)
HOSTILE = {
    "alternating": (" ".join(f"a {n:x}" for n in range(4_000)), " ".join(f"a z{n:x}" for n in range(4_000))),
    "permuted": (" ".join(sorted(SHUFFLED)), " ".join(SHUFFLED)),
    "permuted lines": ("\n".join(sorted(SHUFFLED)), "\n".join(SHUFFLED)),
    "reversed": (" ".join(SHUFFLED), " ".join(reversed(SHUFFLED))),
    "repeated": ("ab " * 6_000, "ba " * 6_000),
    "repeated lines": ("a\nb\n" * 5_000, "b\na\n" * 4_000),
    "one long word": ("a" * 20_000, "b" * 20_000),
    "spaces": (" " * 20_000, "\t" * 20_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_the_texts_are_a_page_of_three_hundred_fields_stays_within_its_budget(name: str) -> None:
    before, after = HOSTILE[name]
    budget = Budget()

    pages = [words_between(before, f"{after} {field}", budget) for field in range(300)]

    assert sum(map(len, pages)) <= 10_000
    assert all(side(words, Edit.ADDED) == before for words in pages)


def test_a_rewritten_text_leaves_something_of_the_budget_to_the_next_one() -> None:
    budget = Budget()

    rewritten = words_between(*HOSTILE["permuted"], budget)
    corrected = words_between("Un comité se réunit.", "Un comité se réunira.", budget)

    assert [one.edit for one in rewritten] == [Edit.REMOVED, Edit.ADDED]
    assert [one.edit for one in corrected] == [Edit.KEPT, Edit.REMOVED, Edit.ADDED]


def test_a_long_text_with_a_hundred_corrections_is_still_compared_word_by_word() -> None:
    corrected = [f"{word}s" if rank % 30 == 0 else word for rank, word in enumerate(SHUFFLED)]

    words = words_between(" ".join(SHUFFLED), " ".join(corrected))

    assert sum(one.edit is Edit.ADDED for one in words) == 100


def test_lists_are_compared_line_by_line_within_the_same_budget() -> None:
    before, after = "\n".join(SHUFFLED), "\n".join(reversed(SHUFFLED))

    words = lines_between(before, after)

    assert [one.edit for one in words] == [Edit.REMOVED, Edit.ADDED]
    assert [one.text for one in lines_between("a\nb", "a\nc")] == ["a\n", "b\n", "c\n"]
