"""The figures of the returned files, a line for each kind, printed as they come."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks.returned_score import Score

LEAST, LEAST_OF_WEAK = 0.98, 0.95
"""Share of the changes to be found; less where no control is left, or LibreOffice saved the file."""
LONGEST = 1.0
"""Seconds of a processor for a file."""

_COLUMNS = (
    ("kind", 42),
    ("files", 5),
    ("found", 9),
    ("missing", 7),
    ("false", 5),
    ("silent", 6),
    ("crashes", 7),
    ("CPU s", 5),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file is, and how it was read. `is_weak`: less is asked of it; `seconds` of a processor."""

    title: str
    kind: str
    is_weak: bool
    score: Score
    seconds: float


@dataclass(slots=True)
class Line:
    """A line of the table: some files."""

    judged: list[Judged] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The changes that were found, of those that there are."""
        changes = sum(one.score.changes for one in self.judged)
        return sum(one.score.found for one in self.judged) / changes if changes else 1.0

    @property
    def wrong(self) -> list[str]:
        """All that is wrong in these files, a line each."""
        return [f"{one.title}: {said}" for one in self.judged for said in one.score.wrong]

    def cells(self) -> tuple[str, ...]:
        """Return what the table says of them."""
        scores = [one.score for one in self.judged]
        counts = [
            sum(len(getattr(score, name)) for score in scores) for name in ("missing", "false", "silent")
        ]
        return (
            str(len(scores)),
            f"{sum(score.found for score in scores)}/{sum(score.changes for score in scores)}",
            *map(str, counts),
            str(sum(bool(score.crashed) for score in scores)),
            f"{max((one.seconds for one in self.judged), default=0.0):.2f}",
        )


def print_heads() -> None:
    """Print the names of the columns."""
    _print_cells(tuple(name for name, _ in _COLUMNS))


def print_group(judged: Iterable[Judged]) -> None:
    """Print a line for each kind of a group, then what is wrong in them."""
    kinds: dict[str, Line] = {}
    for one in judged:
        kinds.setdefault(one.kind, Line()).judged.append(one)
    for kind, line in kinds.items():
        _print_cells((kind, *line.cells()))
        for said in line.wrong:
            print(f"  {said}", flush=True)


def print_totals(judged: Iterable[Judged]) -> None:
    """Print what all the files make together, beside what is to be reached."""
    every = list(judged)
    strong, weak = (Line([one for one in every if one.is_weak is kind]) for kind in (False, True))
    for name, line in (("all with controls", strong), ("all without, or by LibreOffice", weak)):
        if line.judged:
            _print_cells((name, *line.cells()))
    shares = f"{strong.share:.1%} (at least {LEAST:.0%}), {weak.share:.1%} (at least {LEAST_OF_WEAK:.0%})"
    print(f"found: {shares}; at most {LONGEST} s of a processor for a file", flush=True)


def _print_cells(cells: tuple[str, ...]) -> None:
    row = zip(cells, _COLUMNS, strict=True)
    print("  ".join(f"{cell:<{width}}" for cell, (_, width) in row).rstrip(), flush=True)
