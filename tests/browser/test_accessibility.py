"""What a person who uses a keyboard, a narrow screen, large spacing or a dark screen meets."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from app.domain.profile import Profile
from tests.browser.conftest import Open, Site, watching
from tests.web.conftest import EVRY

NAMES = (
    *("home", "search", "choose", "new", "import", "task_list", "territory", "partners", "adaptation"),
    *("orientations", "orientation", "objective", "objective removal"),
    *("texts", "outline", "signatories", "new signatory", "new local", "historical"),
    *("completeness", "figures", "committee", "preview", "chapter"),
    *("versions", "version name", "comparison", "workbook", "copy", "download", "trash", "templates"),
    *("rename", "duplicate", "delete", "guide", "sources", "accessibility", "unknown"),
    *("newer catalogue", "author", "quartiers", "signatory", "signatory removal", "local", "local removal"),
    *("version return", "trash return", "gone", "glossary", "site map"),
)
SCHEMES = ("light", "dark")
NARROW = {"width": 320, "height": 256}
# RGAA 10.12: the spacing that a person may impose.
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    "p { margin-bottom: 2em !important; }"
)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# WCAG 2.1, relative luminance and contrast of every text against the colours painted under it.
FAINT_TEXTS = """() => {
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const over = (top, under) => {
    const alpha = top[3] ?? 1;
    return [0, 1, 2].map(i => top[i] * alpha + under[i] * (1 - alpha));
  };
  const luminance = colour => {
    const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const [r, g, b] = colour.map(v => linear(v / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = element => {
    const chain = [];
    for (let node = element; node; node = node.parentElement) chain.unshift(getComputedStyle(node));
    return chain.reduce((under, style) => over(parse(style.backgroundColor), under), [255, 255, 255]);
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility()) continue;
    if (element.closest(".visually-hidden, .skip-link")) continue;
    const under = background(element);
    const text = over(parse(getComputedStyle(element).color), under);
    const [low, high] = [luminance(text), luminance(under)].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${element.tagName} ${node.data.trim().slice(0, 40)}`);
  }
  return faint;
}"""


@pytest.fixture(scope="module")
def narrow(browser: Browser, site: Site) -> Iterator[Page]:
    """A narrow screen that shows one page after the other."""
    with watching(browser, site) as open_page:
        yield open_page("/", viewport=NARROW, bypass_csp=True)


@pytest.fixture(scope="module")
def screen(browser: Browser, site: Site) -> Iterator[Page]:
    """A screen whose colours change at once."""
    with watching(browser, site) as open_page:
        yield open_page("/", reduced_motion="reduce")


@pytest.fixture(scope="module")
def dressed_screen(browser: Browser, dressed: Site) -> Iterator[Page]:
    """The same, of the site with the colour of a collectivité."""
    with watching(browser, dressed) as open_page:
        yield open_page("/", reduced_motion="reduce")


@pytest.mark.parametrize("name", NAMES)
def test_no_page_scrolls_sideways_on_a_narrow_screen_even_with_wide_spacing(
    narrow: Page, site: Site, name: str
) -> None:
    narrow.goto(site.address + site.pages()[name])
    assert narrow.evaluate(OVERFLOW) <= 0

    narrow.add_style_tag(content=SPACED)

    assert narrow.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize("name", ["A" * 200, "Z\u0300\u0301\u0489" * 50, "👩‍👩‍👧‍👦" * 18, "Évry " * 40])
def test_a_long_or_strange_name_never_widens_a_page(narrow: Page, site: Site, name: str) -> None:
    territory = replace(EVRY, name=name)
    profiles = site.app.extensions["contrat_de_ville"].profiles
    saved = profiles.create(Profile(f"{name[:190]} {len(name)}", territory))

    for address in ("/", f"/profils/{saved.id}", f"/profils/{saved.id}/supprimer"):
        narrow.goto(site.address + address)

        assert narrow.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize("name", NAMES)
def test_every_text_contrasts_with_what_is_under_it_by_day_and_by_night(
    screen: Page, site: Site, name: str
) -> None:
    screen.goto(site.address + site.pages()[name])

    for scheme in SCHEMES:
        screen.emulate_media(color_scheme=scheme)
        assert screen.evaluate(FAINT_TEXTS) == [], scheme


@pytest.mark.parametrize("name", ["home", "task_list", "completeness", "partners", "delete"])
def test_every_text_contrasts_in_the_colour_of_the_collectivite(
    dressed_screen: Page, dressed: Site, name: str
) -> None:
    page = dressed_screen
    page.goto(dressed.address + dressed.pages()[name])

    for scheme, shade in zip(SCHEMES, ["#8a1538", "#bf7e92"], strict=True):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--pico-primary')") == shade
        assert page.evaluate(FAINT_TEXTS) == [], scheme


@pytest.mark.parametrize("width", [1280, 320])
def test_the_logo_stands_beside_the_name_that_says_it(open_page: Open, dressed: Site, width: int) -> None:
    page = open_page("/", site=dressed, viewport={"width": width, "height": 256})

    logo = page.locator(".logo")
    assert logo.evaluate("image => image.naturalWidth") == 72
    assert logo.get_attribute("alt") == ""
    expect(page.get_by_text("Communauté d’agglomération du Val-d’Exemple", exact=True)).to_be_visible()
    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize("name", ["home", "choose", "new", "partners", "adaptation", "delete"])
def test_the_keyboard_reaches_everything_visibly_and_is_never_trapped(
    open_page: Open, site: Site, name: str
) -> None:
    page = open_page(site.pages()[name])
    reached = []

    for _ in range(400):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        reached.append(focused)

    assert reached[0]["name"] == "Aller au contenu"
    assert all(focused["outline"] >= 2 for focused in reached)
    assert len(reached) == page.evaluate(FOCUSABLE)


FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const outline = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
  return { name: element.textContent.trim(), outline };
}"""
# A group of radio buttons is one stop of the keyboard.
FOCUSABLE = """() => {
  const kinds = "a[href], button:not([tabindex='-1']), input:not([type=hidden]), select, textarea, summary";
  const seen = [...document.querySelectorAll(kinds)].filter(element => element.checkVisibility());
  const groups = new Set(seen.filter(element => element.type === "radio").map(element => element.name));
  return seen.filter(element => element.type !== "radio").length + groups.size;
}"""


def test_the_skip_link_leads_past_the_menu(open_page: Open) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_in_viewport()

    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#"))
    page.keyboard.press("Tab")

    expect(page.get_by_role("button", name="Créer un contrat")).to_be_focused()


def refused_territory(open_page: Open, **options: object) -> Page:
    page = open_page("/profils/nouveau", **options)
    page.get_by_label("Code du territoire").fill("12")
    page.get_by_role("button", name="Enregistrer et choisir").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.wait_for_load_state()
    return page


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_refused_form_puts_the_reader_on_the_summary_of_its_errors(open_page: Open, scripts: bool) -> None:
    page = refused_territory(open_page, java_script_enabled=scripts)

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page).to_have_title("Erreur\u00a0: Nouveau contrat – Contrat de ville")


def test_each_error_of_the_summary_leads_to_its_field_which_says_it_again(open_page: Open) -> None:
    page = refused_territory(open_page)
    links = page.get_by_role("alert").get_by_role("link")

    messages = [link.inner_text() for link in links.all()]
    for index, message in enumerate(messages):
        field = page.locator(links.nth(index).get_attribute("href") or "")
        links.nth(index).click()
        described = field.get_attribute("aria-describedby") or ""
        error = page.locator(f"#{described.split()[-1]}")

        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(error).to_contain_text(f"Erreur\u00a0: {message}")
    assert len(messages) == 3


def test_a_page_of_errors_fits_a_narrow_screen(open_page: Open) -> None:
    page = refused_territory(open_page, viewport=NARROW)

    assert page.evaluate(OVERFLOW) <= 0


def test_the_counter_of_a_long_text_says_how_much_is_too_much(open_page: Open, site: Site) -> None:
    page = open_page(site.pages()["adaptation"])

    page.get_by_label("Action locale").fill("é" * 20_003)

    expect(page.get_by_text("3 caractères de trop")).to_be_visible()


def test_a_printed_draft_has_the_text_without_the_menus(open_page: Open, site: Site) -> None:
    page = open_page(site.pages()["chapter"])

    page.emulate_media(media="print")

    expect(page.locator(".preview h3").first).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
