"""How the site bears its load: 8 visitors, 100,000 saved profiles, beside what each page cannot do without.

`python -m benchmarks.web [--quick]`. Loopback only; one server process, on SQLite. The visitors
are another process on the same processors. What is compared takes turns, so that what slows the machine down
slows both. LibreOffice is left out: the Word file is what the application writes.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from urllib.parse import quote

from app.domain.profile import Profile
from app.store import open_store
from app.web.security import COOKIE_NAME
from benchmarks import limits
from benchmarks.crowd import BEGUN, fill, full_profile
from benchmarks.visitors import Asked, Heard, ask
from tests.faults.server import Site, Visitor

VISITORS, SLOW = 8, 6
TOWNS = ("lyon", "saint etienne", "marne la valee", "grand paris sud", "69123", "evry", "aix", "toulouze")
COMMITMENT = "sports-jeunesse-2013-1-1"
Way = Callable[[float], Heard]


@dataclass(frozen=True)
class Scale:
    """How much is measured: profiles of both databases, turns and their seconds, requests for the memory."""

    many: int = 100_000
    few: int = 100
    turns: int = 4
    seconds: float = 5.0
    requests: int = 20_000


QUICK = Scale(many=200, few=20, turns=1, seconds=0.1, requests=200)


class Measured:
    """What the visitors heard, all turns together."""

    def __init__(self, heard: Sequence[Heard]) -> None:
        self.seconds = [seconds for one in heard for seconds in one.seconds]
        self.errors = sum((one.errors for one in heard), Counter())
        self.rate = len(self.seconds) / sum(one.lasted for one in heard)

    def within(self, percent: int) -> float:
        """Seconds within which so many in a hundred answers came."""
        return quantiles(self.seconds, n=100, method="inclusive")[percent - 1]

    def __str__(self) -> str:
        times = (f"{self.within(percent) * 1_000:.0f}" for percent in (50, 95, 99))
        return f"{self.rate:.0f} | {' | '.join(times)} | {self.errors.total()}"


@dataclass(frozen=True)
class Bench:
    """The site over many profiles and over few, its pages from constants, and what is asked of them."""

    scale: Scale
    full: Profile
    many: Site
    few: Site
    bare: Site

    @property
    def profile_address(self) -> str:
        return f"/profils/{self.scale.many + 1}"

    @property
    def pages(self) -> dict[str, tuple[str, ...]]:
        """The addresses of each page; visitors take them in turn."""
        return {
            "home": ("/",),
            "search of a territory": tuple(f"/territoires?q={quote(town)}" for town in TOWNS),
            "task list of the full catalogue": (self.profile_address,),
        }

    def compare(self, name: str, goal: str, *ways: Way) -> Iterator[str]:
        """The line of the first way, with its ratio to the second by rate or by p95, as the goal says."""
        ours, other = self.in_turn(*ways)
        by_rate = goal.startswith("≥")
        ratio = ours.rate / other.rate if by_rate else ours.within(95) / other.within(95)
        yield f"| {name} | {ours} | {ratio:.2f} | {goal} |"
        yield from (f"  {name}: {error}" for found in (ours, other) for error in found.errors)

    def in_turn(self, *ways: Way) -> list[Measured]:
        """Each way for the seconds of a turn, again and again."""
        turns = [[way(self.scale.seconds) for way in ways] for _ in range(self.scale.turns)]
        return [Measured(heard) for heard in zip(*turns, strict=True)]

    def opening(self, site: Site, addresses: Sequence[str], slow: int = 0) -> Way:
        """Visitors who open pages, while others hold a connection."""
        return lambda seconds: ask(Asked(site.port, addresses, seconds, VISITORS, slow=slow))

    def saving(self, seconds: float) -> Heard:
        """Visitors who save an adaptation each, again and again, each in a profile of their own."""
        return ask(self._saves(self.many.port, seconds))

    def bare_saving(self, seconds: float) -> Heard:
        """The same visitors, who send the same forms, of which bare SQL saves a document of the same size."""
        return ask(self._saves(self.bare.port, seconds))

    def _saves(self, port: int, seconds: float) -> Asked:
        people = [Visitor(self.many.port) for _ in range(VISITORS)]
        addresses = [f"/profils/{BEGUN * (who + 1)}/engagements/{COMMITMENT}" for who in range(VISITORS)]
        pages = [one.get(address).page for one, address in zip(people, addresses, strict=True)]
        forms = [
            {name: text for name, text in page.fields.items() if isinstance(text, str)} for page in pages
        ]
        cookies = [f"{COOKIE_NAME}={visitor.cookies[COOKIE_NAME].value}" for visitor in people]
        return Asked(port, addresses, seconds, VISITORS, 303, cookies, forms)


def measure(bench: Bench) -> Iterator[str]:
    """The lines of the table, each when it is known."""
    yield "| page | requests/s | p50, ms | p95 | p99 | errors | ratio | goal |"
    yield "|---|---:|---:|---:|---:|---:|---:|---|"
    for name, addresses in bench.pages.items():
        ways = bench.opening(bench.many, addresses), bench.opening(bench.bare, addresses)
        yield from bench.compare(name, "≥ 0.60 × its template from constants", *ways)
    home = bench.pages["home"]
    ways = bench.opening(bench.many, home), bench.opening(bench.few, home)
    yield from bench.compare("home, p95", f"≤ 1.5 × that at {bench.scale.few} profiles", *ways)
    word = bench.opening(bench.many, [f"{bench.profile_address}/contrat.docx"])
    yield from bench.compare(
        "Word file", "≥ 0.70 × one process without HTTP", word, lambda s: limits.drafts(bench.full, s)
    )
    yield from bench.compare("save", "≥ 0.50 × bare SQLite", bench.saving, bench.bare_saving)
    ways = bench.opening(bench.many, home, SLOW), bench.opening(bench.many, home)
    yield from bench.compare(f"home, p95, beside {SLOW} slow clients", "< 2 × without them", *ways)
    yield _memory(bench)


def _memory(bench: Bench) -> str:
    """The memory of the server after many requests of every page, over that after the first tenth as many."""
    light = [
        address for name, addresses in bench.pages.items() if "task list" not in name for address in addresses
    ]
    addresses = [*light, *light, bench.profile_address, f"{bench.profile_address}/contrat.docx"]
    number = bench.scale.requests

    def after(requests: int) -> float:
        asked = Asked(bench.many.port, addresses, 3_600, VISITORS, requests=requests)
        assert not ask(asked).errors
        return _resident(bench.many)

    before, later = after(number // 10), after(number)
    return f"\nMemory of the server: {before:.0f} MB, {later / before - 1:+.1%} after {number} more requests"


def _resident(site: Site) -> float:
    assert site.process is not None
    status = Path(f"/proc/{site.process.pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1_000


@contextmanager
def running(scale: Scale) -> Iterator[Bench]:
    """The three servers, started; stopped and removed at the end."""
    with TemporaryDirectory() as name, ExitStack() as ending:
        sites = {kind: _site(Path(name) / kind) for kind in ("many", "few", "bare")}
        full = full_profile("Contrat complet")
        for kind, number in (("few", scale.few), ("many", scale.many)):
            profiles = open_store(f"sqlite:///{sites[kind].database}")
            fill(profiles, number)
            profiles.create(full)
            begun = profiles.get(BEGUN).profile
            profiles.close()
        bench = Bench(scale, full, **sites)
        asked = [address for addresses in bench.pages.values() for address in addresses]
        bench.bare.variables = {**bench.bare.variables, "DATABASE_URL": f"sqlite:///{bench.many.database}"}
        saved = Path(name) / "saved.json"
        saved.write_text(limits.written(begun), encoding="utf-8")
        bench.bare.program = ("benchmarks.constants", "--saved", str(saved), *asked)
        for site in sites.values():
            ending.callback(site.kill)
            site.start()
        yield bench


def _site(folder: Path) -> Site:
    folder.mkdir()
    return Site(folder, folder / "log", {"LIBREOFFICE": "non"})


def main() -> None:
    scale = QUICK if "--quick" in sys.argv[1:] else Scale()
    with running(scale) as bench:
        for line in measure(bench):
            print(line, flush=True)


if __name__ == "__main__":
    main()
