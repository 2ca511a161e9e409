"""Deadlines as people write them, and which of two comes first."""

import pytest

from app.domain.typed_values import out_of_order, read_deadline


@pytest.mark.parametrize(
    "typed",
    [
        *("31/12/2028", "31 / 12 / 2028", "31\u00a0/\u00a012\u00a0/\u00a02028", "31\u202f/12/\u20092028"),
        *(
            "31-12-2028",
            "31 . 12 . 2028",
            "31 12 2028",
            "31\u00a012\u00a02028",
            " 2028-12-31 ",
            "2028 - 12 - 31",
        ),
    ],
)
def test_spaces_in_a_date_do_not_count(typed: str) -> None:
    assert read_deadline(typed) == "2028-12-31"


@pytest.mark.parametrize(
    "typed", ["31 / 02 / 2028", "31\u00a0/\u00a013\u00a0/\u00a02028", "3 1/12/2028", "12 / 2028"]
)
def test_what_is_no_date_is_refused_with_spaces_as_without(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 — the message is for the form, which names the field
        read_deadline(typed)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        *(("2029", "2028"), ("2029", "2028-12-31"), ("2029-01-01", "2028"), ("2028-12-31", "2028-12-30")),
        *(("06/2029", "2028"), ("2029", "06/2028"), ("07/2028", "06/2028"), ("2028-07-01", "06/2028")),
        *(("07/2028", "2028-06-30"), ("2028-07", "2028-06"), ("06 / 2029", "12 / 2028")),
    ],
)
def test_a_start_after_the_end_is_seen_at_every_precision(start: str, end: str) -> None:
    assert out_of_order(start, end)
    assert not out_of_order(end, start)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        *(("2028", "2028"), ("2028", "2028-01-01"), ("2028-12-31", "2028"), ("12/2028", "2028")),
        *(
            ("06/2028", "2028-06-01"),
            ("2029", "fin 2028"),
            ("à la rentrée", "2028"),
            ("", "2028"),
            ("2028", ""),
        ),
    ],
)
def test_what_may_be_in_order_is_left_alone(start: str, end: str) -> None:
    assert not out_of_order(start, end)
