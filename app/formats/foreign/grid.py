"""The tables of a page, found by their ruled lines: cells in rows and columns, merged ones included."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.formats.foreign.lines import Word

_NEAR = 3.0
"""Points between two ends that a reader sees as meeting."""
_THIN = 3.0
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line of a page: a thin box."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_level(self) -> bool:
        """Whether it goes from left to right."""
        return self.right - self.left >= self.bottom - self.top

    @property
    def x(self) -> float:
        """The middle of it, across."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """The middle of it, down."""
        return (self.top + self.bottom) / 2

    def meets(self, other: "Rule") -> bool:
        """Return whether both touch."""
        return (
            self.left - _NEAR <= other.right
            and other.left - _NEAR <= self.right
            and self.top - _NEAR <= other.bottom
            and other.top - _NEAR <= self.bottom
        )


@dataclass(slots=True)
class Grid:
    """A ruled table: the sides of its columns and rows, and the cell that each of its squares belongs to."""

    columns: list[float]
    rows: list[float]
    cells: dict[tuple[int, int], tuple[int, int]]

    def cell_of(self, word: Word) -> tuple[int, int] | None:
        """Return the row and the column of the cell that a word stands in; None for a word outside."""
        x, y = word.middle
        row, column = _between(self.rows, y), _between(self.columns, x)
        return None if row is None or column is None else self.cells[row, column]

    def right_of(self, cell: tuple[int, int]) -> float:
        """Return the right side of a cell."""
        return max(self.columns[column + 1] for (_, column), own in self.cells.items() if own == cell)

    def rows_of(self, cell: tuple[int, int]) -> int:
        """Return how many rows a cell spans."""
        return max(row for (row, _), own in self.cells.items() if own == cell) - cell[0] + 1

    @property
    def top(self) -> float:
        """The top of the table."""
        return self.rows[0]

    @property
    def bottom(self) -> float:
        """The bottom of the table."""
        return self.rows[-1]


def grids_of(rules: Iterable[Rule]) -> list[Grid]:
    """Return the tables that the lines of a page make, from the top."""
    made = [grid for group in _touching(list(rules)) if (grid := _grid(group)) is not None]
    return sorted(made, key=lambda grid: grid.top)


def _touching(rules: list[Rule]) -> list[list[Rule]]:
    """Return the lines in groups of those that touch, however many lines lie between."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: (rule.top, rule.left)):
        met = [group for group in groups if any(rule.meets(other) for other in group)]
        merged = [rule, *(other for group in met for other in group)]
        groups = [group for group in groups if group not in met]
        groups.append(merged)
    return groups


def _grid(rules: Sequence[Rule]) -> Grid | None:
    level = [rule for rule in rules if rule.is_level]
    upright = [rule for rule in rules if not rule.is_level]
    rows, columns = _places(rule.y for rule in level), _places(rule.x for rule in upright)
    if len(rows) < _LEAST or len(columns) < _LEAST or len(rows) + len(columns) <= 2 * _LEAST:
        return None
    return Grid(columns, rows, _cells(level, upright, rows, columns))


def _places(values: Iterable[float]) -> list[float]:
    """Return the places of lines; those that a reader sees as one are one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places


def _cells(
    level: Sequence[Rule], upright: Sequence[Rule], rows: Sequence[float], columns: Sequence[float]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each square the first square of its cell: nothing is drawn between the squares of one."""
    owner = {
        (row, column): (row, column) for row in range(len(rows) - 1) for column in range(len(columns) - 1)
    }
    by_x, by_y = defaultdict(list), defaultdict(list)
    for rule in upright:
        by_x[_nearest(columns, rule.x)].append(rule)
    for rule in level:
        by_y[_nearest(rows, rule.y)].append(rule)
    for row, column in list(owner):
        x, y = (columns[column] + columns[column + 1]) / 2, (rows[row] + rows[row + 1]) / 2
        if column and not any(rule.top <= y <= rule.bottom for rule in by_x[column]):
            _merge(owner, (row, column - 1), (row, column))
        if row and not any(rule.left <= x <= rule.right for rule in by_y[row]):
            _merge(owner, (row - 1, column), (row, column))
    return owner


def _merge(
    owner: dict[tuple[int, int], tuple[int, int]], one: tuple[int, int], other: tuple[int, int]
) -> None:
    first, second = owner[one], owner[other]
    if first != second:
        kept, gone = min(first, second), max(first, second)
        for square, own in owner.items():
            if own == gone:
                owner[square] = kept


def _nearest(places: Sequence[float], value: float) -> int:
    return min(range(len(places)), key=lambda rank: abs(places[rank] - value))


def _between(places: Sequence[float], value: float) -> int | None:
    for rank in range(len(places) - 1):
        if places[rank] <= value <= places[rank + 1]:
            return rank
    return None
