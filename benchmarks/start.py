"""How long the application takes to start, beside bare Flask: medians of processes started in turn.

python -m benchmarks.start [--quick]
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

TURNS, QUICK_TURNS = 9, 1
FLASK = "import flask"
FLASK_PAGE = (
    "from flask import Flask; app = Flask('bare'); app.add_url_rule('/', view_func=lambda: 'page'); "
    "assert app.test_client().get('/').status_code == 200"
)
HELP = "from app.cli import main; main(['--help'], standalone_mode=False)"
PAGE = "from app import create_app; assert create_app().test_client().get('/').status_code == 200"
CATALOGUE = "from app.catalogue import load; from app.settings import resource; load(resource('commitments'))"
CATALOGUE_CODE = "from app.catalogue import load"


def main() -> None:
    turns = QUICK_TURNS if "--quick" in sys.argv[1:] else TURNS
    scripts = (FLASK, HELP, FLASK_PAGE, PAGE, CATALOGUE_CODE, CATALOGUE)
    times: dict[str, list[float]] = {script: [] for script in scripts}
    with TemporaryDirectory() as name:
        for _ in range(turns + 1):
            for script, found in times.items():
                found.append(_seconds(script, Path(name)))
    medians = {script: median(found[1:]) for script, found in times.items()}
    _print("--help, over « import flask »", medians[HELP], medians[FLASK])
    _print("start and first page, over bare Flask's", medians[PAGE], medians[FLASK_PAGE])
    _print("catalogue read and checked, over its code", medians[CATALOGUE], medians[CATALOGUE_CODE])


def _seconds(script: str, instance: Path) -> float:
    environment = {**os.environ, "CONTRAT_INSTANCE": str(instance)}
    environment.pop("DATABASE_URL", None)
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - start


def _print(what: str, ours: float, bare: float) -> None:
    print(f"{what}: {ours:.2f} s - {bare:.2f} s = {ours - bare:+.2f} s ({ours / bare:.1f} ×)")


if __name__ == "__main__":
    main()
