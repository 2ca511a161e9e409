"""The reading order of a page whose text stands in two columns."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from app.formats.foreign.lines import Line, Word, lines_of

_GUTTER = 9.0
"""Points without a word between two columns, at least."""
_LEAST_LINES = 5
_FIRST, _LAST = 0.2, 0.7
"""Where the second column begins, as a part of the width of the page."""
_LEAST_ROWS = 3
_NEAR = 4.0
_MOSTLY = 0.8
_FULL = 0.6
"""A column of prose is filled by its lines in the median; the labels of a table are shorter."""


@dataclass(frozen=True, slots=True)
class Column:
    """Some lines that are read one after another, and the right side that they may reach."""

    lines: tuple[Line, ...]
    right: float
    middle: float = 0.0
    """Where the second column of a table without lines begins; 0 for other text."""

    @property
    def beside(self) -> bool:
        """Whether they are the rows of a table without lines."""
        return bool(self.middle)

    @property
    def rows(self) -> Iterator[tuple[list[Word], list[Word]]]:
        """Yield the words of both cells of each row: a capital in the first column begins one."""
        row: tuple[list[Word], list[Word]] = ([], [])
        for line in self.lines:
            sides: tuple[list[Word], list[Word]] = ([], [])
            for word in line.words:
                sides[word.left >= self.middle - 1].append(word)
            if any(row) and sides[0] and sides[0][0].text[:1].isupper():
                yield row
                row = ([], [])
            row[0].extend(sides[0])
            row[1].extend(sides[1])
        if any(row):
            yield row


def columns_of(lines: Sequence[Line], width: float) -> Iterator[Column]:
    """Yield the lines of a part of a page in the order in which they are read."""
    start = _second_column(lines, width)
    if start is None:
        yield from _one(lines)
        return
    pending: list[Line] = []
    for line in lines:
        if _crosses(line, start):
            yield from _two(pending, start)
            pending = []
            yield from _one([line])
        else:
            pending.append(line)
    yield from _two(pending, start)


def merge_columns(columns: Iterator[Column]) -> Iterator[Column]:
    """Yield the columns; those of single lines that follow each other as one."""
    waiting: list[Line] = []
    for column in columns:
        if len(column.lines) == 1 and not column.beside:
            waiting += column.lines
            continue
        yield from _one(waiting)
        waiting = []
        yield column
    yield from _one(waiting)


def _one(lines: Sequence[Line]) -> Iterator[Column]:
    if lines:
        yield Column(tuple(lines), max(line.right for line in lines))


def _second_column(lines: Sequence[Line], width: float) -> float | None:
    """Return where a second column begins, if many lines have a word there after a gap."""
    starts: Counter[float] = Counter()
    for line in lines:
        for before, word in zip((None, *line.words), line.words, strict=False):
            gap = word.left - (before.right if before else 0.0)
            if gap >= _GUTTER and _FIRST * width < word.left < _LAST * width:
                starts[round(word.left / 2) * 2] += 1
    if not starts:
        return None
    place, times = max(starts.items(), key=lambda one: one[1] + starts.get(one[0] + 2, 0))
    return place - 2 if times + starts.get(place + 2, 0) >= _LEAST_LINES else None


def _crosses(line: Line, start: float) -> bool:
    """Return whether a word stands where the gap between the columns should be."""
    return any(word.left < start - 1 and word.right > start - _GUTTER + 3 for word in line.words)


def _two(lines: Sequence[Line], start: float) -> Iterator[Column]:
    """Yield two columns where both are of prose, else the lines as they stand."""
    sides: tuple[list[Word], list[Word]] = ([], [])
    for line in lines:
        for word in line.words:
            sides[word.left >= start - 1].append(word)
    first, second = lines_of(sides[0]), lines_of(sides[1])
    labels = _are_bold(first) and not _are_bold(second)
    if min(len(first), len(second)) < _LEAST_LINES or labels or not _is_prose(first, start):
        yield from _beside(lines, start)
        return
    yield Column(tuple(first), max(line.right for line in first))
    yield Column(tuple(second), max(line.right for line in second))


def _beside(lines: Sequence[Line], start: float) -> Iterator[Column]:
    """Yield the rows of a table without lines where there is one, else the lines as they stand."""
    split = [line for line in lines if line.left < start - _GUTTER and line.right > start]
    at = [rank for rank, line in enumerate(lines) if line in split]
    labels = sum(line.words[0].text.strip(".:").isalpha() for line in split)
    if labels < max(_LEAST_ROWS, len(split) / 2) or not all(_begins_at(line, start) for line in split):
        yield from _one(lines)
        return
    first, last = at[0], at[-1]
    while (
        last + 1 < len(lines) and lines[last + 1].left >= start - 1 and _is_near(lines[last], lines[last + 1])
    ):
        last += 1
    yield from _one(lines[:first])
    inside = lines[first : last + 1]
    yield Column(tuple(inside), max(line.right for line in inside), start)
    yield from _one(lines[last + 1 :])


def _begins_at(line: Line, start: float) -> bool:
    """Return whether a word of a line begins where the second column does."""
    return any(abs(word.left - start) < _NEAR for word in line.words)


def _is_near(before: Line, line: Line) -> bool:
    return line.top - before.top < before.size * 2


def _are_bold(lines: Sequence[Line]) -> bool:
    """Return whether lines are bold as labels are, in a table of which they are the first column."""
    return sum(all(word.bold for word in line.words) for line in lines) > len(lines) * _MOSTLY


def _is_prose(lines: Sequence[Line], start: float) -> bool:
    left = min(line.left for line in lines)
    return median(line.right - left for line in lines) > (start - left) * _FULL
