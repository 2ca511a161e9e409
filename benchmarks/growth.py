"""How the time of each reader grows with the size of what it reads, for the worst shapes of its input.

`python -m benchmarks.growth [--quick]`. Each case runs at a quarter, a half and the whole of its largest
size, in CPU time, the best of five runs. Fails where a doubling takes more than 2.5 times as long in each of
three tries; in the short form, more than 3.3: a time that follows the square of the size takes 4.
"""

import gc
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from benchmarks.shapes import CASES, Case

TRIES = 3
"""How often a case that grows too fast is measured: other processes share the caches of this machine."""


@dataclass(frozen=True)
class Scale:
    """Which share of the largest size is the last one, and how often and how long each is run.

    `shortest`: the seconds that the smallest size is run for, by repetition; shorter times say nothing.
    """

    share: float = 1.0
    runs: int = 5
    shortest: float = 0.005
    most_per_doubling: float = 2.5


QUICK = Scale(share=0.25, runs=2, shortest=0.002, most_per_doubling=3.3)


@dataclass(frozen=True)
class Growth:
    """The seconds of CPU of one case at three sizes, each the double of the one before."""

    case: Case
    seconds: tuple[float, float, float]

    @property
    def per_doubling(self) -> float:
        """The larger of the two growths."""
        first, second, third = self.seconds
        return max(second / first, third / second)

    def row(self) -> str:
        """The line of the table."""
        times = " | ".join(f"{seconds * 1_000:.2f}" for seconds in self.seconds)
        return f"| {self.case.name} | {self.case.largest:,} | {times} | {self.per_doubling:.2f} |"


def measure(case: Case, scale: Scale) -> Growth:
    """Run one case at its three sizes."""
    largest = int(case.largest * scale.share)
    first, second, third = (case.prepare(largest * part // 4) for part in (1, 2, 4))
    repeats = max(1, round(scale.shortest / max(_seconds(first, 1), 1e-7)))
    one, two, four = (_best(run, repeats, scale.runs) for run in (first, second, third))
    return Growth(case, (one, two, four))


def _best(run: Callable[[], object], repeats: int, runs: int) -> float:
    return min(_seconds(run, repeats) for _ in range(runs)) / repeats


def _seconds(run: Callable[[], object], repeats: int) -> float:
    gc.disable()  # as timeit does: a collection costs what other cases left
    begun = time.process_time()
    for _ in range(repeats):
        run()
    lasted = time.process_time() - begun
    gc.enable()
    return lasted


def measured(cases: Iterable[Case], scale: Scale) -> Iterator[Growth]:
    """Each case in its best try; none is measured again once it is within the limit."""
    for case in cases:
        best = measure(case, scale)
        for _ in range(TRIES - 1):
            if best.per_doubling > scale.most_per_doubling:
                best = min(best, measure(case, scale), key=lambda growth: growth.per_doubling)
        yield best


def main() -> None:
    """Print the table; exit 1 where a case grows too fast."""
    scale = QUICK if "--quick" in sys.argv[1:] else Scale()
    print("| reader and shape | largest | a quarter, ms | a half | the whole | per doubling |")
    print("|---|---:|---:|---:|---:|---:|")
    failed = []
    for growth in measured(CASES, scale):
        print(growth.row(), flush=True)
        if growth.per_doubling > scale.most_per_doubling:
            failed.append(growth.case.name)
    if failed:
        sys.exit(f"Grow too fast: {', '.join(failed)}.")


if __name__ == "__main__":
    main()
