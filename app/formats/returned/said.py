"""A text with, for each of its characters, the piece of the file that it stands in."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache

from app.formats.returned.paragraphs import NOT_MARKED, PLAIN, Look, Mark, Paragraph, Piece, Revision, View

PLACE = re.compile(r"\[\s*à\s+compléter\s*\]", re.IGNORECASE)
_FOLDED = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "«": '"', "»": '"', "“": '"', "”": '"', "‑": "-"})
_BULLET = re.compile(r"^\s*(?:[-*•–◦]|\d+[.)])\s+", re.MULTILINE)
PARAGRAPH_END = "¶"
"""The tag of what parts two paragraphs: it bears the tracked change of the end of the first."""
_SPACES = re.compile(r"\s+")
_DATED = re.compile(r"\d+(?:er)? \w+ \d{4}")
_PAGE = re.compile(r"page\s+\d+(?:\s+sur\s+\d+)?")
_NUMBERS = re.compile(
    r"(?:engagements?(?: locaux| local)?|n°)\s+\d+(?:\s*(?:,|;|à|et)\s*\d+)*", re.IGNORECASE
)
"""The numbers of clauses, which another draft may give otherwise."""
_ALIKE = 0.6


@lru_cache(maxsize=8_192)
def key_of(text: str) -> str:
    """Return what two texts share that differ in spaces, in typography or in notation alone."""
    plain = _BULLET.sub("", text).replace("*", "")
    return _SPACES.sub("", unicodedata.normalize("NFKC", plain).translate(_FOLDED))


@lru_cache(maxsize=4_096)
def fixed_key(text: str) -> str:
    """Return what is compared of a fixed text: neither dates, numbers of clauses nor places to fill."""
    plain = PLACE.sub("", text.replace("\u00a0", " "))
    for generated in (_DATED, _PAGE, _NUMBERS):
        plain = generated.sub("", plain)
    return key_of(plain)


def are_alike(one: str, other: str) -> bool:
    """Whether a text is made of another, by how many of their characters are the same."""
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.real_quick_ratio() > _ALIKE and match.quick_ratio() > _ALIKE and match.ratio() > _ALIKE


@dataclass(slots=True)
class Said:
    """A part of the text of a file, in one view."""

    text: str = ""
    pieces: list[Piece] = field(default_factory=list)

    @classmethod
    def of(cls, paragraph: Paragraph, view: View) -> "Said":
        """Return the text of a paragraph."""
        return cls.of_pieces(paragraph.pieces, view)

    @classmethod
    def of_pieces(cls, pieces: Iterable[Piece], view: View) -> "Said":
        """Return the text of some pieces of a paragraph."""
        revisions = view.value
        seen = [piece for piece in pieces if piece.mark.revision in revisions]
        return cls("".join(one.text for one in seen), [one for one in seen for _ in one.text])

    @property
    def marks(self) -> list[Mark]:
        """The tracked change of each character."""
        return [piece.mark for piece in self.pieces]

    @property
    def looks(self) -> list[Look]:
        """The look of each character."""
        return [piece.look for piece in self.pieces]

    def cut(self, start: int, end: int | None = None) -> "Said":
        """Return a part of it."""
        return Said(self.text[start:end], self.pieces[start:end])

    def after(self, text: str) -> "Said":
        """Return it after a text that belongs with its first character."""
        return Said(
            text + self.text,
            [replace(piece, look=PLAIN) for piece in self.pieces[:1] * len(text)] + self.pieces,
        )

    def settled(self) -> "Said":
        """Return it as if nothing was tracked in it."""
        if all(piece.mark is NOT_MARKED for piece in self.pieces):
            return self
        return Said(self.text, [replace(piece, mark=NOT_MARKED) for piece in self.pieces])

    def stripped(self, others: str = "") -> "Said":
        """Return it without spaces, nor these other characters, at its ends."""
        start = len(self.text) - len(self.text.lstrip(" \t\n\r\u00a0\u202f" + others))
        end = len(self.text.rstrip(" \t\n\r\u00a0\u202f" + others))
        return self.cut(start, max(start, end))

    def without_places(self) -> "Said":
        """Return it without « [à compléter] »."""
        made, at = Said(), 0
        for found in PLACE.finditer(self.text):
            made = joined((made, self.cut(at, found.start())), "")
            at = found.end()
        return joined((made, self.cut(at)), "").stripped() if at else self.stripped()

    def changed(self) -> list[Mark]:
        """Return the marks of what was inserted or deleted in it, each once, in their order."""
        if all(piece.mark is NOT_MARKED for piece in self.pieces):
            return []
        return list(
            dict.fromkeys(
                piece.mark
                for piece, character in zip(self.pieces, self.text, strict=True)
                if piece.mark.revision is not Revision.KEPT
                and (not character.isspace() or piece.tag == PARAGRAPH_END)
            )
        )


def joined(parts: Iterable[Said], between: str) -> Said:
    """Return several texts as one, what parts them standing before each but the first."""
    made = Said()
    for part in parts:
        made = followed(made, part.after(between) if made.text and part.text else part)
    return made


def followed(first: Said, second: Said) -> Said:
    """Return a text, then another."""
    return Said(first.text + second.text, first.pieces + second.pieces)
