"""What was typed and could not be saved is still there when one comes back."""

import pytest
from playwright.sync_api import Page, Route, expect

from app.domain.profile import Profile
from app.store import SavedProfile
from tests.browser.conftest import Open, Site
from tests.web.conftest import EVRY

TYPED = "Ouvrir une maison.\n\nAvec <b>deux</b> salles."


@pytest.fixture
def saved(site: Site, request: pytest.FixtureRequest) -> SavedProfile:
    """A contract of this test alone."""
    profiles = site.app.extensions["contrat_de_ville"].profiles
    made = profiles.create(Profile(f"Brouillon {request.node.name}", EVRY, {}, ("etat", "commune")))
    assert isinstance(made, SavedProfile)
    return made


def place(saved: SavedProfile) -> str:
    return f"/profils/{saved.id}/engagements/interieur-2013-1-1"


def lose(page: Page, text: str) -> None:
    """Type and save while the server does not answer, then come back."""
    page.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    page.get_by_label("Action locale").fill(text)
    page.get_by_label("Rédigée").check()
    page.locator("summary", has_text="Quartiers concernés").click()
    page.get_by_label("Les Pyramides").check()
    send_in_vain(page)


def send_in_vain(page: Page) -> None:
    """Save, and wait until the browser shows that no answer came."""
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_url("chrome-error://**")
    page.unroute("**/*")


def test_what_was_typed_while_the_server_was_down_is_offered_again_until_it_is_saved(
    open_page: Open, site: Site, saved: SavedProfile
) -> None:
    page = open_page(place(saved))
    lose(page, TYPED)
    page.goto(f"{site.address}{place(saved)}")
    page.get_by_role("button", name="Reprendre ce texte").click()

    expect(page.get_by_label("Action locale")).to_have_value(TYPED)
    expect(page.get_by_label("Rédigée")).to_be_checked()
    expect(page.get_by_label("Les Pyramides")).to_be_checked()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Enregistré (version\u00a02)")
    page.wait_for_load_state()  # the scripts of a page have run by then
    assert page.evaluate("sessionStorage.length") == 0
    page.locator("#interieur-2013-1-1 a").click()
    expect(page.get_by_label("Action locale")).to_have_value(TYPED)
    expect(page.get_by_role("button", name="Reprendre ce texte")).to_have_count(0)


def test_what_was_typed_is_never_offered_on_another_contract(
    open_page: Open, site: Site, saved: SavedProfile
) -> None:
    page = open_page(place(saved))
    lose(page, TYPED)

    page.goto(f"{site.address}{place(site.saved)}")

    expect(page.get_by_label("Action locale")).to_be_visible()
    expect(page.get_by_role("button", name="Reprendre ce texte")).to_have_count(0)


def test_what_was_typed_is_forgotten_when_one_says_so(
    open_page: Open, site: Site, saved: SavedProfile
) -> None:
    page = open_page(place(saved))
    lose(page, TYPED)
    page.goto(f"{site.address}{place(saved)}")

    page.get_by_role("button", name="Ne plus le proposer").click()
    page.reload()

    expect(page.get_by_role("button", name="Reprendre ce texte")).to_have_count(0)
    expect(page.get_by_label("Action locale")).to_have_value("")


def test_a_form_that_comes_back_with_errors_offers_nothing(open_page: Open, saved: SavedProfile) -> None:
    page = open_page(place(saved))
    page.get_by_label("Action locale").fill("Retiré\u202e à la lecture")
    page.get_by_label("Échéance").fill("30/02/2028")

    page.get_by_role("button", name="Enregistrer", exact=True).click()

    expect(page.get_by_role("alert")).to_be_visible()
    page.wait_for_load_state()
    expect(page.get_by_role("button", name="Reprendre ce texte")).to_have_count(0)


def test_the_enter_key_saves_and_does_not_ask_for_a_line(open_page: Open, saved: SavedProfile) -> None:
    page = open_page(place(saved))
    page.get_by_label("Pilote").fill("Ville")

    page.get_by_label("Pilote").press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("Enregistré")


def test_another_page_says_that_what_was_sent_was_not_saved_and_leads_back_to_it(
    open_page: Open, site: Site, saved: SavedProfile
) -> None:
    page = open_page(place(saved))
    lose(page, TYPED)
    page.goto(
        f"{site.address}/profils/{saved.id}"
    )  # where « Précédent » leads from a browser's own error page

    page.get_by_role("link", name="Revenir au formulaire").click()
    page.get_by_role("button", name="Reprendre ce texte").click()

    expect(page.get_by_label("Action locale")).to_have_value(TYPED)


def test_another_page_says_it_no_more_when_one_says_so(
    open_page: Open, site: Site, saved: SavedProfile
) -> None:
    page = open_page(place(saved))
    lose(page, TYPED)
    page.goto(f"{site.address}/profils/{saved.id}")

    page.get_by_role("button", name="Ne plus le proposer").click()
    page.reload()

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Revenir au formulaire")).to_have_count(0)


def test_what_was_saved_though_the_answer_was_lost_is_offered_nowhere(
    open_page: Open, site: Site, saved: SavedProfile
) -> None:
    page = open_page(place(saved))
    page.route("**/*", save_and_lose_the_answer)
    page.get_by_label("Action locale").fill(TYPED)
    send_in_vain(page)
    page.context.clear_cookies()  # that of the lost answer would say that it is saved

    page.goto(f"{site.address}{place(saved)}")
    expect(page.get_by_label("Action locale")).to_have_value(TYPED)
    expect(page.get_by_role("button", name="Reprendre ce texte")).to_have_count(0)

    page.goto(f"{site.address}/profils/{saved.id}")
    expect(page.get_by_role("link", name="Revenir au formulaire")).to_have_count(0)


def save_and_lose_the_answer(route: Route) -> None:
    """The server saves, and the connection breaks before it says so."""
    if route.request.method == "POST":
        route.fetch(max_redirects=0)
        route.abort()
    else:
        route.fallback()
