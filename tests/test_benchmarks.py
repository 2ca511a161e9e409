"""The short forms of two benchmarks: they say all that they are made for. No time is asserted.

A release runs the short form of them all (`make bench-quick`).
"""

import re
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


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)


def test_the_benchmark_of_word_files_measures_all_that_it_is_made_for() -> None:
    done = run("benchmarks.quick", "word")

    lines = [line for line in done.stdout.splitlines() if line and not line.startswith("|--")]
    assert [subject(line) for line in lines] == SUBJECTS, done.stdout + done.stderr
    assert done.returncode == 0


def test_hostile_files_and_texts_neither_stop_the_site_nor_lose_a_save() -> None:
    """On SQLite, which is the site of one machine; `--postgresql` does the same by hand."""
    done = run("benchmarks.hostile", "--quick")

    said = done.stdout + done.stderr
    seen = dict(re.findall(r"^\| (.+?) \| (.+?) \| ", done.stdout, re.MULTILINE))
    assert done.returncode == 0, said
    assert seen["no answer, fault or traceback"] == "0", said
    assert seen["calls to the listener"] == "0", said
    assert re.fullmatch(r"[1-9]\d*, 0", seen["confirmed saves, of which lost"]), said
    assert int(seen["memory of the server, MB"]) <= 400, said
