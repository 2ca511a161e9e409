"""How far the indicators of a contract have come."""

import pytest

from app.domain.actions import Action
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.indicators import Indicator, indicators_of, read_number
from app.domain.profile import Adaptation, IndicatorValue, LocalCommitment
from tests.examples import contract


@pytest.mark.parametrize(
    ("text", "number"),
    [("1\u202f250", 1250), ("35 %", 35), ("12,5 points", 12.5), ("-3", -3), ("environ 30", None), ("", None)],
)
def test_a_value_is_the_number_that_it_begins_with(text: str, number: float | None) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("baseline", "value", "target", "progress"),
    [
        ("100", "150", "200", 50),
        ("40 %", "30 %", "20 %", 50),
        ("100", "250", "200", 100),
        ("100", "90", "200", 0),
        ("100", "beaucoup", "200", None),
        ("", "150", "200", None),
        ("100", "150", "100", None),
    ],
)
def test_progress_is_the_way_from_the_baseline_to_the_target_up_or_down(
    baseline: str, value: str, target: str, progress: int | None
) -> None:
    said = Adaptation(indicator="Places", indicator_baseline=baseline, indicator_target=target)

    found = Indicator(Action("local-1", 1, True, "Ouvrir.", said), (IndicatorValue("2026", value),))

    assert found.progress == progress


def test_the_last_year_counts_in_whatever_order_it_was_typed(catalogue: Catalogue) -> None:
    values = (IndicatorValue("2027", "180"), IndicatorValue("2026", "120"))
    said = Adaptation(
        indicator="Places", indicator_baseline="100", indicator_target="200", indicator_values=values
    )
    local = (
        LocalCommitment("local-1", "sante", "Ouvrir.", said),
        LocalCommitment("local-2", "sante", "Rien."),
    )

    found = indicators_of(assemble(catalogue, contract("etat", local_commitments=local)))

    assert [(one.action.id, one.progress) for one in found] == [("local-1", 80)]
