"""A real server, a real Chromium, and a page that notes whatever goes wrong behind it.

Without Chromium these tests fail: a page that no browser has shown is not a tested page.
"""

import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)
from waitress.server import create_server
from waitress.wasyncore import close_all

from app import create_app
from app.catalogue import read
from app.domain.catalogue import Catalogue, Scope
from app.domain.profile import (
    Adaptation,
    ClausePlace,
    LocalCommitment,
    Means,
    MeansKind,
    Profile,
    Signatory,
    State,
)
from app.settings import read_identity
from app.settings.config import Settings
from app.store import SavedProfile
from tests.chromium import ARGUMENTS, find_chromium
from tests.former import former_catalogue, saved_before, written_in
from tests.returned_files import receive_some
from tests.security.conftest import AIMS
from tests.taken_over import take_some_over
from tests.web.conftest import EVRY
from tests.web.small_catalogue import small_catalogue

# A disc and two bars, of 72 by 36 pixels.
LOGO = (
    "iVBORw0KGgoAAAANSUhEUgAAAEgAAAAkAgMAAABXtZT1AAAACVBMVEX///8XU1qKFThIlAF/AAAAn0lEQVR42pWSsQ3C"
    "MBBFHxeQIqZwicQSLAENDaNkFMokLMESSJSZInLlUJwd4sSykl/4vs/3v78sw1pI+5xuC6DhcH5PJuAInIhaRsuIHVID"
    "9A+u2hmEEsCvQbgIgJkfCZWSKisMPZO3X2AfApW8NglX2v9pq8WlhNYTu/VG50mXFyaeUBUuGfU2TtlZLAqGzwW4R7m6"
    "2AqBHvjm/1cCPyDcGuPDC7yyAAAAAElFTkSuQmCC"
)
BUDGET = (Means(MeansKind.COMMON_LAW, "Ville", 70_000), Means(MeansKind.SPECIFIC, "État"))
PATIENCE = 60_000
"""Milliseconds that a page may take on a busy machine; nothing waits so long on an idle one."""

SIGNED = ("etat", "epci", "commune", "departement", "ars", "procureur", "recteur")


@dataclass
class Site:
    """The address of the running site, the application behind it, and its profiles: one full, one deleted."""

    address: str
    app: Flask
    saved: SavedProfile
    older: SavedProfile
    adapted: str
    deleted: int

    def pages(self) -> dict[str, str]:
        """Every page of the site by a short name."""
        profile = f"/profils/{self.saved.id}"
        return {
            "home": "/",
            "search": "/?q=grand",
            "choose": "/territoires?q=grand+paris",
            "new": "/profils/nouveau?territoire=200059228",
            "import": "/profils/importer",
            "task_list": profile,
            "commitments": f"{profile}/engagements",
            "triage": f"{profile}/engagements?vue=a-revoir",
            "territory": f"{profile}/territoire",
            "contract quartiers": f"{profile}/territoire/quartiers",
            "partners": f"{profile}/partenaires",
            "adaptation": f"{profile}/engagements/{self.adapted}",
            "portraits": f"{profile}/quartiers",
            "portrait": f"{profile}/quartiers/QN09101M",
            "orientations": f"{profile}/orientations",
            "orientation": f"{profile}/orientations/o1",
            "objective": f"{profile}/objectifs/b1",
            "objective removal": f"{profile}/objectifs/b1/retirer",
            "texts": f"{profile}/textes",
            "outline": f"{profile}/trame",
            "signatories": f"{profile}/signataires",
            "new signatory": f"{profile}/signataires/etat/ajouter",
            "signatory": f"{profile}/signataires/etat/1",
            "signatory removal": f"{profile}/signataires/etat/1/retirer",
            "new local": f"{profile}/volets/sante/ajouter",
            "local": f"{profile}/engagements-locaux/local-1",
            "local removal": f"{profile}/engagements-locaux/local-1/retirer",
            "historical": f"{profile}/pour-memoire",
            "committee": f"{profile}/copil",
            "figures": f"{profile}/chiffres",
            "completeness": f"{profile}/completude",
            "preview": f"{profile}/apercu",
            "chapter": f"{profile}/apercu/sante",
            "versions": f"{profile}/versions",
            "version name": f"{profile}/versions/1/nommer",
            "comparison": f"{profile}/versions/comparer?de=1&a=2",
            "version return": f"{profile}/versions/1/restaurer",
            "signature": f"{profile}/versions/1/signature",
            "signature removal": f"{profile}/versions/1/signature/retirer",
            "newer catalogue": f"/profils/{self.older.id}/catalogue",
            "author": "/votre-nom",
            "workbook": f"{profile}/classeur",
            "copy": f"{profile}/copier",
            "download": f"{profile}/telecharger",
            "trash": "/corbeille",
            "trash return": f"/corbeille/{self.deleted}/restaurer",
            "gone": f"/profils/{self.deleted}",
            "templates": "/aide/modeles",
            "rename": f"{profile}/renommer",
            "duplicate": f"{profile}/dupliquer",
            "delete": f"{profile}/supprimer",
            "guide": "/aide",
            "glossary": "/aide/glossaire",
            "site map": f"/plan?profil={self.saved.id}",
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
    settings = Settings(folder, f"sqlite:///{folder / 'profiles.sqlite3'}", "0f3b8e7c5a9d4c21b6f0")
    with furnished_site(settings, catalogue, former_catalogue()) as running:
        yield running


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same with few clauses, for what says nothing more of many."""
    folder = tmp_path_factory.mktemp("small")
    settings = Settings(folder, f"sqlite:///{folder / 'profiles.sqlite3'}", "0f3b8e7c5a9d4c21b6f0")
    files = written_in(folder / "catalogue", small_catalogue())
    catalogue, former = read(small_catalogue()), read(small_catalogue(former=True))
    with furnished_site(replace(settings, catalogue_folder=files), catalogue, former) as running:
        yield running


@contextmanager
def furnished_site(settings: Settings, catalogue: Catalogue, former: Catalogue) -> Iterator[Site]:
    """A running site of a catalogue, with something on each of its pages."""
    app = create_app(settings)
    profiles = app.extensions["contrat_de_ville"].profiles
    local = [leaf.commitment for leaf in catalogue.leaves if leaf.commitment.scope is Scope.LOCAL]
    adapted, left_out, sent = [commitment.id for commitment in local if "etat" in commitment.carriers][:3]
    adaptations = {
        adapted: Adaptation(local_action="Ouvrir une maison.\n\nPuis deux.", deadline="2028-12-31"),
        left_out: Adaptation(included=False, reason_excluded="Porté par un autre contrat."),
        sent: Adaptation(place=ClausePlace.HISTORICAL),
    }
    first = profiles.create(Profile("Esquisse", EVRY, {}, SIGNED[:3], {left_out: adaptations[left_out]}))
    saved = profiles.save(first.id, first.version, furnished(first.profile, adaptations, catalogue))
    receive_some(profiles, saved, adapted)
    take_some_over(profiles)
    older = saved_before(profiles, former)
    deleted = profiles.create(Profile("À la corbeille", EVRY))
    profiles.delete(deleted.id, deleted.version)
    with serving(app) as address:
        yield Site(address, app, saved, older, adapted, deleted.id)
    profiles.close()


def furnished(profile: Profile, adaptations: dict[str, Adaptation], catalogue: Catalogue) -> Profile:
    """The profile with something on each of its pages."""
    action = Adaptation(local_action="Un lieu ouvert.", state=State.AGREED, lead="Ville", means=BUDGET)
    return replace(
        profile,
        name="Grand Paris Sud",
        facts={"zsp": True},
        partners=tuple(partner for partner in SIGNED if partner in catalogue.partner_by_id),
        adaptations=adaptations,
        local_commitments=(LocalCommitment("local-1", "sante", "Un engagement d’ici.", action),),
        signatories=(
            Signatory("etat", "l’État", "Mme Modèle", "préfète"),
            Signatory("commune", "la Ville d’Évry-Courcouronnes", "M. Gabarit", "maire", "conseil municipal"),
        ),
        texts={"evaluation": "Un comité."},
        orientations=AIMS,
    )


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address under which a real server shows the application, for as long as it is looked at."""
    sockets: dict[int, Any] = {}
    server = create_server(app, host="127.0.0.1", port=0, threads=4, map=sockets)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    # In the thread that waits on the sockets: closed by another one, they may be waited on once more. Those
    # that the browser keeps open too: the thread ends with the last of them.
    server.trigger.pull_trigger(lambda: close_all(sockets))
    server.task_dispatcher.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def dressed(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same site with the name, the colour and the logo of a collectivité."""
    logo = tmp_path_factory.mktemp("logo") / "logo.png"
    logo.write_bytes(b64decode(LOGO))
    identity = read_identity(
        {
            "COLLECTIVITE_NAME": "Communauté d’agglomération du Val-d’Exemple",
            "COLLECTIVITE_COLOR": "#8a1538",
            "COLLECTIVITE_LOGO": str(logo),
        }
    )
    database = site.app.extensions["contrat_de_ville"].profiles.engine.url.render_as_string()
    app = create_app(Settings(logo.parent, database, "0f3b8e7c5a9d4c21b6f0", identity=identity))
    with serving(app) as address:
        yield replace(site, address=address, app=app)
    app.extensions["contrat_de_ville"].profiles.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield launched
        launched.close()


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Open]:
    """Opens an address in a new context; at the end, fails on whatever went wrong behind the pages."""
    with watching(browser, site) as opened:
        yield opened


@contextmanager
def watching(browser: Browser, site: Site) -> Iterator[Open]:
    """The same for as long as the block: a context costs Chromium far more than a page."""
    contexts: list[BrowserContext] = []
    watch = Watch(site)

    def opened(address: str, site: Site = site, script: str = "", **options: Any) -> Page:
        watch.site = site
        context = browser.new_context(locale="fr-FR", **options)
        context.add_init_script(script)
        context.set_default_timeout(PATIENCE)
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
