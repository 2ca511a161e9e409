"""Several people save one profile at once, through two processes, and every save counts.

By hand: `python -m tests.faults.writers 200`.
"""

import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.store import open_store
from tests.faults.server import Site, Visitor
from tests.store.conftest import make_profile

WRITERS = 4
SAVED, CHANGED = 303, 409
ADDRESS = "/profils/1/renommer"


def count_together(url: str, sites: list[Site], saves: int) -> tuple[int, Counter[int]]:
    """The number in the profile after each writer added one `saves` times, and the answers by status."""
    profiles = open_store(url)
    profiles.create(make_profile("0"))
    for site in sites:
        site.start()
    ports = [sites[number % len(sites)].port for number in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS) as writers:
        answers = sum(writers.map(_add, ports, [saves] * WRITERS), Counter())
    for site in sites:
        site.stop()
    number = int(profiles.get(1).profile.name)
    profiles.close()
    return number, answers


def _add(port: int, saves: int) -> Counter[int]:
    """Reads the number, saves the next one; reads it again when someone else was first."""
    answers: Counter[int] = Counter()
    visitor = Visitor(port)
    while answers[SAVED] < saves:
        fields = visitor.get(ADDRESS).page.fields
        answer = visitor.post(ADDRESS, {**fields, "name": str(int(str(fields["name"])) + 1)})
        answers[answer.status] += 1
    return answers


def two_sites(folder: Path, **variables: str) -> list[Site]:
    """Two processes over one instance."""
    instance = folder / "instance"
    instance.mkdir()
    return [Site(instance, folder / f"log-{number}", variables) for number in range(2)]


def main() -> None:
    saves = int(sys.argv[1]) if sys.argv[1:] else 200
    with tempfile.TemporaryDirectory() as folder:
        sites = two_sites(Path(folder))
        number, answers = count_together(f"sqlite:///{sites[0].database}", sites, saves)
    print(f"{WRITERS} writers, {saves} saves each, 2 processes: {number} counted; answers {dict(answers)}")


if __name__ == "__main__":
    main()
