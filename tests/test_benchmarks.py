"""The short form of the benchmark of hostile files. No time is asserted.

A release runs the short form of them all (`make bench-quick`).
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_hostile_files_and_texts_neither_stop_the_site_nor_lose_a_save() -> None:
    """On SQLite, which is the site of one machine; `--postgresql` does the same by hand."""
    command = [sys.executable, "-m", "benchmarks.hostile", "--quick"]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)

    said = done.stdout + done.stderr
    seen = dict(re.findall(r"^\| (.+?) \| (.+?) \| ", done.stdout, re.MULTILINE))
    assert done.returncode == 0, said
    assert seen["no answer, fault or traceback"] == "0", said
    assert seen["calls to the listener"] == "0", said
    assert re.fullmatch(r"[1-9]\d*, 0", seen["confirmed saves, of which lost"]), said
    assert int(seen["memory of the server, MB"]) <= 400, said
