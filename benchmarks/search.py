"""How long searches take, in process: of territories, 1,000 mixed queries, then 1,000 with one wrong letter;
of 20,000 saved contracts, on SQLite and on PostgreSQL.

python -m benchmarks.search [--quick]
"""

import random
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import quantiles
from string import ascii_lowercase
from tempfile import TemporaryDirectory

from app.store import open_store
from app.territories import Reference
from app.territories.search import words
from benchmarks.crowd import fill
from tests.postgres.server import remove_server, start_server

SEED = 20141
SCALE, QUICK = (700, 300), (70, 30)
"""The names of communes, then of EPCI, that are searched for."""

CONTRACTS, QUICK_CONTRACTS = 20_000, 200
NAMES = ("lyon", "saint etienne", "contrat 777", "marne", "69", "aucun territoire", "sud", "contrat de ville")
ROUNDS = 25


def main() -> None:
    """Prints the median, p95 and maximum of each kind of query, in milliseconds."""
    reference = Reference.open()
    chance = random.Random(SEED)  # noqa: S311 — a seeded draw of queries, not a secret
    quick = "--quick" in sys.argv[1:]
    communes, epci = QUICK if quick else SCALE
    names = [reference.place(code).name for code in chance.sample(reference.all_codes("commune"), communes)]
    names += [reference.place(code).name for code in chance.sample(reference.all_codes("epci"), epci)]
    _print(f"{len(names):,} mixed", _times(reference, (_typed(name, chance) for name in names)))
    _print(
        f"{len(names):,} with one wrong letter",
        _times(reference, (_mistyped(name, chance) for name in names)),
    )
    server = start_server()
    try:
        with TemporaryDirectory() as folder:
            for url in (f"sqlite:///{Path(folder) / 'contracts.sqlite3'}", server.create_database()):
                _search_contracts(url, QUICK_CONTRACTS if quick else CONTRACTS)
    finally:
        remove_server(server)


def _search_contracts(url: str, number: int) -> None:
    profiles = open_store(url)
    fill(profiles, number)
    durations = []
    for name in NAMES * ROUNDS:
        start = time.perf_counter()
        profiles.search(name)
        durations.append((time.perf_counter() - start) * 1_000)
    _print(f"{number:,} contracts, {profiles.engine.dialect.name}", durations)
    profiles.close()


def _typed(name: str, chance: random.Random) -> str:
    """A beginning of the name, its words in any order, or the whole of it."""
    found = list(words(name))
    chance.shuffle(found)
    return chance.choice([name, name[: chance.randint(2, len(name))], " ".join(found)])


def _mistyped(name: str, chance: random.Random) -> str:
    """The words with one letter missing, changed, added or swapped with the next, in any of them."""
    found = list(words(name))
    wrong = chance.randrange(len(found))
    place = chance.randrange(len(found[wrong]))
    before, here, after = found[wrong][:place], found[wrong][place], found[wrong][place + 1 :]
    other = chance.choice(ascii_lowercase)
    spellings = (after, other + after, other + here + after, after[:1] + here + after[1:])
    found[wrong] = before + chance.choice(spellings)
    return " ".join(found)


def _times(reference: Reference, queries: Iterable[str]) -> list[float]:
    durations = []
    for query in queries:
        start = time.perf_counter()
        reference.search(query)
        durations.append((time.perf_counter() - start) * 1_000)
    return durations


def _print(what: str, durations: list[float]) -> None:
    cuts = quantiles(durations, n=100)
    print(f"{what}: median {cuts[49]:.2f} ms, p95 {cuts[94]:.2f} ms, max {max(durations):.2f} ms")


if __name__ == "__main__":
    main()
