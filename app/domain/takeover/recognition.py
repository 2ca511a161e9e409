"""What a contract made elsewhere gives of one here: pieces to accept one by one, and what found no place.

Every word of the original stands in a piece or among what found no place.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain.takeover.original import Original
from app.domain.takeover.passages import Passage

Span = tuple[int, int, int]
"""A paragraph by its number, and its first and last character."""

_SEEN = re.compile(r"\w")


class Target(StrEnum):
    """What a piece is of."""

    TERRITORY = "territory"
    QUARTIER = "quartier"
    SIGNATORY = "signatory"
    ORIENTATION = "orientation"
    OBJECTIVE = "objective"
    ACTION = "action"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Piece:
    """A value for one place of a contract.

    `key` names the record: the code of a quartier, the rank of a signatory, the id of an orientation, of an
    objective (after that of its orientation: « o1/b1 »), of an action or of a text. `value` is as the JSON of
    a profile has it. `text` are the words of the original, `page` that on which they begin.
    """

    target: Target
    key: str
    field: str
    value: Any
    text: str
    page: int
    spans: tuple[Span, ...]

    @property
    def paragraphs(self) -> tuple[int, ...]:
        """The numbers of its paragraphs."""
        return tuple(dict.fromkeys(number for number, _, _ in self.spans))


@dataclass(frozen=True, slots=True)
class Remainder:
    """Words of the original that found no place. `near` is the heading above them."""

    page: int
    paragraph: int
    text: str
    near: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """All that was read of a contract: each word of it is in a piece, or unplaced, or was set aside."""

    original: Original
    pieces: tuple[Piece, ...]
    remainders: tuple[Remainder, ...]


def piece_of(
    target: Target,
    key: str,
    field: str,
    value: Any,
    passages: Iterable[Passage],
    labels: Iterable[Passage] = (),
) -> Piece:
    """Return the piece that some passages give; their labels go with them."""
    said, named = list(passages), list(labels)
    first = (said or named)[0].block
    text = "\n".join(one.text for one in said)
    spans = sorted({one.span for one in (*named, *said)})
    return Piece(target, key, field, value, text, first.page, tuple(spans))


def remainders_of(original: Original, pieces: Iterable[Piece]) -> Iterator[Remainder]:
    """Yield the words that no piece holds, paragraph by paragraph."""
    taken: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for piece in pieces:
        for number, start, end in piece.spans:
            taken[number].append((start, end))
    near = ""
    for block in original.blocks:
        left = " ".join(_left(block.text, taken.get(block.number, ()))).strip()
        if _SEEN.search(left):
            yield Remainder(block.page, block.number, left, near)
        if block.level:
            near = block.text


def _left(text: str, taken: Collection[tuple[int, int]]) -> Iterator[str]:
    """Yield the parts of a text that lie outside all that was taken of it."""
    at = 0
    for start, end in sorted(taken):
        if start > at:
            yield text[at:start]
        at = max(at, end)
    yield text[at:]


def pieces_by_record(pieces: Iterable[Piece], target: Target) -> Mapping[str, list[Piece]]:
    """Return the pieces of one target by the record that they are of, in their order."""
    records: dict[str, list[Piece]] = {}
    for piece in pieces:
        if piece.target is target:
            records.setdefault(piece.key, []).append(piece)
    return records
