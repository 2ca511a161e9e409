"""A site with accounts in a browser: a team shares a contract, and axe reads every page that accounts add."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from app import create_app
from app.settings.config import Settings
from tests.browser.conftest import PATIENCE, serving
from tests.browser.test_accessibility import NARROW
from tests.browser.test_axe import AXE, violations
from tests.web.access_site import PASSWORD, AccessSite, email_of, made

COMMITMENT = "interieur-2013-1-1"


class Team:
    """The running site, and a page in a browser of its own for each person."""

    def __init__(self, site: AccessSite, address: str, browser: Browser) -> None:
        self.site, self.address, self._browser = site, address, browser

    def page(self, address: str = "/") -> Page:
        """A page of somebody who has not signed in."""
        context = self._browser.new_context(locale="fr-FR", viewport=NARROW, bypass_csp=True)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(AXE)
        page = context.new_page()
        page.goto(self.address + address)
        return page

    def signed_in(self, kind: str) -> Page:
        """A page of a person who has signed in with the keyboard alone."""
        page = self.page()
        page.get_by_label("Adresse électronique").fill(email_of(kind))
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Se déconnecter").wait_for()
        return page


@pytest.fixture
def team(tmp_path: Path, browser: Browser) -> Iterator[Team]:
    app = create_app(
        Settings(tmp_path, f"sqlite:///{tmp_path}/c.sqlite3", "0f3b8e7c5a9d4c21b6f0", qpv_source="")
    )
    site = made(app)
    with serving(app) as address:
        yield Team(site, address, browser)
    app.extensions["contrat_de_ville"].close()


def test_a_team_shares_a_contract_and_nobody_else_knows_of_it(team: Team) -> None:
    contract = f"/profils/{team.site.contract.id}"
    owner = team.signed_in("owner")
    owner.goto(team.address + contract)
    owner.get_by_role("link", name="Partage").click()
    owner.get_by_label("Adresse électronique de la personne").fill("claire@caf.fr")
    owner.get_by_label("Son rôle").first.select_option("editor")
    owner.get_by_role("button", name="Faire le lien").click()
    link = owner.locator("section.notice-success code").inner_text()

    guest = team.page(link.removeprefix(team.address))
    guest.get_by_label("Votre nom").fill("Claire")
    guest.get_by_label("Nouveau mot de passe").fill(PASSWORD)
    guest.get_by_label("Le même, une seconde fois").fill(PASSWORD)
    guest.get_by_role("button", name="Créer mon compte et accepter").click()
    guest.goto(f"{team.address}{contract}/engagements/{COMMITMENT}")
    guest.locator("#local_action").fill("Ouvrir un lieu d’accueil.")
    guest.get_by_role("button", name="Enregistrer", exact=True).first.click()

    reader = team.signed_in("reader")
    reader.goto(f"{team.address}{contract}/engagements/{COMMITMENT}")
    outsider, administrator = team.signed_in("outsider"), team.signed_in("administrator")
    seen = [page.goto(team.address + contract) for page in (outsider, administrator)]

    assert reader.locator("#local_action").input_value() == "Ouvrir un lieu d’accueil."
    assert "votre rôle ne permet pas d’y enregistrer" in reader.inner_text("body")
    assert [answer.status if answer else 0 for answer in seen] == [404, 404]
    administrator.goto(f"{team.address}/administration/journal")
    assert "invitation acceptée" in administrator.inner_text("main")


def test_axe_has_nothing_to_say_of_the_pages_of_accounts_and_none_is_wider_than_a_phone(team: Team) -> None:
    site = team.site
    link = site.store.accounts.link(site.accounts["reader"].id)
    invitation = site.store.shares.invite(site.contract.id, "reader", "a@caf.fr", site.accounts["owner"].id)
    site.store.organisations.create("CAF du Rhône", "", "caf")
    visitor, owner, administrator = team.page(), team.signed_in("owner"), team.signed_in("administrator")
    pages = {
        visitor: ("/connexion", f"/acces/{link}", "/acces/jeton", f"/invitation/{invitation}"),
        owner: (
            *("/compte", "/compte/mot-de-passe", "/compte/code", "/compte/effacer"),
            *("/connexion/confirmer", f"/profils/{site.contract.id}/partage"),
        ),
        administrator: (
            *("/administration/comptes", "/administration/organismes", "/administration/organismes/1"),
            "/administration/journal",
        ),
    }

    found = {}
    for page, addresses in pages.items():
        for address in addresses:
            page.goto(team.address + address)
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if said := [*violations(page), *(["too wide"] if wide > 0 else [])]:
                found[address] = said

    assert found == {}
