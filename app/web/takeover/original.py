"""The pages that pieces come from, with the words of each piece marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.domain.takeover import Block, Original, Piece

WHOLE_PAGES = 3
"""Pages that are shown whole; of further ones, the paragraphs of the pieces and those beside them."""
_BESIDE = 1

Numbered = tuple[int, Piece]
"""A piece and its number."""


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a paragraph; `piece` is the number of the one that holds them, 0 for none.

    `is_first`: whether no words of that piece stand before them.
    """

    text: str
    piece: int = 0
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in words."""

    words: tuple[Words, ...]
    is_heading: bool
    is_item: bool


@dataclass(frozen=True, slots=True)
class ExcerptPage:
    """A page, 0 where it is unknown: its rows, each of one paragraph or of the cells of a row of a table."""

    number: int
    is_whole: bool
    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]


def excerpt_of(original: Original, pieces: Sequence[Numbered]) -> tuple[ExcerptPage, ...]:
    """Return the pages of a contract that these pieces come from."""
    marks = _Marks(pieces)
    touched = sorted({block.page for block in original.blocks if block.number in marks.spans})
    whole = {page for page in touched if page}
    whole = set(sorted(whole)[:WHOLE_PAGES])
    near = {number + beside for number in marks.spans for beside in range(-_BESIDE, _BESIDE + 1)}
    pages = []
    for page in touched:
        blocks = [
            one for one in original.blocks if one.page == page and (page in whole or one.number in near)
        ]
        pages.append(ExcerptPage(page, page in whole, tuple(_rows(blocks, marks))))
    return tuple(pages)


class _Marks:
    """The words of pieces, by paragraph."""

    def __init__(self, pieces: Sequence[Numbered]) -> None:
        self.spans: dict[int, list[tuple[int, int, int]]] = {}
        for number, piece in pieces:
            for paragraph, start, end in piece.spans:
                self.spans.setdefault(paragraph, []).append((start, end, number))
        self._met: set[int] = set()

    def paragraph(self, block: Block) -> Paragraph:
        """Return a paragraph with its words marked."""
        return Paragraph(tuple(self._words(block)), bool(block.level), block.is_item)

    def _words(self, block: Block) -> Iterator[Words]:
        at = 0
        for start, end, number in sorted(self.spans.get(block.number, ())):
            if start > at:
                yield Words(block.text[at:start])
            if end > at or number not in self._met:
                # Two pieces may be of the same words: the second has its place, and no words of its own.
                yield Words(block.text[max(start, at) : end], number, number not in self._met)
            self._met.add(number)
            at = max(at, end)
        if at < len(block.text):
            yield Words(block.text[at:])


def _rows(blocks: Sequence[Block], marks: _Marks) -> Iterator[tuple[tuple[Paragraph, ...], ...]]:
    def row_of(block: Block) -> object:
        return (block.cell.table, block.cell.row) if block.cell else block.number

    for _, row in groupby(blocks, key=row_of):
        cells: dict[int, list[Paragraph]] = {}
        for block in row:
            cells.setdefault(block.cell.column if block.cell else 0, []).append(marks.paragraph(block))
        yield tuple(tuple(cells[column]) for column in sorted(cells))
