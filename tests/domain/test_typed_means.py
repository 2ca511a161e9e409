"""The budget of an action as a text that is proposed, read back as it was."""

import pytest

from app.domain.field_text import show_means
from app.domain.profile import Means, MeansKind, MeansState
from app.domain.typed_means import MeansRefused, read_means_lines

COMMON, SPECIFIC = MeansKind.COMMON_LAW, MeansKind.SPECIFIC


@pytest.mark.parametrize(
    "means",
    [
        Means(COMMON, "CAF"),
        Means(COMMON, "CAF : enfance", 12_500),
        Means(SPECIFIC, "Région (Sud)", 0, "2027", MeansState.REQUESTED),
        Means(SPECIFIC, "Région (Sud)"),
        Means(COMMON, "Ville, service jeunesse", None, "2028"),
        Means(COMMON, "Ville", 1_000_000, "", MeansState.SOUGHT),
        Means(COMMON, "Ville (2027) : ancien", 5, "2028", MeansState.ACQUIRED),
    ],
)
def test_a_line_says_what_it_was_made_from(means: Means) -> None:
    assert read_means_lines(f"\n{show_means(means)}\n") == (means,)


@pytest.mark.parametrize(
    "line",
    [
        "CAF : 12 000 €",
        "Droit commun",
        "Droit commun, ",
        "Droit commun, CAF : 1" + "0" * 30 + " €",
        "x" * 400,
    ],
)
def test_what_is_no_line_is_refused_with_an_example_or_the_reason(line: str) -> None:
    with pytest.raises(MeansRefused, match=r"Exemple|trop grand"):
        read_means_lines(line)


def test_lines_are_no_more_than_an_action_may_have() -> None:
    with pytest.raises(MeansRefused, match="lignes au plus"):
        read_means_lines("Droit commun, CAF\n" * 41)
