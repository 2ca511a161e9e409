"""French typography for what the application writes. Texts typed by people are left as they are."""

import re
from datetime import date

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
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def date_in_letters(day: date) -> str:
    """« 1ᵉʳ janvier 2026 », « 23 novembre 2026 »."""
    number = "1ᵉʳ" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{MONTHS[day.month - 1]} {day.year}"
