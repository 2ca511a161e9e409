"""How long a Word draft takes, beside other ways to make one: medians of one interleaved run, in Markdown.

python -m benchmarks.word                the whole table
python -m benchmarks.word --quick        our own way alone beside the limit, in a few seconds
python -m benchmarks.word --peak N       the memory of a process that writes one draft of N clauses

The other ways are installed by `pip install -e '.[bench]'` and `npm install --prefix .bench docxtemplater
pizzip`; one that is not there is left out. The limit is what nobody can avoid: zipping the finished parts of
our own draft, by the very compressor and at the level of our writer (isal).
"""

import gc
import resource as system
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from isal import isal_zlib

from app.documents.word import write_draft
from app.documents.word.package import LEVEL
from app.domain.draft import Draft
from benchmarks import contestants
from benchmarks.drafts import OPTIONS, draft_of, national_draft, resident_bytes

FAST = 5
Seconds = Callable[[], float]


@dataclass(frozen=True)
class Scale:
    """How much is measured: rounds, the clauses of two drafts, the drafts for the memory; which ways."""

    rounds: int = 7
    small: int = 200
    large: int = 5_000
    drafts: int = 1_000
    others: bool = True


QUICK = Scale(rounds=1, small=20, large=200, drafts=20, others=False)


def main() -> None:
    if sys.argv[1:2] == ["--peak"]:
        write_draft(draft_of(int(sys.argv[2])), OPTIONS)
        print(system.getrusage(system.RUSAGE_SELF).ru_maxrss / 1_000)
        return
    scale, draft = QUICK if "--quick" in sys.argv[1:] else Scale(), national_draft()
    with TemporaryDirectory() as name:
        _print_ways(_ways(draft, Path(name), scale), len(list(draft.entries())))
    if not scale.others:
        print("The other ways are left out: --quick measures our own alone.")
    _print_growth(scale)
    _print_memory(draft, scale)


def _ways(draft: Draft, folder: Path, scale: Scale) -> dict[str, float]:
    """The median of each way, in seconds. The fast ways run several times in each round."""
    parts = _parts(write_draft(draft, OPTIONS))
    fast: dict[str, Seconds | None] = {
        f"limit: isal, level {LEVEL}, of our parts": _timed(lambda: _zip(parts)),
        "contrat-de-ville": _timed(lambda: write_draft(draft, OPTIONS)),
    }
    with _others(draft, folder, scale) as slow:
        times: dict[str, list[float]] = {}
        for turn in range(scale.rounds + 1):
            for name, way in (*list(fast.items()) * FAST, *slow.items()):
                seconds = way() if way else None
                if turn and seconds is not None:
                    times.setdefault(name, []).append(seconds)
    return {name: median(found) for name, found in times.items()}


@contextmanager
def _others(draft: Draft, folder: Path, scale: Scale) -> Iterator[dict[str, Seconds | None]]:
    """The other ways, if they are wanted; None for one that is not installed."""
    if not scale.others:
        yield {}
        return
    clauses = contestants.simple(draft)
    with contestants.docxtemplater(clauses, folder) as docxtemplater:
        yield {
            "docxtpl": _timed(contestants.docxtpl(clauses, folder)),
            "docxtemplater": docxtemplater,
            "python-docx": _timed(contestants.python_docx(clauses)),
            "pandoc": _timed(contestants.pandoc(clauses, folder)),
        }


def _timed(way: Callable[[], object] | None) -> Seconds | None:
    if way is None:
        return None

    def seconds() -> float:
        gc.collect()  # nobody tidies up after the one before
        start = time.perf_counter()
        way()
        return time.perf_counter() - start

    return seconds


def _zip(parts: list[bytes]) -> None:
    for part in parts:
        packer = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, -isal_zlib.MAX_WBITS)
        packer.compress(part)
        packer.flush()
        isal_zlib.crc32(part)


def _parts(finished: bytes) -> list[bytes]:
    with zipfile.ZipFile(BytesIO(finished)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def _print_ways(medians: dict[str, float], clauses: int) -> None:
    limit, ours = list(medians.values())[:2]
    print(f"| {clauses} clauses, one draft, warm | ms | × limit | × ours |\n|---|---:|---:|---:|")
    for name, seconds in medians.items():
        print(f"| {name} | {seconds * 1_000:.1f} | {seconds / limit:.2f} | {seconds / ours:.1f} |")


def _print_growth(scale: Scale) -> None:
    """Both sizes in turn: what slows the machine down slows both."""
    drafts = {size: draft_of(size) for size in (scale.small, scale.large)}
    times: dict[int, list[float]] = {size: [] for size in drafts}
    for _ in range(scale.rounds):
        for size, draft in drafts.items():
            for _ in range(scale.large // size):
                start = time.perf_counter()
                write_draft(draft, OPTIONS)
                times[size].append(time.perf_counter() - start)
    small, large = (median(found) / size for size, found in times.items())
    print(f"\nTime per clause at {scale.large} clauses, over that at {scale.small}: {large / small:.2f}")


def _print_memory(draft: Draft, scale: Scale) -> None:
    command = [sys.executable, "-m", "benchmarks.word", "--peak", str(scale.large)]
    peak = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(f"Peak memory of one process that writes {scale.large} clauses: {peak:.0f} MB")
    for _ in range(50):
        write_draft(draft, OPTIONS)
    before = resident_bytes()
    for _ in range(scale.drafts):
        write_draft(draft, OPTIONS)
    print(f"Memory after {scale.drafts:,} more drafts: {(resident_bytes() / before - 1) * 100:+.1f} %")


if __name__ == "__main__":
    main()
