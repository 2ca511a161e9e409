"""A real server, a real Chromium, and a page that notes whatever goes wrong behind it.

Without Chromium these tests fail: a page that no browser has shown is not a tested page.
"""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from waitress.server import create_server

from app import create_app
from app.config import Settings
from app.domain.catalogue import Catalogue, Scope
from app.domain.profile import Adaptation, Profile
from app.store import SavedProfile
from tests.former import saved_before
from tests.web.conftest import EVRY

SIGNED = ("etat", "epci", "commune", "departement", "ars", "procureur", "recteur")


@dataclass
class Site:
    """The address of the running site, the application behind it, and one saved profile."""

    address: str
    app: Flask
    saved: SavedProfile
    older: SavedProfile
    adapted: str

    def pages(self) -> dict[str, str]:
        """Every page of the site by a short name."""
        profile = f"/profils/{self.saved.id}"
        return {
            "home": "/",
            "search": "/?q=grand",
            "choose": "/territoires?q=grand+paris",
            "new": "/profils/nouveau?territoire=200059228",
            "import": "/profils/importer",
            "review": profile,
            "territory": f"{profile}/territoire",
            "partners": f"{profile}/partenaires",
            "adaptation": f"{profile}/engagements/{self.adapted}",
            "texts": f"{profile}/textes",
            "outline": f"{profile}/trame",
            "signatories": f"{profile}/signataires",
            "new signatory": f"{profile}/signataires/etat/ajouter",
            "new local": f"{profile}/volets/sante/ajouter",
            "completeness": f"{profile}/completude",
            "preview": f"{profile}/apercu",
            "versions": f"{profile}/versions",
            "version name": f"{profile}/versions/1/nommer",
            "comparison": f"{profile}/versions/comparer?de=1&a=1",
            "newer catalogue": f"/profils/{self.older.id}/catalogue",
            "author": "/votre-nom",
            "workbook": f"{profile}/classeur",
            "copy": f"{profile}/copier",
            "download": f"{profile}/telecharger",
            "trash": "/corbeille",
            "templates": "/aide/modeles",
            "rename": f"{profile}/renommer",
            "duplicate": f"{profile}/dupliquer",
            "delete": f"{profile}/supprimer",
            "guide": "/aide",
            "sources": "/donnees",
            "quartiers": "/quartiers",
            "accessibility": "/accessibilite",
            "unknown": "/rien",
        }


@dataclass
class Watch:
    """What happened behind a page: console errors, and requests that left the site."""

    site: Site
    faults: list[str] = field(default_factory=list)

    def console(self, message: ConsoleMessage) -> None:
        """Keep errors and policy violations; a page that answers 404, 409 or 422 is no fault."""
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.faults.append(message.text)

    def request(self, request: Request) -> None:
        """Keep every request to another host."""
        if not request.url.startswith(self.site.address):
            self.faults.append(request.url)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    app = create_app(Settings(folder, f"sqlite:///{folder / 'profiles.sqlite3'}", "0f3b8e7c5a9d4c21b6f0"))
    profiles = app.extensions["contrat_de_ville"].profiles
    local = [leaf.commitment for leaf in catalogue.leaves if leaf.commitment.scope is Scope.LOCAL]
    adapted, left_out = [commitment.id for commitment in local if "etat" in commitment.carriers][:2]
    adaptations = {
        adapted: Adaptation(local_action="Ouvrir une maison.\n\nPuis deux.", deadline="2028-12-31"),
        left_out: Adaptation(included=False, reason_excluded="Porté par un autre contrat."),
    }
    saved = profiles.create(Profile("Grand Paris Sud", EVRY, {}, SIGNED, adaptations))
    older = saved_before(profiles, catalogue)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.effective_port}", app, saved, older, adapted)
    server.pull_trigger()
    server.close()
    server.task_dispatcher.shutdown()
    thread.join()
    profiles.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "Chromium is needed: apt-get install chromium"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield launched
        launched.close()


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Open]:
    """Opens an address in a new context; at the end, fails on whatever went wrong behind the pages."""
    contexts: list[BrowserContext] = []
    watch = Watch(site)

    def opened(address: str, **options: Any) -> Page:
        context = browser.new_context(locale="fr-FR", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", watch.console)
        page.on("pageerror", lambda error: watch.faults.append(str(error)))
        page.on("request", watch.request)
        page.goto(f"{site.address}{address}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watch.faults == []
