"""French typography for what the application writes. Texts typed by people are left as they are."""

import re
from datetime import date
from functools import lru_cache

NBSP = "\u00a0"
NARROW = "\u202f"
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_RULES = (
    (re.compile(r"[ \u00a0\u202f]?([;!?])(?=\s|$|[»)])"), rf"{NARROW}\1"),
    (re.compile(r"[ \u202f]:(?=\s|$)"), f"{NBSP}:"),
    (re.compile(r"« "), f"«{NBSP}"),
    (re.compile(r" »"), f"{NBSP}»"),
    (re.compile(r"(\d) ?%"), rf"\1{NBSP}%"),
    (re.compile(r"\b(n°|lignes?) (?=\d)"), rf"\1{NBSP}"),
)


def typeset(text: str) -> str:
    """The same words with the no-break spaces that French typography asks for."""
    return _kept(text) if len(text) <= _LONGEST_KEPT else _typeset(text)


def _typeset(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


# A draft asks again for the sentences of the one before it; what people type at length is not kept.
_LONGEST_KEPT = 1_000
_kept = lru_cache(maxsize=2048)(_typeset)


def date_in_letters(day: date) -> str:
    """« 1ᵉʳ janvier 2026 », « 23 novembre 2026 »."""
    number = "1ᵉʳ" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{MONTHS[day.month - 1]} {day.year}"
