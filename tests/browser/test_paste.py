"""What is pasted from Word keeps its lists, bold, italics and links, in the notation of the site."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, Site

PASTE = """([markup, plain]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", markup);
  clipboardData.setData("text/plain", plain);
  const area = document.activeElement;
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  return area.dispatchEvent(event);
}"""


def item(level: int, sign: str, words: str) -> str:
    """An item of a list as Word writes it on the clipboard."""
    return (
        f"<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'><span style='mso-list:Ignore'>"
        f"{sign}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;</span></span>{words}</p>"
    )


WORD = (
    "<html><head><style>p { color: red }</style></head><body>"
    "<p class=MsoNormal>Nous <b>ouvrons </b>un <i>accueil</i>,\n voir"
    " <a href='https://exemple.fr/a'>le site</a>.</p>"
    + item(1, "·", "un lieu")
    + item(2, "o", "une équipe")
    + item(1, "2.", "un bilan")
    + "<p class=MsoNormal>Fin**.</p></body></html>"
)


@pytest.mark.parametrize(
    ("markup", "typed"),
    [
        (
            WORD,
            "Nous **ouvrons** un *accueil*, voir [le site](https://exemple.fr/a).\n\n"
            "- un lieu\n  - une équipe\n2. un bilan\n\nFin**.",
        ),
        ("<ul><li>un<ol><li>deux</li><li>trois</li></ol></li></ul>", "- un\n  1. deux\n  2. trois"),
        ("<p>dé<b>mar</b>che et <b>2*3</b></p>", "démarche et 2*3"),
        (
            "<p><a href='javascript:alert(1)'>piège</a> <span style='font-weight:700'>gras</span></p>",
            "piège **gras**",
        ),
        (
            "<p><a href='https://exemple.fr/Mes documents/Nice_(ville).pdf'>le bilan</a></p>",
            "[le bilan](https://exemple.fr/Mes%20documents/Nice_%28ville%29.pdf)",
        ),
    ],
    ids=["Word", "lists", "marks that would not be read", "links that are not followed", "spaces in a link"],
)
def test_what_is_pasted_becomes_notation(open_page: Open, site: Site, markup: str, typed: str) -> None:
    page = open_page(f"/profils/{site.saved.id}/engagements/{site.adapted}")
    area = page.get_by_label("Action locale")
    area.fill("")

    page.evaluate(PASTE, [markup, ""])

    expect(area).to_have_value(typed)


def test_plain_text_and_lists_of_names_are_pasted_by_the_browser(open_page: Open, site: Site) -> None:
    page = open_page(f"/profils/{site.saved.id}/engagements/{site.adapted}")
    page.get_by_label("Action locale").focus()
    left_to_the_browser = page.evaluate(
        PASTE, ["<p>Sans <span>mise en forme</span>.</p>", "Sans mise en forme."]
    )
    page.goto(f"{site.address}/profils/{site.saved.id}/territoire")
    page.locator("summary", has_text="communes et quartiers").click()
    page.get_by_label("Communes").first.focus()

    assert left_to_the_browser
    assert page.evaluate(PASTE, ["<ul><li>91228 Évry</li></ul>", "91228 Évry"])


@pytest.mark.parametrize(
    ("tool", "written"),
    [
        ("Gras", "Ouvrir **une maison**"),
        ("Italique", "Ouvrir *une maison*"),
        ("Liste", "- Ouvrir une maison"),
        ("Lien", "Ouvrir [une maison](https://)"),
    ],
)
def test_a_button_gives_what_is_selected_its_notation(
    open_page: Open, site: Site, tool: str, written: str
) -> None:
    page = open_page(site.pages()["new local"])
    area = page.get_by_label("Action locale")
    area.fill("Ouvrir une maison")
    area.evaluate("area => area.setSelectionRange(7, 17)")

    page.get_by_role("group", name="Mise en forme").last.get_by_role("button", name=tool).click()

    expect(area).to_have_value(written)
