"""The short form of a benchmark says all that its long form says. No time is asserted.

A release runs the short form of them all (`make bench-quick`).
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SUBJECTS = [
    *("# word", "154 clauses, one draft, warm", "limit: isal, level 2, of our parts", "contrat-de-ville"),
    "The other ways are left out",
    "Time per clause at 200 clauses, over that at 20",
    "Peak memory of one process that writes 200 clauses",
    "Memory after 20 more drafts",
]
"""What each line is about: the first cell of a row, or what stands before the figures."""


def subject(line: str) -> str:
    return line.removeprefix("| ").partition(" | " if line.startswith("|") else ": ")[0]


def test_the_benchmark_of_word_files_measures_all_that_it_is_made_for() -> None:
    command = [sys.executable, "-m", "benchmarks.quick", "word"]

    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)

    lines = [line for line in done.stdout.splitlines() if line and not line.startswith("|--")]
    assert [subject(line) for line in lines] == SUBJECTS, done.stdout + done.stderr
    assert done.returncode == 0
