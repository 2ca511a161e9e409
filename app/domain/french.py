"""French as the application writes it: spaces, numbers, dates, plurals. Typed texts stay as they are."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

NBSP = "\u00a0"
NARROW = "\u202f"
_FEWEST_OF_A_PLURAL = 2
_MONTHS = (
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
    """Return the same words with the no-break spaces that French typography asks for."""
    return _kept(text) if len(text) <= _LONGEST_KEPT else _typeset(text)


def _typeset(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


# A draft asks again for the sentences of the one before it; what people type at length is not kept.
_LONGEST_KEPT = 1_000
_kept = lru_cache(maxsize=2048)(_typeset)


def format_number(value: Fraction | int) -> str:
    """« 10 000 », « 9,7 », « 1/3 »: thousands apart, a decimal comma, a fraction when it must be one."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return f"{exact.numerator:,}".replace(",", NARROW)
    if 10**6 % exact.denominator == 0:
        return f"{float(exact):,.6f}".rstrip("0").replace(",", NARROW).replace(".", ",")
    return f"{exact.numerator}/{exact.denominator}"


def format_euros(amount: int) -> str:
    """« 12 500 € »."""
    return f"{format_number(amount)}{NBSP}€"


def count_noun(number: int, singular: str, plural: str = "") -> str:
    """« 0 engagement », « 1 engagement », « 12 engagements »: French says zero in the singular."""
    noun = singular if abs(number) < _FEWEST_OF_A_PLURAL else plural or f"{singular}s"
    return f"{format_number(number)}{NBSP}{noun}"


def format_date(day: date) -> str:
    """« 1ᵉʳ janvier 2026 », « 23 novembre 2026 »."""
    number = "1ᵉʳ" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{_MONTHS[day.month - 1]} {day.year}"


NO_SOURCE = "sans fichier source"

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def date_or_words(text: str) -> str:
    """Return an ISO date in letters; a year or words as they were typed."""
    try:
        return format_date(date.fromisoformat(text)) if _ISO_DATE.fullmatch(text) else text
    except ValueError:
        return text


def format_lines(lines: tuple[int, int]) -> str:
    """Where a passage of the source stands: « ligne 12 » or « lignes 12 à 14 »; line 0: in no file."""
    first, last = lines
    if not first:
        return NO_SOURCE
    return f"ligne{NBSP}{first}" if first == last else f"lignes{NBSP}{first} à {last}"


_LINES = re.compile(r"\s\(lignes?\s[\d\s,àet-]+\)|, citée?s? lignes?\s\d+,")


def without_lines(text: str) -> str:
    """Return the same words without « (ligne 12) ».

    The lines of our source mean nothing to who reads a contract.
    """
    return _LINES.sub("", text)


_OPENING = re.compile(r"«\s?")
_CLOSING = re.compile(r"\s?»")


def quoted(words: str) -> str:
    """Return words between guillemets; those that stand within them become “ and ”."""
    return f"«{NBSP}{_CLOSING.sub('”', _OPENING.sub('“', words))}{NBSP}»"


def join_names(names: Sequence[str]) -> str:
    """« A », « A et B », « A, B et C »."""
    if len(names) < _FEWEST_OF_A_PLURAL:
        return "".join(names)
    return f"{', '.join(names[:-1])} et {names[-1]}"


# Capitals and digits that begin with a capital: ARS, E2C, SG-CIV, ACSÉ. One letter alone is none, nor is a
# code such as QN09101M.
_ACRONYM = re.compile(r"(?<!\w)[A-ZÀ-Ý](?:[A-ZÀ-Ý]|[0-9](?![0-9])|-(?=[A-ZÀ-Ý]))+(?!\w)")


@dataclass(frozen=True, slots=True)
class Acronym:
    """An acronym in full.

    `lines` are those of the source text that write it out in these words, or None where it never does;
    `to_verify` marks an expansion that was read in no text that can be cited.
    """

    acronym: str
    meaning: str
    lines: tuple[int, int] | None = None
    to_verify: bool = False


def written_in(text: str) -> list[str]:
    """Return the words of a text that look like acronyms, once each, in the order of the text."""
    return list(dict.fromkeys(_ACRONYM.findall(text)))


def explained(text: str, glossary: Iterable[Acronym]) -> list[Acronym]:
    """Return the acronyms of a text that the glossary knows, in the order of the text.

    « FEDER-FSE » is explained by its two parts where the whole is unknown.
    """
    known = {entry.acronym: entry for entry in glossary}
    words = [word for word in written_in(text) for word in ((word,) if word in known else word.split("-"))]
    return [known[word] for word in dict.fromkeys(words) if word in known]
