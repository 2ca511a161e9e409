"""XML that is written once, and completed each time that a document takes it."""

import re
from collections.abc import Sequence

from app.word.ooxml.text import Xml


class Stencil:
    """Well-formed XML in which marks stand for what changes from one document to the next.

    `marks` are characters that the rest of the XML does not hold, in the order of the values of `filled`.
    """

    __slots__ = ("_pieces", "_places")

    def __init__(self, xml: str, marks: str) -> None:
        self._pieces = re.split(f"([{marks}])", xml)
        self._places = [marks.index(mark) for mark in self._pieces[1::2]]

    def filled(self, values: Sequence[str]) -> Xml:
        """The XML with these values, which are XML too."""
        pieces = self._pieces.copy()
        pieces[1::2] = [values[place] for place in self._places]
        return Xml("".join(pieces))
