"""The beginnings of texts, where a place is too short for the whole."""

import re
import unicodedata

# Not `str.split`: it would take the no-break spaces of the text for ordinary ones. A lone space stays as it
# is: most texts have nothing else.
_BLANKS = re.compile(r"[ \t\r\n]{2,}|[\t\r\n]")


def cut_at_word(text: str, longest: int) -> str:
    """Cut a text between two words: its first words, in `longest` characters at most."""
    flat = _BLANKS.sub(" ", text).strip(" ")
    if len(flat) <= longest:
        return flat.rstrip(" ;.:,\u00a0\u202f")
    cut = flat[: longest - 1].rpartition(" ")[0] or truncate(flat, longest - 1)
    before, _, inside = cut.rpartition("(")
    if before and ")" not in inside:  # a bracket that would stay open
        cut = before
    return cut.rstrip(" ;.:,’('«\u00a0\u202f") + "…"


def truncate(text: str, longest: int) -> str:
    """Cut a text: at most `longest` UTF-16 units at most (what Word counts), never cut inside a character."""
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
