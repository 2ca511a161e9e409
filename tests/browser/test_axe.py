"""axe-core finds nothing to say on any page: empty, filled in, or with errors."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open, Site

AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")
FOUND = """async () => (await axe.run({resultTypes: ["violations"]})).violations.map(
  one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.target.join(" ")).join(", ")}`)"""
# What makes each form wrong, by the id of a field.
WRONG = {
    "adaptation": {"deadline": "30/02/2028", "means_1_amount": "mille"},
    "new local": {"text": ""},
    "new signatory": {"name": ""},
    "rename": {"name": ""},
    "new": {"name": ""},
}


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate(FOUND)
    assert isinstance(found, list)
    return found


def test_axe_finds_nothing_on_any_page(open_page: Open, site: Site) -> None:
    page = open_page(site.pages()["home"], bypass_csp=True)

    found = {}
    for name, address in site.pages().items():
        page.goto(site.address + address)
        found[name] = violations(page)

    assert {name: said for name, said in found.items() if said} == {}


def test_axe_finds_nothing_on_a_site_that_shows_its_collectivite(open_page: Open, dressed: Site) -> None:
    page = open_page(dressed.pages()["review"], site=dressed, bypass_csp=True)

    assert violations(page) == []


def test_axe_finds_nothing_where_nothing_was_saved_yet(open_page: Open, site: Site) -> None:
    page = open_page("/?q=personne", bypass_csp=True)

    assert violations(page) == []


@pytest.mark.parametrize("name", WRONG)
def test_axe_finds_nothing_on_a_form_with_errors(open_page: Open, site: Site, name: str) -> None:
    page = open_page(site.pages()[name], bypass_csp=True)
    for field, text in WRONG[name].items():
        page.locator(f"#{field}").fill(text)

    page.locator("main form button[type=submit]").first.click()

    assert page.locator("[aria-invalid=true]").count() > 0
    assert violations(page) == []
