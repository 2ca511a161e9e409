"""Recovery codes: long enough to be kept as a plain hash, and read as people type them."""

import math

from app.access.recovery import COUNT, new_codes, plain

SIGNS = 32


def test_recovery_codes_have_120_bits_and_are_read_as_people_type_them() -> None:
    codes = new_codes()

    assert len(set(codes)) == COUNT
    assert {len(plain(code)) * math.log2(SIGNS) for code in codes} == {120}
    assert (
        len({sign for code in (*codes, *new_codes(), *new_codes(), *new_codes()) for sign in plain(code)})
        > SIGNS / 2
    )
    assert plain(f"  {codes[0].lower().replace('-', ' ')} ") == plain(codes[0])
    assert not set("01IO") & set("".join(codes))
