"""How people write the names and codes of places: folded words, initials, arrondissements, mistyped codes.

The arrondissements municipaux are known by their codes alone (INSEE, Code officiel géographique).
"""

import re
import sqlite3
from collections.abc import Iterable
from string import ascii_lowercase

from app.domain.text import SHORT_FORMS, search_terms


def words(text: str) -> tuple[str, ...]:
    """Return the words of a name or of a query, folded: « St-Étienne » gives ("saint", "etienne")."""
    return tuple(SHORT_FORMS.get(term, term) for term in search_terms(text) if term.isalnum())


def key(text: str) -> str:
    """Return the folded words in their order, one space between two."""
    return " ".join(words(text))


_KINDS = frozenset(["ca", "cc", "cu"])
_SMALL_WORDS = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"])


def initials(named: Iterable[str]) -> str:
    """Return the initials of folded words: « ca de sophia antipolis » gives « casa »."""
    return "".join(word if word in _KINDS else word[0] for word in named if word not in _SMALL_WORDS)


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


def one_letter_away(word: str, letters: str = ascii_lowercase) -> set[str]:
    """Every spelling with one letter missing, added, changed, or two neighbours swapped."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    missing = {left + right[1:] for left, right in halves if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    changed = {left + letter + right[1:] for left, right in halves if right for letter in letters}
    added = {left + letter + right for left, right in halves for letter in letters}
    return missing | swapped | changed | added


_CODES = {"paris": range(75101, 75121), "lyon": range(69381, 69390), "marseille": range(13201, 13217)}
ARRONDISSEMENTS = {str(code) for codes in _CODES.values() for code in codes}
_ORDINAL = re.compile(r"0?([1-9][0-9]?) ?(?:e|er|eme|nd)?")
_SAID_AROUND = {"arrondissement", "arr", "de"}


def code_of_arrondissement(sought: tuple[str, ...]) -> str:
    """Return the code that « 69388 », « lyon 8e » or « 8e arrondissement de lyon » say.

    Empty for anything else.
    """
    if len(sought) == 1:
        return sought[0] if sought[0] in ARRONDISSEMENTS else ""
    if _CODES.keys().isdisjoint(sought):
        return ""
    city = next(word for word in sought if word in _CODES)
    codes = _CODES[city]
    ordinal = _ORDINAL.fullmatch(" ".join(word for word in sought if word not in {city, *_SAID_AROUND}))
    return str(codes[int(ordinal[1]) - 1]) if ordinal and int(ordinal[1]) <= len(codes) else ""
