"""A site with accounts in a browser: a team shares a contract, and axe reads every page that accounts add."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import update

from app import create_app
from app.access import Role, totp
from app.settings.config import Settings
from app.store.account_tables import LOGINS
from app.store.comments import Speaker
from app.store.site_proposals import Proposer
from app.web.access import RECENT
from app.web.security import COOKIE_NAME
from tests.browser.conftest import PATIENCE, serving
from tests.browser.test_accessibility import FAINT_TEXTS, NARROW, OVERFLOW, SCHEMES, SPACED
from tests.browser.test_axe import AXE, SENT, violations
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

    def become(self, page: Page, kind: str) -> None:
        """Has a page be of a person who has signed in; of nobody for an empty kind."""
        page.context.clear_cookies()
        if kind:
            cookie = self.site.browser(kind).get_cookie(COOKIE_NAME)
            assert cookie is not None
            page.context.add_cookies([{"name": COOKIE_NAME, "value": cookie.value, "url": self.address}])

    def forget_confirmations(self) -> None:
        """Makes every password something that was given long ago."""
        with self.site.store.engine.begin() as connection:
            connection.execute(update(LOGINS).values(confirmed_at=self.site.store.now() - 2 * RECENT))


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

    partner = team.signed_in("partner")
    partner.goto(f"{team.address}{contract}/engagements/{COMMITMENT}")
    also_here = partner.locator("[data-presence]").inner_text()
    partner.locator("#local_action").fill("Ouvrir deux lieux d’accueil.")
    partner.get_by_role("button", name="Proposer", exact=True).first.click()
    owner.goto(team.address + contract)
    owner.get_by_role("link", name="Retours des partenaires").click()
    owner.get_by_role("button", name="Trancher, engagement par engagement").click()
    owner.get_by_label("Prendre", exact=True).check()
    owner.get_by_role("button", name="Enregistrer ces décisions").click()
    partner.goto(f"{team.address}{contract}/mes-propositions")

    reader = team.signed_in("reader")
    reader.goto(f"{team.address}{contract}/engagements/{COMMITMENT}")
    outsider, administrator = team.signed_in("outsider"), team.signed_in("administrator")
    seen = [page.goto(team.address + contract) for page in (outsider, administrator)]

    assert "Claire" in also_here
    assert "Reprise" in partner.inner_text("main")
    assert reader.locator("#local_action").input_value() == "Ouvrir deux lieux d’accueil."
    assert reader.locator("#local_action").is_disabled()
    assert "votre rôle ne permet pas d’y enregistrer" in reader.inner_text("body")
    assert [answer.status if answer else 0 for answer in seen] == [404, 404]
    administrator.goto(f"{team.address}/administration/journal")
    assert "invitation acceptée" in administrator.inner_text("main")


def faults_of(page: Page) -> list[str]:
    """What axe, a narrow screen with wide spacing, and the contrast of texts by day and night say."""
    said = violations(page)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        said += [f"{scheme}: {faint}" for faint in page.evaluate(FAINT_TEXTS)]
    page.add_style_tag(content=SPACED)
    return [*said, *(["too wide"] if page.evaluate(OVERFLOW) > 0 else [])]


def say_something(site: AccessSite) -> None:
    """Has the partner propose and comment, so that the pages of both show something."""
    account, number = site.accounts["partner"].id, site.contract.id
    said = site.store.comments.add(number, COMMITMENT, "Qui pilote ?", Speaker(account, "Partner"))
    site.store.comments.add(number, COMMITMENT, "La CAF.", Speaker(None, ""), said)
    proposer = Proposer(account, "CAF", "Partner")
    site.store.site_proposals.put(number, proposer, COMMITMENT, {"lead": ("", "La CAF")}, ())


def test_every_page_of_accounts_is_read_by_all(team: Team) -> None:
    site, store = team.site, team.site.store
    contract, owner_id = site.contract.id, site.accounts["owner"].id
    link = store.accounts.link(site.accounts["commenter"].id)
    for_a_newcomer, for_somebody = (
        store.shares.invite(contract, Role.READER, email, owner_id) for email in ("a@caf.fr", "")
    )
    store.organisations.create("CAF du Rhône", "", "caf")
    say_something(site)
    page, found = team.page(), {}
    page.emulate_media(reduced_motion="reduce")

    def look(name: str) -> None:
        if said := faults_of(page):
            found[name] = said

    def send(**typed: str) -> None:
        for name, text in typed.items():
            page.locator(f"main form [name={name}]").fill(text)
        with page.expect_navigation():
            page.locator("main form[method=post]").last.evaluate(SENT)

    pages = {
        "": (
            *("/connexion", f"/acces/{link}", "/acces/jeton"),
            *(f"/invitation/{token}" for token in (for_a_newcomer, for_somebody)),
        ),
        "owner": (
            *("/compte", "/compte/mot-de-passe", "/compte/effacer", "/connexion/confirmer"),
            *(f"/profils/{contract}/partage", f"/invitation/{for_somebody}"),
        ),
        "partner": tuple(
            f"/profils/{contract}/{page}"
            for page in (
                *("engagements", f"engagements/{COMMITMENT}", f"engagements/{COMMITMENT}/commentaires"),
                *("commentaires", "mes-propositions"),
            )
        ),
        "editor": (f"/profils/{contract}/retours", f"/profils/{contract}/retours/decisions"),
        "administrator": (
            *("/administration/comptes", "/administration/organismes", "/administration/organismes/1"),
            *("/administration/journal", f"/administration/comptes/{owner_id}/lien"),
        ),
    }
    for kind, addresses in pages.items():
        team.become(page, kind)
        for address in addresses:
            page.goto(team.address + address)
            look(address)

    team.become(page, "")
    page.goto(f"{team.address}/connexion")
    send(email=email_of("owner"), password="faux mot de passe")
    look("a login that is refused")
    team.become(page, "owner")
    page.goto(f"{team.address}/profils/{contract}/partage")
    team.forget_confirmations()
    page.get_by_label("Adresse électronique de la personne").fill("claire@caf.fr")
    with page.expect_navigation():
        page.get_by_role("button", name="Faire le lien").click()
    look("a confirmation while a form waits")
    send(password=PASSWORD)
    look("a form that waited")
    page.goto(f"{team.address}/compte/code")
    look("a second factor")
    secret = page.locator("[name=secret]").input_value()
    send(code=totp.code_at(secret, int(store.now().timestamp()) // totp.STEP))
    look("recovery codes")
    for address in ("/compte/code", "/compte/codes-de-secours"):
        page.goto(team.address + address)
        look(f"{address} with a code")

    assert found == {}


def test_signing_out_forgets_what_was_typed_and_the_way_back_shows_nothing(team: Team) -> None:
    page = team.page()
    page.get_by_label("Adresse électronique").fill(email_of("editor"))
    page.get_by_label("Mot de passe").fill("faux mot de passe")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert page.evaluate("Object.keys(sessionStorage)") == [], "a password is kept by no script"

    team.become(page, "editor")
    page.goto(f"{team.address}/profils/{team.site.contract.id}/engagements/{COMMITMENT}")
    page.locator("#local_action").fill("Un mot à ne pas laisser.")
    page.wait_for_function("Object.keys(sessionStorage).length > 0")

    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/connexion")

    assert page.evaluate("Object.keys(sessionStorage)") == []
    page.go_back()
    page.wait_for_url(re.compile("/connexion"))
    assert "ne pas laisser" not in page.content()
