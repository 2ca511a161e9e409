"""XML that is written once, and completed each time that a document takes it."""

import re
from collections.abc import Sequence

from app.documents.word.ooxml.text import Xml

Encoded = bytes
"""Well-formed XML in UTF-8, as a file holds it: neither copied nor encoded again until it is compressed."""

Piece = Xml | Encoded
"""A piece of a document."""


class Stencil:
    """Well-formed XML in which marks stand for what changes from one document to the next.

    `marks` are characters that the rest of the XML does not hold, in the order of the values of `filled`.
    """

    __slots__ = ("_pieces", "_places")

    def __init__(self, xml: str, marks: str) -> None:
        pieces = re.split(f"([{marks}])", xml)
        self._places = [marks.index(mark) for mark in pieces[1::2]]
        self._pieces = [piece.encode() for piece in pieces]

    def filled(self, values: Sequence[Encoded]) -> Encoded:
        """The XML with these values, which are XML too."""
        pieces = self._pieces.copy()
        pieces[1::2] = [values[place] for place in self._places]
        return b"".join(pieces)
