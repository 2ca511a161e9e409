"""On which page each paragraph of a Word file stands, by the PDF that LibreOffice makes of it."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.domain.takeover.original import Original

_LONGEST, _TELLING, _SHORTEST = 60, 24, 4
_FAR = 2
_TRIES = ((0, 60), (0, 24), (1, 60), (1, 24), (0, 12), (1, 12), (2, 60), (3, 60))
"""Pages after that of the paragraph before, and letters by which a paragraph is looked for there."""


def squash(words: Iterable[str]) -> str:
    """Return the letters and digits of some words, by which two ways of writing them are compared."""
    text = unicodedata.normalize("NFKD", "".join(words)).casefold()
    return "".join(one for one in text if one.isalnum())


def with_pages(original: Original, pages: Sequence[str]) -> Original:
    """Return the original with the page of each paragraph; `pages` are their texts, squashed."""
    finder = _Finder(pages)
    blocks = []
    row: tuple[int, int] | None = None
    start = furthest = (0, 0)
    for block in original.blocks:
        here = (block.cell.table, block.cell.row) if block.cell else None
        if here is None or here != row:
            start, row = furthest, here
        found = finder.find(squash(block.text), start) or furthest
        furthest = max(furthest, found)
        if here is None:
            start = furthest
        blocks.append(replace(block, page=found[0] + 1))
    return replace(original, blocks=tuple(blocks), pages=len(pages))


class _Finder:
    """Finds texts on the pages, each after the one before."""

    def __init__(self, pages: Sequence[str]) -> None:
        self._pages = pages

    def find(self, text: str, start: tuple[int, int]) -> tuple[int, int] | None:
        """Return the page and the place where a text ends that begins after `start`; None where it is not.

        The nearest page comes first, be it that the page cuts the text: contracts say many things twice.
        """
        if not text:
            return None
        page, offset = start
        for ahead, length in _TRIES:
            other = page + ahead
            if ahead == 1 and length == _LONGEST and (cut := self._cut(text, page, offset)):
                return page, cut
            if other < len(self._pages) and (len(text) >= _TELLING or ahead < _FAR):
                key = text[:length]
                at = self._pages[other].find(key, 0 if ahead else offset)
                if at >= 0:
                    return other, at + len(key)
        return None

    def _cut(self, text: str, page: int, offset: int) -> int:
        """Return where a page ends a text of which the next page has the rest; 0 where it does not.

        In a row that a page cuts, some letters of each cell may be all that it holds.
        """
        if page + 1 >= len(self._pages):
            return 0
        here, beyond = self._pages[page], self._pages[page + 1]
        for length in range(min(len(text), _LONGEST) - 1, _SHORTEST - 1, -1):
            at = here.find(text[:length], offset)
            rest = beyond.find(text[length : length + _TELLING]) if at >= 0 else -1
            if rest >= 0 and not beyond[:rest].endswith(text[:length]):
                return at + length
        return 0
