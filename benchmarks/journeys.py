"""What an official goes through with the contract of a métropole: pixels, kilobytes, Tabs, actions, times.

`python -m benchmarks.journeys`, with Chromium; `--quick` opens two of the pages alone. The contract has 53
communes, 20 quartiers, 162 commitments.
Times are those of the processor: a busy machine does not change them. `BEFORE` has what the pages of version
52aeb19 were, measured in the same way or by the person who tried them.
"""

import logging
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from flask import Flask
from playwright.sync_api import Browser, Locator, Page, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from app.domain.profile import Adaptation, Means, MeansKind, Profile, Quartier
from app.domain.rules import PartnerStatus
from app.settings.config import Settings
from app.store import SavedProfile
from app.territories import Reference, no_quartiers, territory_profile
from benchmarks.drafts import catalogue
from tests.chromium import ARGUMENTS, find_chromium
from tests.web.pages import page_of

METROPOLE = "244200770"
"""Saint-Étienne Métropole."""
QUARTIERS, WRITTEN = 20, 34
COMMITMENT = "interieur-2013-1-1"
RUNS = 5
MOST_TABS = 200
PAGES = {
    "home of the contract": "",
    "list, open": "/engagements",
    "list, folded": "/engagements?plie=1",
    "to review": "/engagements?vue=a-revoir",
    "one commitment": f"/engagements/{COMMITMENT}",
    "my commitments": "/engagements?vue=les-miens",
    "territory": "/territoire",
    "who signs": "/partenaires",
    "signatories": "/signataires",
    "texts": "/textes",
    "portrait of a quartier": "/quartiers/QN04200M",
    "to check": "/completude",
    "figures": "/chiffres",
    "steering committee": "/copil",
    "preview, cover": "/apercu",
    "preview, a volet": "/apercu/sante",
    "download": "/telecharger",
    "versions": "/versions",
}
WIDTHS = (1280, 390, 320)
BEFORE = {
    "home of the contract": 66_258,
    "list, open": 58_000,
    "preview, cover": 115_700,
    "texts": 9_200,
}
"""Pixels at 1280 of the page that did the same before, where there was one."""

LISTED = (
    Quartier("QN09101M", "Les Pyramides", ("91228",)),
    Quartier("QN09102M", "Les Tarterêts", ("91174",)),
)
"""Of the list that is imported before the first contract: two quartiers of Grand Paris Sud."""

QUICK = {name: PAGES[name] for name in ("list, open", "one commitment")}
REACHED = "() => Boolean(document.activeElement.closest('tr[id], article[id]'))"
IS_SKIP_LINK = "() => document.activeElement.classList.contains('skip-link')"


def metropole() -> Profile:
    """The contract of a métropole that every partner signs, of which a fifth is written."""
    known = territory_profile(METROPOLE, Reference.open(), no_quartiers)
    communes = known.territory.communes
    quartiers = tuple(
        Quartier(f"QN042{rank:02d}M", f"Quartier {rank}", (communes[rank % 9].code,))
        for rank in range(QUARTIERS)
    )
    said = Adaptation(
        local_action="Ouvrir une permanence dans chaque quartier.",
        lead="Saint-Étienne Métropole",
        deadline="2028-12-31",
        quartiers=(quartiers[0].code,),
        means=(Means(MeansKind.SPECIFIC, "Métropole", 12_500),),
    )
    leaves = [leaf for leaf in catalogue().leaves if leaf.commitment.scope.value != "national"]
    return replace(
        known,
        name="Métropole",
        territory=replace(known.territory, quartiers=quartiers),
        partners=tuple(partner.id for partner in catalogue().partners),
        adaptations={leaf.commitment.id: said for leaf in leaves[:WRITTEN]},
    )


EXPECTED = (
    *(quartier.name for quartier in LISTED),
    *(partner.title for partner in catalogue().partners if partner.status is PartnerStatus.EXPECTED),
)
"""What the first Word file names: the quartiers of the list, the partners that are expected."""


@dataclass(frozen=True)
class Bench:
    """A running site with the contract, and a browser."""

    app: Flask
    site: str
    saved: SavedProfile
    browser: Browser

    def open(self, address: str, width: int = 1280) -> Page:
        """Open a page of the contract."""
        page = self.browser.new_page(viewport={"width": width, "height": 900})
        page.goto(f"{self.site}/profils/{self.saved.id}{address}")
        return page

    def row(self, name: str, address: str) -> str:
        """The line of one page: its height on two screens, its bytes, the time of the server, the Tabs."""
        heights = " | ".join(f"{self._height(address, width):,}" for width in WIDTHS)
        size, seconds = self._answer(address)
        figures = f"{heights} | {size / 1_000:.0f} | {seconds * 1_000:.0f}"
        before = f"{BEFORE[name]:,}" if name in BEFORE else ""
        tabs = self._tabs(address) if address.startswith("/engagements") else 0
        return f"| {name} | {before} | {figures} | {tabs or '–'} |"

    def _height(self, address: str, width: int) -> int:
        page = self.open(address, width)
        height = int(page.evaluate("document.documentElement.scrollHeight"))
        page.close()
        return height

    def _answer(self, address: str) -> tuple[int, float]:
        client, times, size = self.app.test_client(), [], 0
        for _ in range(RUNS):
            begun = time.process_time()
            size = len(client.get(f"/profils/{self.saved.id}{address}").data)
            times.append(time.process_time() - begun)
        return size, min(times)

    def _tabs(self, address: str) -> int:
        """How many times Tab is pressed until a commitment is reached; each link that skips is followed."""
        page = self.open(address)
        for number in range(1, MOST_TABS + 1):
            page.keyboard.press("Tab")
            if page.evaluate(REACHED):
                page.close()
                return number
            if page.evaluate(IS_SKIP_LINK):
                page.keyboard.press("Enter")
        page.close()
        return 0

    def write_first_word_file(self) -> tuple[int, int]:
        """How many clicks lead from the empty site to the Word file, one typed field apart.

        And how many of the quartiers of the list and of the expected partners it names, of all of them.
        """
        self.app.extensions["contrat_de_ville"].profiles.quartiers.replace(LISTED, "liste.csv")
        page = self.browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{self.site}/")
        button, link = partial(page.get_by_role, "button"), partial(page.get_by_role, "link")
        page.get_by_role("button", name="Créer un contrat").click()
        page.get_by_label("Nom ou code du territoire").fill("Grand Paris Sud")
        clicked: list[Locator] = [
            button(name="Rechercher"),
            link(name="CA Grand Paris Sud Seine Essonne Sénart"),
            button(name="Enregistrer et choisir les signataires"),
            page.locator("[name=whole][value=expected]"),
            button(name="Enregistrer les signataires"),
        ]
        for one in clicked:
            one.click()
        with page.expect_download() as download:
            button(name="Télécharger le projet").click()
        text = ZipFile(download.value.path()).read("word/document.xml").decode()
        page.close()
        return len(clicked) + 2, sum(name in text for name in EXPECTED)

    def save_one(self) -> float:
        """The seconds in which one commitment is saved: the best of some."""
        client, times = self.app.test_client(), []
        address = f"/profils/{self.saved.id}/engagements/{COMMITMENT}"
        for rank in range(RUNS):
            typed = {**page_of(client.get(address)).fields, "local_action": f"Réunir {rank}."}
            begun = time.process_time()
            assert client.post(address, data=typed).status_code == 303
            times.append(time.process_time() - begun)
        return min(times)

    def leave_out_ended(self) -> tuple[int, str]:
        """How many actions leave out all ended schemes with one reason, and what the site says of it."""
        page = self.open("/engagements")
        page.get_by_role("link", name="À revoir").click()
        page.get_by_label("Tous\u00a0: Dispositifs achevés").check()
        page.get_by_label("Motif").fill("Dispositif achevé.")
        page.get_by_role("button", name="Écarter").click()
        said = page.get_by_role("status").first.inner_text()
        page.close()
        return 4, said.strip().partition("\n")[0]


@contextmanager
def running() -> Iterator[Bench]:
    """A site with the contract, and a browser; both are stopped at the end."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        app = create_app(Settings(folder, f"sqlite:///{folder / 'journeys.sqlite3'}", "0f3b8e7c5a9d4c21b6f0"))
        profiles = app.extensions["contrat_de_ville"].profiles
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield Bench(app, f"http://127.0.0.1:{server.port}", profiles.create(metropole()), browser)
        browser.close()
        server.shutdown()
        profiles.close()


def main() -> None:
    """Print the table of the pages, then the journeys."""
    with running() as bench:
        print(
            "| page | px before | px at 1280 | px at 390 | px at 320 | kB | server, ms "
            "| Tabs to the first commitment |"
        )
        print("|---|---:|---:|---:|---:|---:|---:|---:|")
        for name, address in (QUICK if "--quick" in sys.argv[1:] else PAGES).items():
            print(bench.row(name, address))
        clicks, named = bench.write_first_word_file()
        found = f"{named} of {len(EXPECTED)} quartiers and expected partners named"
        print(f"\nFrom the empty site to a Word file: {clicks} clicks, one typed field ({found})")
        print(f"One commitment saved: {bench.save_one() * 1_000:.0f} ms")
        actions, said = bench.leave_out_ended()
        print(f"All ended schemes left out with one reason: {actions} actions ({said})")


if __name__ == "__main__":
    main()
