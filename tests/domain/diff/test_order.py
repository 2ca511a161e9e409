"""One order made of two: what is gone stands where it stood."""

import pytest

from app.domain.diff import merged


@pytest.mark.parametrize(
    ("now", "former", "both"),
    [
        ("abc", "abc", "abc"),
        ("ac", "abc", "abc"),
        ("bc", "abc", "abc"),
        ("axc", "abc", "abxc"),
        ("ad", "abcd", "abcd"),
        ("ca", "abc", "cab"),
        ("", "abc", "abc"),
        ("abc", "", "abc"),
    ],
)
def test_what_is_gone_comes_behind_what_it_followed(now: str, former: str, both: str) -> None:
    assert "".join(merged(now, former)) == both
