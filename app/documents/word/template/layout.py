"""The pages of a template: setup, tables as wide as their lines, named places of headers and footers."""

import re
from copy import deepcopy
from itertools import dropwhile

from lxml import etree

from app.documents.word.ooxml import Encoded, Piece, Xml
from app.documents.word.ooxml.tables import PAGE_WIDTH
from app.documents.word.template.placeholders import BODY, make_mark
from app.documents.word.template.xml import read_number
from app.formats.xml_parts import W

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


PLACES = ("territoire", "projet")
"""The named places of a header or footer: content controls with one of these tags."""


def mark_letterhead(root: etree._Element) -> bool:
    """Put a mark where each value goes; return whether there is any."""
    marked = [_open_place(control, _place_of(control)) for control in list(root.iter(f"{W}sdt"))]
    return any(marked)


def _place_of(control: etree._Element) -> str | None:
    tag = control.find(f"{W}sdtPr/{W}tag")
    name = tag.get(f"{W}val") if tag is not None else None
    return name if name in PLACES else None


def _open_place(control: etree._Element, place: str | None) -> bool:
    """Leave one text in the control: the mark where the value will go."""
    texts = list(control.iter(f"{W}t"))
    if place is None or not texts:
        return False
    for text in texts:
        text.text = ""
    texts[0].append(make_mark(place))
    return True


# « start » is of a later edition than the rest of the file; the strict readers know left and right only.
_WORD_SIDES = {"start": "left", "end": "right"}


def fix_libreoffice(root: etree._Element) -> None:
    """Bring a part to the words that every reader knows."""
    for node in root.iter(f"{W}jc", f"{W}lvlJc"):
        side = _WORD_SIDES.get(node.get(f"{W}val", ""))
        if side:
            node.set(f"{W}val", side)
    # The name of a character set beside its number: « utf-8 » is not in Word's list.
    for node in root.iter(f"{W}charset"):
        node.attrib.pop(f"{W}characterSet", None)
    # The format of a list's number comes before its style.
    for level in root.iter(f"{W}lvl"):
        style, format_ = level.find(f"{W}pStyle"), level.find(f"{W}numFmt")
        if style is not None and format_ is not None and style.getnext() is format_:
            style.addprevious(format_)
