"""The short form of some benchmarks says all that its long form says. No time is asserted.

A release runs the short form of them all (`make bench-quick`).
"""

import re
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE, STDOUT

import pytest

ROOT = Path(__file__).parent.parent
LONGEST = 600
"""Seconds for all of them: nothing waits so long on an idle machine."""
MEASURED = {
    "document": ["contract, edition", "demonstration, travail"],
    "word": [
        *("154 clauses, one draft, warm", "limit: isal, level 2, of our parts", "contrat-de-ville"),
        "The other ways are left out",
        "Time per clause at 200 clauses, over that at 20",
        "Peak memory of one process that writes 200 clauses",
        "Memory after 20 more drafts",
    ],
}
"""What each line of a benchmark is about: the first cell of a row, or what stands before the figures."""


@pytest.fixture(scope="module")
def quick() -> dict[str, str]:
    """What the short form of each benchmark prints, by its name; all are run once, in one process.

    What one complains of stands among its own lines.
    """
    parts = re.split(r"^# (\w+)\n", run("benchmarks.quick", *MEASURED).stdout, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def run(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, *arguments]
    try:
        return subprocess.run(
            command, check=False, cwd=ROOT, stdout=PIPE, stderr=STDOUT, text=True, timeout=LONGEST
        )
    except subprocess.TimeoutExpired as late:
        pytest.fail(f"{late}\n{(late.stdout or b'').decode()}")


def subject(line: str) -> str:
    return line.removeprefix("| ").partition(" | " if line.startswith("|") else ": ")[0]


@pytest.mark.parametrize("name", MEASURED)
def test_a_benchmark_measures_all_that_it_is_made_for(quick: dict[str, str], name: str) -> None:
    said = quick[name]

    lines = [line for line in said.splitlines() if line and not line.startswith("|--")]

    assert [subject(line) for line in lines] == MEASURED[name], said


def test_hostile_files_and_texts_neither_stop_the_site_nor_lose_a_save() -> None:
    """On SQLite, which is the site of one machine; `--postgresql` does the same by hand."""
    done = run("benchmarks.hostile", "--quick")

    said = done.stdout
    assert done.returncode == 0, said

    seen = dict(re.findall(r"^\| (.+?) \| (.+?) \| ", said, re.MULTILINE))
    assert seen["no answer, fault or traceback"] == "0", said
    assert seen["calls to the listener"] == "0", said
    assert re.fullmatch(r"[1-9]\d*, 0", seen["confirmed saves, of which lost"]), said
    assert int(seen["memory of the server, MB"]) <= 400, said
