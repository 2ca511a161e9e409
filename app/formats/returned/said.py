"""A text with the tracked change of each of its characters."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.formats.returned.paragraphs import Mark, Paragraph, Piece, Revision, View

PLACE = re.compile(r"\[\s*à\s+compléter\s*\]", re.IGNORECASE)
_FOLDED = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "«": '"', "»": '"', "“": '"', "”": '"', "‑": "-"})
_BULLET = re.compile(r"^\s*(?:[-*•–◦]|\d+[.)])\s+", re.MULTILINE)
_SPACES = re.compile(r"\s+")


def key_of(text: str) -> str:
    """Return what two texts share that differ in spaces, in typography or in notation alone."""
    plain = _BULLET.sub("", text).replace("*", "")
    return _SPACES.sub("", unicodedata.normalize("NFKC", plain).translate(_FOLDED))


@dataclass(slots=True)
class Said:
    """A part of the text of a file, in one view."""

    text: str = ""
    marks: list[Mark] = field(default_factory=list)

    @classmethod
    def of(cls, paragraph: Paragraph, view: View) -> "Said":
        """Return the text of a paragraph."""
        return cls.of_pieces(paragraph.pieces, view)

    @classmethod
    def of_pieces(cls, pieces: Iterable[Piece], view: View) -> "Said":
        """Return the text of some pieces of a paragraph."""
        seen = [piece for piece in pieces if piece.mark.revision in view.value]
        return cls("".join(one.text for one in seen), [one.mark for one in seen for _ in one.text])

    def cut(self, start: int, end: int | None = None) -> "Said":
        """Return a part of it."""
        return Said(self.text[start:end], self.marks[start:end])

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
        return list(
            dict.fromkeys(
                mark
                for mark, character in zip(self.marks, self.text, strict=True)
                if mark.revision is not Revision.KEPT and not character.isspace()
            )
        )


def joined(parts: Iterable[Said], between: str) -> Said:
    """Return several texts as one."""
    made = Said()
    for part in parts:
        if made.text and part.text and between:
            made.text += between
            made.marks += [part.marks[0]] * len(between)
        made.text += part.text
        made.marks += part.marks
    return made
