"""axe-core finds nothing to say on any page: empty, filled in, or with errors.

The pages and the forms are those that a robot finds, so that none can be forgotten.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from app import create_app
from app.domain.profile import Profile
from app.settings.config import Settings
from app.web.permissions import WITH_ACCOUNTS
from tests.browser.conftest import Open, Site, serving
from tests.former import written_in
from tests.security.site import FORMER_ADDRESSES, Form, explored
from tests.security.site import Site as Found
from tests.web.conftest import EVRY
from tests.web.small_catalogue import small_catalogue

AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")
FOUND = """async (colours) => (await axe.run(
    {resultTypes: ["violations"], rules: {"color-contrast": {enabled: colours}}})).violations.map(
  one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.target.join(" ")).join(", ")}`)"""
# The ways in which a form can be wrong: what is typed is too long, the contract changed meanwhile, the
# session is over. Each says whether this form can be wrong like that.
WRONG = {
    "typed": """form => {
      const typed = [...form.elements].filter(one => one.matches("textarea, input[type=text]"));
      const files = form.querySelectorAll("input[type=file]");
      for (const one of typed) one.value = "x".repeat(20001);
      return typed.length + files.length > 0;
    }""",
    "stale": """form => {
      const version = form.elements.namedItem("version");
      if (version) version.value = "0";
      return Boolean(version) && !form.elements.namedItem("token");
    }""",
    "expired": """form => {
      form.elements.namedItem("csrf_token").value = "x";
      return !form.elements.namedItem("version") || Boolean(form.elements.namedItem("token"));
    }""",
}
SENT = "form => { HTMLFormElement.prototype.submit.call(form); }"


def violations(page: Page, colours: bool = True) -> list[str]:
    """What axe says of a page. To compare the colours takes most of its time."""
    if not page.evaluate("'axe' in window"):  # a browser that shows many pages is given it once
        page.evaluate(AXE)
    found = page.evaluate(FOUND, colours)
    assert isinstance(found, list)
    return found


@pytest.fixture(scope="session")
def found(site: Site) -> Found:
    """What a robot finds of the site that is filled in."""
    return explored(site.app, site.app.test_client(), site.pages()["task_list"])


def pages_of(site: Site, found: Found) -> Iterator[str]:
    """The addresses of the pages, files left out."""
    client = site.app.test_client()
    for address in found.addresses.values():
        with client.get(address) as answer:
            if answer.mimetype == "text/html" and answer.status_code == 200:
                yield address


def said_of(page: Page, site: Site, addresses: Iterable[str], colours: bool = True) -> dict[str, list[str]]:
    """What axe says of each address, where it says anything."""
    said = {}
    for address in addresses:
        page.goto(site.address + address)
        said[address] = violations(page, colours)
    return {address: one for address, one in said.items() if one}


def test_axe_finds_nothing_on_any_page(open_page: Open, site: Site, found: Found) -> None:
    page = open_page(site.pages()["home"], bypass_csp=True, script=AXE)
    known = {rule.endpoint for rule in site.app.url_map.iter_rules() if "GET" in rule.methods}
    # The robot goes round one contract: what another one shows besides is asked for here, and errors are.
    others = [site.pages()["newer catalogue"], site.pages()["signature removal"]]
    others += ["/rien", f"/profils/{site.deleted}"]

    said = said_of(page, site, [*pages_of(site, found), *others])

    assert said == {}
    assert known - found.endpoints - WITH_ACCOUNTS == {
        "catalogue_update.review",
        "signature.unmark",
        *FORMER_ADDRESSES,
    }


def test_axe_finds_nothing_where_nothing_was_written_yet(
    open_page: Open, small_site: Site, tmp_path: Path
) -> None:
    usual = Settings(tmp_path, f"sqlite:///{tmp_path / 'profiles.sqlite3'}", "0f3b8e7c5a9d4c21b6f0")
    files = written_in(tmp_path / "catalogue", small_catalogue())
    app = create_app(replace(usual, catalogue_folder=files))
    with serving(app) as address:
        empty = replace(small_site, address=address, app=app)  # its colours are those of the pages above
        page = open_page("/", site=empty, bypass_csp=True, script=AXE)
        seen = [*pages_of(empty, explored(app, app.test_client())), "/?q=personne"]
        without = said_of(page, empty, seen, colours=False)
        app.extensions["contrat_de_ville"].profiles.create(Profile("Vide", EVRY))
        contract = [one for one in pages_of(empty, explored(app, app.test_client())) if one not in seen]
        bare = said_of(page, empty, contract, colours=False)
    app.extensions["contrat_de_ville"].profiles.close()

    assert without == {}
    assert bare == {}


@pytest.fixture(scope="session")
def forms(small_site: Site) -> dict[str, Form]:
    """One form of each page that has some: the page says the same of the others."""
    client = small_site.app.test_client()
    found = explored(small_site.app, client, small_site.pages()["task_list"])
    return {form.page: form for form in found.posted}


@pytest.mark.parametrize("wrong", WRONG)
def test_axe_finds_nothing_on_any_form_with_errors(
    open_page: Open, small_site: Site, forms: dict[str, Form], wrong: str
) -> None:
    page = open_page("/", site=small_site, bypass_csp=True, script=AXE)

    said, seen = {}, 0
    # The summary of the errors is the same on all pages, and so is each error beside its field.
    every = 2 if wrong == "typed" else 3
    for form in list(forms.values())[::every]:
        page.goto(small_site.address + form.page)
        element = page.locator("main form[method=post]").first
        if not element.count() or not element.evaluate(WRONG[wrong]):
            continue
        with page.expect_navigation() as navigation:
            element.evaluate(SENT)
        assert navigation.value.status in {400, 409, 422}, str(form)
        assert page.get_by_role("alert").count() == 1, str(form)
        # What is wrong has the same colours on each page.
        said[str(form)], seen = violations(page, colours=wrong == "typed" and not seen % 4), seen + 1

    assert {form: one for form, one in said.items() if one} == {}
    assert seen >= 8 // every


def test_axe_finds_nothing_on_what_is_given_back_of_a_contract_that_is_gone(
    open_page: Open, site: Site
) -> None:
    profiles = site.app.extensions["contrat_de_ville"].profiles
    saved = profiles.create(Profile("Bientôt supprimé", EVRY, {}, ("etat",)))
    page = open_page(f"/profils/{saved.id}/engagements/interieur-2013-1-1", bypass_csp=True, script=AXE)
    page.get_by_label("Action locale").fill("Ouvrir une maison.")
    page.get_by_label("Convenue").check()
    profiles.delete(saved.id, saved.version)

    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer", exact=True).click()

    assert "Ouvrir une maison." in page.get_by_label("Action locale").input_value()
    assert violations(page) == []


def test_axe_finds_nothing_on_a_site_that_shows_its_collectivite(open_page: Open, dressed: Site) -> None:
    page = open_page(dressed.pages()["task_list"], site=dressed, bypass_csp=True, script=AXE)

    assert violations(page) == []
