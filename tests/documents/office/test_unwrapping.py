"""What an official typed reads in the ODT and the PDF as it does in Word."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

from app.documents.office import Kind, Office
from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile import Adaptation
from tests.examples import contract

TYPED = (
    "La Ville **ouvre** un lieu *gratuit*.\n\n"
    "- un **premier** point ;\n"
    "- un *second*, voir [le site](https://exemple.fr).\n\n"
    "Puis un lieu **ferme**."
)


def test_bold_italics_lists_and_links_of_a_local_action_are_in_the_odt(
    catalogue: Catalogue, office: Office
) -> None:
    profile = contract()
    chosen = next(assemble(catalogue, profile).entries()).commitment.id
    draft = assemble(catalogue, replace(profile, adaptations={chosen: Adaptation(local_action=TYPED)}))

    odt = office.convert(write_draft(draft, RenderOptions(date(2026, 11, 24))), Kind.ODT)

    with zipfile.ZipFile(BytesIO(odt)) as archive:
        xml = archive.read("content.xml").decode()
    italic = re.findall('<style:style style:name="([^"]*)"[^>]*><style:text-properties[^>]*"italic"', xml)
    spans = re.findall('<text:span text:style-name="([^"]*)">([^<]*)', xml)
    shown = {text: style for style, text in spans}
    # LibreOffice 7 names the style « Strong », LibreOffice 25 « Strong Emphasis »;
    # in a cell, it puts another span within.
    strong = set(re.findall('"Strong[^"]*">(?:<text:span [^>]*>)?([^<]*)', xml))
    assert {"ouvre", "premier", "ferme"} <= strong
    assert {shown[word] for word in ("gratuit", "second")} <= set(italic)
    assert 'xlink:href="https://exemple.fr"' in xml
    assert xml.count("<text:list-item>", xml.index("Action locale (")) >= 2
