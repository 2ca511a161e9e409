"""How a French official document writes numbers, line references and excerpts."""

import re
import unicodedata
from fractions import Fraction

from app.domain.catalogue import LinesRange
from app.domain.typography import NARROW, NBSP

# Not `str.split`: it would take the no-break spaces of the text for ordinary ones. A lone space stays as it
# is: most texts have nothing else.
_BLANKS = re.compile(r"[ \t\r\n]{2,}|[\t\r\n]")


def number(value: Fraction) -> str:
    """« 10 000 », « 9,7 », « 1/3 »: thousands apart, a decimal comma, a fraction when it must be one."""
    if value.denominator == 1:
        return f"{value.numerator:,}".replace(",", NARROW)
    if 10**6 % value.denominator == 0:
        return f"{float(value):,.6f}".rstrip("0").replace(",", NARROW).replace(".", ",")
    return f"{value.numerator}/{value.denominator}"


def lines_of(lines: LinesRange) -> str:
    """« ligne 12 » or « lignes 12 à 14 »."""
    first, last = lines
    return f"ligne{NBSP}{first}" if first == last else f"lignes{NBSP}{first} à {last}"


def plural(count: int, word: str, words: str = "") -> str:
    """« 1 commune », « 23 communes »: French says zero in the singular."""
    return f"{number(Fraction(count))}{NBSP}{word if count < 2 else words or word + 's'}"  # noqa: PLR2004 - grammar


def opening(text: str, longest: int) -> str:
    """The first words of a text, in `longest` characters at most, cut between two words."""
    flat = _BLANKS.sub(" ", text).strip(" ")
    if len(flat) <= longest:
        return flat.rstrip(" ;.:,\u00a0\u202f")
    cut = flat[: longest - 1].rpartition(" ")[0] or shortened(flat, longest - 1)
    before, _, inside = cut.rpartition("(")
    if before and ")" not in inside:  # a bracket that would stay open
        cut = before
    return cut.rstrip(" ;.:,’('«\u00a0\u202f") + "…"


def shortened(text: str, longest: int) -> str:
    """The text in `longest` UTF-16 units at most (what Word counts), never cut inside a character."""
    if 2 * len(text) <= longest:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: longest * 2].decode("utf-16-le", "ignore")
    while kept and len(kept) < len(text) and _joins(text[len(kept)], kept[-1]):
        kept = kept[:-1]
    return kept


def _joins(following: str, last: str) -> bool:
    """Whether two characters make one for a reader: accents, joined emoji, skin tones, flags."""
    return (
        unicodedata.category(following) in {"Mn", "Me", "Mc"}
        or "\u200d" in (following, last)
        or "\U0001f3fb" <= following <= "\U0001f3ff"
        or ("\U0001f1e6" <= following <= "\U0001f1ff" and "\U0001f1e6" <= last <= "\U0001f1ff")
    )


def euros(amount: int) -> str:
    """« 12 500 € », with the spaces that do not break."""
    return f"{amount:,}".replace(",", NARROW) + f"{NBSP}€"
