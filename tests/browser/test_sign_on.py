"""Signing in by a provider of identities in a browser, under the policy that the pages have."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from app import create_app
from app.access.openid import OpenIdProvider
from app.settings.config import Settings
from tests.browser.conftest import PATIENCE, serving
from tests.browser.test_accounts import faults_of
from tests.browser.test_axe import AXE
from tests.mail_server import mail_server
from tests.openid_provider import Provider, running
from tests.web.access_site import PASSWORD, AccessSite, email_of, made


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as provider:
        yield provider


@pytest.fixture
def served(tmp_path: Path, provider: Provider) -> Iterator[tuple[AccessSite, str]]:
    app = create_app(Settings(tmp_path, f"sqlite:///{tmp_path}/c.sqlite3", "0f3b8e7c5a9d4c21b6f0"))
    with mail_server() as box, serving(app) as address:
        known = {"1": OpenIdProvider(provider.settings())}
        services = app.extensions["contrat_de_ville"]
        app.extensions["contrat_de_ville"] = replace(services, providers=known, mailer=box.mailer())
        yield made(app), address
    app.extensions["contrat_de_ville"].close()


def opened(browser: Browser, *, bypass_csp: bool) -> Page:
    """A page of nobody yet; axe and the styles of the checks do without the policy of the pages."""
    context = browser.new_context(locale="fr-FR", bypass_csp=bypass_csp, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def leave(page: Page, address: str) -> None:
    """Goes to the provider by the button of a page, and comes back."""
    page.goto(address)
    page.get_by_role("button", name="S’identifier avec ProConnect").click()
    page.wait_for_url("**/connexion/suite/**")


def test_one_goes_to_the_provider_and_back_and_every_page_on_the_way_is_read_by_all(
    served: tuple[AccessSite, str], provider: Provider, browser: Browser
) -> None:
    site, address = served
    page, found = opened(browser, bypass_csp=True), {}

    def look(name: str) -> None:
        page.evaluate(AXE)
        if said := faults_of(page):
            found[name] = said

    def come(email: str, subject: str) -> None:
        provider.person.email, provider.person.sub = email, subject
        leave(page, f"{address}/connexion")

    leave(opened(browser, bypass_csp=False), f"{address}/connexion")
    page.goto(f"{address}/connexion")
    look("the login")
    come("personne@agglo.fr", "1")
    look("no account")
    come(email_of("administrator"), "2")
    look("an account to link")
    provider.person.siret = "20005922800011"
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Relier et se connecter").click()
    page.get_by_role("button", name="Se déconnecter").wait_for()
    assert page.evaluate("Object.keys(sessionStorage)") == []
    page.goto(f"{address}/compte")
    look("the account")
    site.store.identities.came_for(site.accounts["reader"].id, "20005922800011")
    page.goto(f"{address}/administration/organismes/demandes")
    look("the requests")

    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/connexion")
    assert "vous a déconnecté aussi" in page.inner_text("main")
    token = site.store.shares.invite(site.contract.id, "reader", "", site.accounts["owner"].id)
    provider.person.email, provider.person.sub = "jeanne.petit@agglo.fr", "3"
    leave(page, f"{address}/invitation/{token}")
    look("an account to make")
    page.get_by_role("button", name="Créer mon compte").click()
    page.wait_for_url(f"**/invitation/{token}")
    ask_for_a_link(page, address, look)

    assert found == {}


def ask_for_a_link(page: Page, address: str, look: object) -> None:
    """Leaves a browser of nobody on the page that says a link was sent."""
    page.context.clear_cookies()
    page.goto(f"{address}/connexion/oubli")
    assert callable(look)
    look("a forgotten password")
    page.get_by_label("Adresse électronique").fill("personne@ville.fr")
    page.get_by_role("button", name="Envoyer le lien").click()
    page.get_by_role("heading", name="Regardez vos courriels").wait_for()
    look("a link that was sent")
