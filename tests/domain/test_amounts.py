"""Amounts as they are typed, and what only looks like one."""

import pytest

from app.domain.typed_values import ends_with_amount


@pytest.mark.parametrize(
    "funder", ["Région 12 000", "Région : 12 000,50 €", "État 3 k€", "x" * 150 + " 12 000"]
)
def test_a_name_that_is_followed_by_an_amount_is_seen(funder: str) -> None:
    assert ends_with_amount(funder)


@pytest.mark.parametrize("funder", ["ANRU 2", "Plan 2030", "CAF 77", "1." * 100 + "a", "x" * 200])
def test_a_name_with_a_number_is_a_name(funder: str) -> None:
    assert not ends_with_amount(funder)
