"""The codes that someone may have meant by one that does not exist."""

import re
import sqlite3

from app.territories.search import one_letter_away

MAX_NEAR = 3
_MAYBE_A_CODE = re.compile(r"[0-9AB]{4,10}")


def near_codes(code: str, connection: sqlite3.Connection) -> tuple[str, ...]:
    """At most MAX_NEAR existing codes one character away, the likeliest mistakes first.

    A spreadsheet takes the zero at the head of 01004; fingers swap two digits; the rest comes last.
    """
    if not _MAYBE_A_CODE.fullmatch(code):
        return ()
    ranks = {}
    for candidate in one_letter_away(code, "0123456789AB"):
        row = connection.execute("SELECT rank FROM places WHERE code = ?", (candidate,)).fetchone()
        if row:
            ranks[candidate] = row[0]
    return tuple(sorted(ranks, key=lambda near: (_unlikely(code, near), ranks[near])))[:MAX_NEAR]


def _unlikely(code: str, near: str) -> int:
    if near == f"0{code}":
        return 0
    return 1 if sorted(near) == sorted(code) else 2
