"""Amounts as they are typed, and what only looks like one."""

import pytest

from app.domain.field_text import show_budget
from app.domain.french import NBSP
from app.domain.profile import Means, MeansKind, MeansState
from app.domain.typed_values import ends_with_amount


@pytest.mark.parametrize(
    "funder", ["Région 12 000", "Région : 12 000,50 €", "État 3 k€", "x" * 150 + " 12 000"]
)
def test_a_name_that_is_followed_by_an_amount_is_seen(funder: str) -> None:
    assert ends_with_amount(funder)


@pytest.mark.parametrize("funder", ["ANRU 2", "Plan 2030", "CAF 77", "1." * 100 + "a", "x" * 200])
def test_a_name_with_a_number_is_a_name(funder: str) -> None:
    assert not ends_with_amount(funder)


def test_amounts_of_one_funder_that_follow_each_other_stand_on_one_line() -> None:
    town, state = (MeansKind.COMMON_LAW, "Ville"), (MeansKind.SPECIFIC, "État")
    lines = [
        Means(*town, 500, "2025", MeansState.ACQUIRED),
        Means(*town, 600, "2026", MeansState.REQUESTED),
        Means(*state, 600),
        Means(*town, None, "2027"),
        Means(*town, None, "2028"),
    ]

    shown = [line.replace(NBSP, " ") for line in show_budget(lines)]

    assert shown == [
        "Droit commun, Ville : 500 € (2025, acquis) ; 600 € (2026, demandé)",
        "Crédits spécifiques, État : 600 €",
        "Droit commun, Ville (2027)",
        "Droit commun, Ville (2028)",
    ]
