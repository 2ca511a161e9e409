"""The page of a template: its setup, and tables as wide as its lines."""

import re
from copy import deepcopy
from itertools import dropwhile

from lxml import etree

from app.documents.word.ooxml import Encoded, Piece, Xml
from app.documents.word.ooxml.tables import PAGE_WIDTH
from app.documents.word.template.placeholders import BODY
from app.documents.word.template.xml import W, read_number

NARROWEST = 2_000
"""A page whose margins leave less is badly set: 3.5 cm, in twentieths of a point."""
WIDEST = 31_680
"""The widest page of Word: 22 inches."""
# Text is escaped: such a tag is always one of the writer's own.
_WIDTH = re.compile('(<w:(?:tblW|gridCol|tcW) w:w=")([0-9]+)(")')
_SIDES = ("left", "right", "gutter")
# What the schema wants before the size of the page.
_BEFORE = ("headerReference", "footerReference", "footnotePr", "endnotePr", "type")


def fit_tables(content: Piece, width: int) -> Encoded:
    """Return the same content, encoded, with its tables brought to this width."""
    if width != PAGE_WIDTH:
        xml = content if isinstance(content, str) else content.decode()
        content = Xml(_WIDTH.sub(lambda found: f"{found[1]}{_scaled(found[2], width)}{found[3]}", xml))
    return content if isinstance(content, bytes) else content.encode()


def _scaled(length: str, width: int) -> int:
    return round(int(length) * width / PAGE_WIDTH)


def complete_page_setup(body: etree._Element, model: etree._Element) -> None:
    """Give a size and margins to each section that has none: those of our `model` of a setup."""
    if body.find(f"{W}sectPr") is None:
        body.append(etree.Element(f"{W}sectPr"))
    for setup in body.iter(f"{W}sectPr"):
        for name, before in (("pgSz", _BEFORE), ("pgMar", (*_BEFORE, "pgSz"))):
            if setup.find(f"{W}{name}") is None:
                tags = {f"{W}{one}" for one in before}
                rank = sum(1 for node in setup if node.tag in tags)
                setup.insert(rank, deepcopy(model.find(f"{W}{name}")))


def text_width(document: etree._Element) -> int:
    """Return the width of a line where the body of the contract goes: page less margins.

    The page setup of a section stands at its end: it is the first one after the mark of the body. Ours where
    that gives no usable width.
    """
    setups = dropwhile(lambda node: node.text != BODY, document.iter(etree.PI, f"{W}sectPr"))
    setup = next((node for node in setups if node.tag == f"{W}sectPr"), None)
    if setup is None:
        return PAGE_WIDTH
    width = _length(setup, "pgSz", "w") - sum(_length(setup, "pgMar", side) for side in _SIDES)
    return width if NARROWEST <= width <= WIDEST else PAGE_WIDTH


def _length(setup: etree._Element, element: str, attribute: str) -> int:
    found = setup.find(f"{W}{element}")
    return 0 if found is None else max(0, read_number(found.get(f"{W}{attribute}")) or 0)
