"""Text from people: cleaned once on its way in, compared, and turned into file names."""

import re
import unicodedata
from dataclasses import dataclass

MAX_TEXT = 20_000
"""Longest text of a local adaptation, in characters. The same on every page and in every database."""

MAX_NAME = 200
"""Longest name of a profile, a territory, a commune or a quartier, in characters."""

SHORT_FORMS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
"""What is shortened in the names of places, folded, and what it stands for."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\u2028\u2029]")
# Controls, bidirectional overrides, lone surrogates and the two non-characters that XML forbids:
# none can be seen, and a database, an XML file or a file name breaks on each.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "\u2011": "-", "\u00ad": None})
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_RESERVED_ON_WINDOWS = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text ready to be kept, and how many invisible characters were taken out of it."""

    text: str
    removed: int


def clean(text: str) -> Cleaned:
    """NFC, one kind of line end, no invisible control. Every other character stays as typed."""
    with_line_feeds = _LINE_ENDS.sub("\n", text)
    kept, removed = _UNWANTED.subn("", with_line_feeds)
    return Cleaned(unicodedata.normalize("NFC", kept), removed)


def name_key(name: str) -> str:
    """Equal for names that a reader would take for the same: case, spaces and apostrophes folded."""
    visible = "".join(
        char for char in unicodedata.normalize("NFKC", name) if unicodedata.category(char) != "Cf"
    )
    return " ".join(visible.translate(_APOSTROPHES).casefold().split())


def is_blank(text: str) -> bool:
    """Whether a text shows nothing: empty, spaces, or characters without width."""
    return not any(map(str.isalnum, text)) and name_key(text) == ""


def without_accents(text: str) -> str:
    """The text without its diacritics, ligatures opened: « Évry, cœur » gives « Evry, coeur »."""
    opened = text.translate(_LIGATURES)
    decomposed = unicodedata.normalize("NFKD", opened)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def file_slug(name: str, fallback: str = "contrat-de-ville") -> str:
    """A file name stem that every system accepts: ASCII, at most 100 characters, never reserved."""
    slug = re.sub(r"[^a-z0-9]+", "-", without_accents(name).lower()).strip("-")[:100].strip("-")
    if not slug:
        return fallback
    return f"{fallback}-{slug}" if _RESERVED_ON_WINDOWS.fullmatch(slug) else slug
