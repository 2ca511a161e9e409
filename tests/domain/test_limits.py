"""A saved contract has a size and its actions a number of associated partners: both are said once."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.catalogue import Catalogue
from app.domain.limits import MAX_NAMES, MAX_PROFILE_BYTES, ProfileTooLarge, refuse_too_large
from app.domain.profile import Adaptation, LocalCommitment, Profile, Territory
from app.domain.profile_json import ProfileRefused, profile_document, read_profile
from app.domain.text import MAX_NAME, MAX_TEXT
from app.domain.typed_values import FIRST_YEAR, LAST_YEAR

CLAUSE = "justice-2013-1-1"
SMALL = Profile("Évry", Territory("epci", "200059228", "CA Grand Paris Sud"))


def with_associates(number: int) -> Profile:
    names = tuple(f"Association {rank}" for rank in range(number))
    return replace(SMALL, adaptations={CLAUSE: Adaptation(associated=names)})


def test_a_contract_at_its_limits_is_accepted() -> None:
    refuse_too_large(with_associates(MAX_NAMES), MAX_PROFILE_BYTES)


@pytest.mark.parametrize(
    ("size", "number", "said"),
    [
        (MAX_PROFILE_BYTES + 1, 0, "prendrait 2,01\u00a0Mo, 2\u00a0au plus"),
        (100, MAX_NAMES + 1, "101 noms, 100 au plus\u202f; retirez-en 1."),
    ],
)
def test_a_contract_past_a_limit_is_refused_in_one_sentence(size: int, number: int, said: str) -> None:
    with pytest.raises(ProfileTooLarge) as refused:
        refuse_too_large(with_associates(number), size)

    (problem,) = refused.value.problems
    assert said.replace("\u00a0", " ") in problem.message.replace("\u00a0", " ")


def test_a_contract_from_before_the_limits_is_saved_when_it_does_not_grow() -> None:
    large = with_associates(150)
    others = tuple(f"Association {rank}" for rank in range(140))
    smaller = replace(SMALL, adaptations={CLAUSE: Adaptation(associated=others)})

    refuse_too_large(large, 3_000_000, large, 3_000_000)
    refuse_too_large(smaller, 2_500_000, large, 3_000_000)
    with pytest.raises(ProfileTooLarge):
        refuse_too_large(large, 2_500_000, smaller, 3_000_000)


def test_the_partners_of_an_action_may_move_to_a_local_commitment_as_they_are() -> None:
    large = with_associates(150)
    local = LocalCommitment("local-1", "sante", "Ouvrir un lieu.", large.adaptations[CLAUSE])

    refuse_too_large(replace(SMALL, local_commitments=(local,)), 100, large, 100)


def test_a_file_names_the_action_that_has_too_many_partners(catalogue: Catalogue) -> None:
    known = next(iter(catalogue.leaf_by_id))
    (adaptation,) = with_associates(101).adaptations.values()
    document = profile_document(replace(SMALL, adaptations={known: adaptation}))

    with pytest.raises(ProfileRefused) as refused:
        read_profile(document, catalogue)

    assert [problem.path for problem in refused.value.problems] == [f"adaptations.{known}.associated"]


def test_the_rules_of_the_documentation_are_those_of_the_code() -> None:
    written = (Path(__file__).parents[2] / "docs/securite.md").read_text("utf-8")
    rules = re.sub(r"[\u00a0\u202f]", " ", written)
    thousands = f"{MAX_TEXT // 1_000} {MAX_TEXT % 1_000:03}"

    assert f"| texte | {thousands} caractères au plus |" in rules
    assert f"| nom (profil, territoire, personne) | 1 à {MAX_NAME} caractères visibles" in rules
    assert f"de {FIRST_YEAR} à {LAST_YEAR} |" in rules
