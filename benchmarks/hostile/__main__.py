"""Sends every attack to a site of its own and prints what it did: see `benchmarks.hostile`."""

import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import chain, islice
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from app.web.chapters import field_name
from benchmarks.hostile.attacker import Attacker
from benchmarks.hostile.attacks import Attack
from benchmarks.hostile.lists import list_attacks, profile_attacks
from benchmarks.hostile.memory import MemoryWatch
from benchmarks.hostile.requests import request_attacks
from benchmarks.hostile.templates import template_attacks
from benchmarks.hostile.texts import text_attacks
from benchmarks.hostile.workbooks import workbook_attacks
from tests.faults.server import Answer, Site, Visitor
from tests.postgres.server import remove_server, start_server

MEGABYTE = 1_000_000
LONGEST = 5.0
"""Seconds within which each attack is answered."""
MOST_OF_SERVER, MOST_OF_ALL = 400, 900
"""Megabytes that the server's process, and all its processes together, may hold."""
FEWEST, FEWEST_KINDS = 300, 25
"""Hostile files and texts, and their kinds."""
QUICK_EACH = 3
"""How many attacks of each family the short form sends: no time is left to make the others."""
MOST_OVER_QUIET = 3.0
"""How many times its quiet p95 the list of contracts may take meanwhile."""
SAVED = field_name("evaluation")
"""The field that somebody saves again and again meanwhile."""


@dataclass
class Outcome:
    """What the attacks did to the site."""

    kinds: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    wrong: list[str] = field(default_factory=list)

    def note(self, attack: Attack, status: int, seconds: float, body: bytes) -> None:
        """Keep one answer."""
        self.kinds[attack.kind] += 1
        self.statuses[status] += 1
        self.slowest = max(self.slowest, (seconds, f"{attack.kind}, {attack.name}"))
        if status in {0, 500} or b"Traceback" in body:
            self.wrong.append(f"{attack.kind}, {attack.name}: {status or 'no answer'}")


class Readers:
    """Somebody who asks for the list again and again, and somebody who saves: what they are answered."""

    def __init__(self, port: int, profile_id: int) -> None:
        self._port, self._id = port, profile_id
        self.seconds: list[float] = []
        self.confirmed = ""
        self.saves = 0
        self.errors: list[str] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=run) for run in (self._read, self._save)]

    def __enter__(self) -> "Readers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    @property
    def p95(self) -> float:
        """Milliseconds within which nineteen lists in twenty came."""
        return quantiles(self.seconds, n=20)[-1] * 1_000

    def _read(self) -> None:
        visitor = Visitor(self._port)
        while not self._over.wait(0.02):
            began = time.perf_counter()
            self._check(visitor.get("/"), 200)
            self.seconds.append(time.perf_counter() - began)

    def _save(self) -> None:
        visitor = Visitor(self._port)
        while not self._over.wait(0.2):
            text = f"Confirmé {self.saves}"
            answer = visitor.send(f"/profils/{self._id}/textes", **{SAVED: text})
            self._check(answer, 303)
            if answer.status == 303:
                self.confirmed, self.saves = text, self.saves + 1

    def _check(self, answer: Answer, status: int) -> None:
        if answer.status != status:
            self.errors.append(f"{answer.status} instead of {status}")


@contextmanager
def listening() -> Iterator[tuple[int, list[str]]]:
    """A port that nobody may call, and who did."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            while True:
                try:
                    connection, address = listener.accept()
                except OSError:
                    return
                calls.append(str(address))
                connection.close()

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1], calls
        listener.shutdown(socket.SHUT_RDWR)


def attack_site(site: Site, *, quick: bool) -> Iterator[str]:
    """Send the attacks; the lines of the table, then what is wrong."""
    visitor = Visitor(site.port)
    first, second = (_contract(visitor, name) for name in ("Hostile", "Quiet"))
    with Readers(site.port, second) as quiet:
        time.sleep(1 if quick else 5)
    assert site.process is not None
    with listening() as (port, calls):
        attacks = _attacks(visitor, first, port, QUICK_EACH if quick else None)
        outcome = Outcome()
        attacker = Attacker(site, first)
        with MemoryWatch(site.process.pid) as memory, Readers(site.port, second) as busy:
            for attack in attacks:
                _send(attacker, attack, outcome)
    kept = visitor.get(f"/profils/{second}/textes").page.fields.get(SAVED)
    lost = busy.confirmed != kept
    yield from _table(outcome, memory, busy.p95 / quiet.p95, len(calls), busy, lost=lost)
    wrong = [*outcome.wrong, *busy.errors, *(["a confirmed save is lost"] if lost else [])]
    wrong += ["a call to the listener"] if calls else []
    wrong += _over_limits(outcome, memory, busy.p95 / quiet.p95, quick=quick)
    wrong += [] if "Traceback" not in site.said else ["a traceback in the log"]
    wrong += [] if site.process.poll() is None else ["the site stopped"]
    if wrong:
        sys.exit("\n".join(wrong[:40]))


def _over_limits(outcome: Outcome, memory: MemoryWatch, over_quiet: float, *, quick: bool) -> Iterator[str]:
    """What passes a limit. The short form looks at no time: it runs beside other programs."""
    if memory.server > MOST_OF_SERVER * MEGABYTE:
        yield "too much memory of the server"
    if memory.together > MOST_OF_ALL * MEGABYTE:
        yield "too much memory of all its processes"
    if quick:
        return
    if sum(outcome.kinds.values()) < FEWEST or len(outcome.kinds) < FEWEST_KINDS:
        yield "too few attacks"
    if outcome.slowest[0] > LONGEST:
        yield "an answer came too late"
    if over_quiet > MOST_OVER_QUIET:
        yield "the list of contracts came too late"


def _attacks(visitor: Visitor, profile_id: int, port: int, each: int | None) -> list[Attack]:
    workbook = visitor.get(f"/profils/{profile_id}/engagements.xlsx").body
    profile = visitor.get(f"/profils/{profile_id}/profil.json").json
    families = (
        request_attacks(),
        text_attacks(),
        workbook_attacks(workbook),
        list_attacks(),
        profile_attacks(profile),
        template_attacks(port),
    )
    return list(chain.from_iterable(islice(family, each) for family in families))


def _contract(visitor: Visitor, name: str) -> int:
    answer = visitor.send("/profils/nouveau?territoire=200059228", name=name)
    return int(answer.headers["Location"].split("/")[2])


def _send(attacker: Attacker, attack: Attack, outcome: Outcome) -> None:
    began = time.perf_counter()
    try:
        answers = attacker.send(attack)
    except (OSError, HTTPException) as error:
        outcome.note(attack, 0, time.perf_counter() - began, str(error).encode())
        return
    if "--verbose" in sys.argv[1:]:
        seconds, statuses = time.perf_counter() - began, [answer.status for answer in answers]
        print(f"{seconds:6.1f} s {statuses} {attack.kind}, {attack.name}", file=sys.stderr, flush=True)
    for answer in answers:
        outcome.note(attack, answer.status, time.perf_counter() - began, answer.body)


def _table(
    outcome: Outcome, memory: MemoryWatch, over_quiet: float, calls: int, busy: Readers, *, lost: bool
) -> Iterator[str]:
    total = sum(outcome.kinds.values())
    yield "| figure | seen | limit |"
    yield "|---|---:|---:|"
    yield f"| hostile files and texts | {total} of {len(outcome.kinds)} kinds | {FEWEST} of {FEWEST_KINDS} |"
    yield f"| slowest answer, s ({outcome.slowest[1]}) | {outcome.slowest[0]:.1f} | {LONGEST:.0f} |"
    yield f"| memory of the server, MB | {memory.server / MEGABYTE:.0f} | {MOST_OF_SERVER} |"
    yield f"| memory of all its processes, MB | {memory.together / MEGABYTE:.0f} | {MOST_OF_ALL} |"
    yield f"| p95 of the list, over the quiet one | {over_quiet:.1f} | {MOST_OVER_QUIET:.0f} |"
    yield f"| no answer, fault or traceback | {len(outcome.wrong)} | 0 |"
    yield f"| calls to the listener | {calls} | 0 |"
    yield f"| confirmed saves, of which lost | {busy.saves}, {int(lost)} | 0 |"


def main() -> None:
    """Print the table; exit 1 when something is wrong."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        server = start_server() if "--postgresql" in sys.argv[1:] else None
        variables = {"DATABASE_URL": server.create_database()} if server else {}
        site = Site(folder / "instance", folder / "site.log", variables)
        site.start()
        try:
            for line in attack_site(site, quick="--quick" in sys.argv[1:]):
                print(line, flush=True)
        finally:
            site.stop()
            if server:
                remove_server(server)


if __name__ == "__main__":
    main()
