"""Text from people: cleaned once on its way in, compared, shortened, and turned into file names."""

import re
import unicodedata
from dataclasses import dataclass

MAX_TEXT = 20_000
"""Longest text of a local adaptation, in characters. The same on every page and in every database."""

MAX_NAME = 200
"""Longest name of a profile, a territory, a commune or a quartier, in characters."""

SHORT_FORMS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
"""What is shortened in the names of places, folded, and what it stands for."""

_LINE_END_SIGNS = "\r\v\f\u2028\u2029"
_LINE_ENDS = re.compile(f"\r\n|[{_LINE_END_SIGNS}]")
# Controls, bidirectional overrides, lone surrogates and the two non-characters that XML forbids:
# none can be seen, and a database, an XML file or a file name breaks on each.
_UNWANTED_SIGNS = "\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"
_UNWANTED = re.compile(f"[{_UNWANTED_SIGNS}]")
# C1 controls: a file of Windows-1252 read as Latin-1 has U+0092 where an apostrophe was typed.
_C1_SIGNS = "\x80-\x9f"
_C1 = re.compile(f"[{_C1_SIGNS}]")
_WINDOWS_1252 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
# Private use: what Word puts on the clipboard for the signs of its fonts Symbol and Wingdings.
_PRIVATE_SIGNS = "\ue000-\uf8ff\U000f0000-\U0010ffff"
_PRIVATE = re.compile(f"[{_PRIVATE_SIGNS}]")
# One search instead of four: nearly every text is clean, and a contract of 2 MB is read at each page.
_TO_CLEAN = re.compile(f"[{_LINE_END_SIGNS}{_UNWANTED_SIGNS}{_C1_SIGNS}{_PRIVATE_SIGNS}]")
_PRIVATE_BULLET = re.compile("^([ \t\u00a0]*)([\ue000-\uf8ff])(?=[ \t\u00a0])", re.MULTILINE)
_SYMBOLS = {
    "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf06e": "■", "\uf06f": "□", "\uf0a8": "□",
    "\uf06c": "●", "\uf071": "❑", "\uf076": "❖", "\uf0e0": "→", "\uf0e8": "➔", "\uf0f0": "⇨",
    "\uf0ae": "→", "\uf0ac": "←", "\uf0b0": "°", "\uf0b1": "±", "\uf0b3": "≥", "\uf0a3": "≤", "\uf0b4": "×",
    "\uf02d": "-", "\uf020": " ",
}  # fmt: skip
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "\u2011": "-", "\u00ad": None})
# « Saint-Étienne » is found by « saint etienne », « L’Haÿ » by « l hay », « St. Denis » by « st denis ».
_WORD_JOINTS = str.maketrans("'-–—.,", "      ")
_TERM = re.compile(r"[^\W_]+|[^\w\s]|_")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_RESERVED_ON_WINDOWS = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")


_UNSEEN = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"}
_BLANK_SIGNS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that fonts draw as nothing: the fillers of Hangul, the empty Braille cell."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text ready to be kept, and how many invisible characters were taken out of it."""

    text: str
    removed: int


def clean(text: str) -> Cleaned:
    """NFC, one kind of line end, nothing that only one font or one encoding can read.

    A C1 control becomes the character of Windows-1252, a sign of Symbol or Wingdings its Unicode character;
    at the head of a line an unknown one is a bullet. Every other character stays as typed.
    """
    if not _TO_CLEAN.search(text):
        return Cleaned(unicodedata.normalize("NFC", text), 0)
    kept, removed = _UNWANTED.subn("", _LINE_ENDS.sub("\n", text))
    if not kept.isascii():
        kept, unreadable = _decode_symbols(kept)
        removed += unreadable
    return Cleaned(unicodedata.normalize("NFC", kept), removed)


def _decode_symbols(text: str) -> tuple[str, int]:
    """Return the text without C1 controls nor private use characters, and how many could not be read."""
    if not (_C1.search(text) or _PRIVATE.search(text)):
        return text, 0
    text = _PRIVATE_BULLET.sub(lambda found: found[1] + _SYMBOLS.get(found[2], "•"), text)
    text = _PRIVATE.sub(lambda found: _SYMBOLS.get(found[0], found[0]), text)
    text, unreadable = _PRIVATE.subn("", text)
    undefined = sum(not _WINDOWS_1252[ord(control)] for control in _C1.findall(text))
    return text.translate(_WINDOWS_1252), unreadable + undefined


def name_key(name: str) -> str:
    """Equal for names that a reader would take for the same: case, spaces and apostrophes folded."""
    composed = unicodedata.normalize("NFKC", name)
    invisible = {ord(char): None for char in set(composed) if unicodedata.category(char) == "Cf"}
    visible = composed.translate(invisible) if invisible else composed
    return " ".join(visible.translate(_APOSTROPHES).casefold().split())


def is_same_text(one: str, other: str) -> bool:
    """Whether two texts differ at most in spaces, in the kind of their apostrophes, and in line ends."""
    return one == other or _spaced(one) == _spaced(other)


def _spaced(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).translate(_APOSTROPHES).split()


def search_terms(text: str) -> list[str]:
    """Return the words and the signs of a text in their order, without accents, case, apostrophes or hyphens.

    « L’Haÿ 100 % » gives ["l", "hay", "100", "%"].
    """
    return _TERM.findall(name_key(without_accents(text)).translate(_WORD_JOINTS))


def is_blank(text: str) -> bool:
    """Whether nobody can see the text: spaces, controls, what has no width, accents on no letter, fillers."""
    return not any(map(_is_seen, text))


def _is_seen(char: str) -> bool:
    return char not in _BLANK_SIGNS and unicodedata.category(char) not in _UNSEEN


def without_accents(text: str) -> str:
    """Return the text without its diacritics, ligatures opened: « Évry, cœur » gives « Evry, coeur »."""
    opened = text.translate(_LIGATURES)
    decomposed = unicodedata.normalize("NFKD", opened)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def file_slug(name: str, fallback: str = "contrat-de-ville") -> str:
    """Return a file name stem that every system accepts: ASCII, at most 100 characters, never reserved."""
    slug = re.sub(r"[^a-z0-9]+", "-", without_accents(name).lower()).strip("-")[:100].strip("-")
    if not slug:
        return fallback
    return f"{fallback}-{slug}" if _RESERVED_ON_WINDOWS.fullmatch(slug) else slug


# Not `str.split`: it would take the no-break spaces of the text for ordinary ones. A lone space stays as it
# is: most texts have nothing else.
_BLANKS = re.compile(r"[ \t\r\n]{2,}|[\t\r\n]")


def cut_at_word(text: str, longest: int) -> str:
    """Cut a text between two words: its first words, in `longest` characters at most."""
    flat = _BLANKS.sub(" ", text).strip(" ")
    if len(flat) <= longest:
        bare = flat.rstrip(" ;.:,\u00a0\u202f")
        return flat if is_blank(bare) else bare  # nothing but signs stays as it is
    cut = flat[: longest - 1].rpartition(" ")[0] or truncate(flat, longest - 1)
    before, _, inside = cut.rpartition("(")
    # A bracket that would stay open; but half of the words are not given up for it.
    if ")" not in inside and len(before) >= longest / 2:
        cut = before
    return cut.rstrip(" ;.:,’('«–\u00a0\u202f") + "…"


def first_words(text: str, longest: int) -> str:
    """Return the first words of a name, in so many characters; « … » stands for the others."""
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]}…"


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
