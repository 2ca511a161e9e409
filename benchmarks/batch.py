"""How many drafts per second `batch` writes, on one core and on all, over every EPCI, in turns of one run.

python -m benchmarks.batch [PROFILES | --quick]
"""

import json
import os
import sys
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from app.cli.batch import Outcome, produce, sources
from app.domain.profile_json import profile_document
from app.territories import Reference, no_quartiers, territory_profile


@dataclass(frozen=True)
class Scale:
    """How many profiles, every EPCI unless a number is said, and how often each way takes its turn."""

    profiles: int | None = None
    turns: int = 3


QUICK = Scale(profiles=8, turns=1)


def main() -> None:
    scale = _scale(sys.argv[1:])
    cores = len(os.sched_getaffinity(0))
    with TemporaryDirectory() as name:
        profiles = _profiles(Path(name) / "epci.ndjson", scale.profiles)
        rates: dict[int, list[float]] = {1: [], cores: []}
        for turn in range(scale.turns):
            for processes, found in rates.items():
                found.append(_rate(profiles, Path(name) / f"{turn}-{processes}", processes))
    one, all_cores = (median(found) for found in rates.values()) if cores > 1 else (median(rates[1]),) * 2
    print(f"Drafts per second, start of the processes left out: {one:.0f} on one core, ", end="")
    print(f"{all_cores:.0f} on {cores} cores ({all_cores / one:.2f} ×)")


def _scale(arguments: list[str]) -> Scale:
    if "--quick" in arguments:
        return QUICK
    return Scale(profiles=int(arguments[0])) if arguments else Scale()


def _profiles(path: Path, wanted: int | None) -> Path:
    reference = Reference.open()
    with path.open("w", encoding="utf-8") as file:
        for code in islice(reference.all_codes("epci"), wanted):
            document = profile_document(territory_profile(code, reference, no_quartiers))
            file.write(f"{json.dumps(document, ensure_ascii=False)}\n")
    return path


def _rate(profiles: Path, output: Path, processes: int) -> float:
    """From the first draft to the last: the processes take the same time to start, however many drafts."""
    output.mkdir()
    made = produce(sources(profiles, output), processes, lambda: False)
    assert next(made).outcome is Outcome.WRITTEN
    start = time.perf_counter()
    outcomes = [one.outcome for one in made]
    assert set(outcomes) == {Outcome.WRITTEN}
    return len(outcomes) / (time.perf_counter() - start)


if __name__ == "__main__":
    main()
