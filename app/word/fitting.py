"""Tables and tab stops as wide as the lines of a template."""

import re
from itertools import dropwhile

from lxml import etree

from app.word.ooxml import Encoded, Piece, Xml
from app.word.ooxml.tables import PAGE_WIDTH
from app.word.places import BODY

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NARROWEST = 2_000
"""A page whose margins leave less is badly set: 3.5 cm, in twentieths of a point."""
# Text is escaped: such a tag is always one of the writer's own.
_WIDTH = re.compile('(<w:(?:tblW|gridCol|tcW) w:w=")([0-9]+)(")')


def fitted(content: Piece, width: int) -> Encoded:
    """The same content, encoded, with its tables brought to this width."""
    if width != PAGE_WIDTH:
        xml = content if isinstance(content, str) else content.decode()
        content = Xml(_WIDTH.sub(lambda found: f"{found[1]}{_scaled(found[2], width)}{found[3]}", xml))
    return content if isinstance(content, bytes) else content.encode()


def _scaled(length: str, width: int) -> int:
    return round(int(length) * width / PAGE_WIDTH)


def text_width(document: etree._Element) -> int:
    """The width of a line where the body of the contract goes: page less margins. Ours when it says none.

    The page setup of a section stands at its end: it is the first one after the mark of the body.
    """
    setups = dropwhile(lambda node: node.text != BODY, document.iter(etree.PI, f"{W}sectPr"))
    setup = next((node for node in setups if node.tag == f"{W}sectPr"), None)
    if setup is None:
        return PAGE_WIDTH
    width = _length(setup, "pgSz", "w") - sum(_length(setup, "pgMar", side) for side in _SIDES)
    return width if width >= NARROWEST else PAGE_WIDTH


_SIDES = ("left", "right", "gutter")


def _length(setup: etree._Element, element: str, attribute: str) -> int:
    found = setup.find(f"{W}{element}")
    value = "" if found is None else found.get(f"{W}{attribute}", "")
    return int(value) if value.isascii() and value.isdigit() else 0
