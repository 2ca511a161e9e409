"""The pages of a template: the named places of its text, headers and footers; page setup, tables that fit."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import dropwhile

from lxml import etree

from app.documents.word.ooxml import Encoded, Piece, Xml
from app.documents.word.ooxml.tables import PAGE_WIDTH
from app.documents.word.template.xml import Unusable, read_number, remove
from app.formats.xml_parts import COMPATIBILITY, MATH, W

COVER, BODY, SIGNATURES = PLACES = ("couverture", "corps", "signatures")
"""In the order of the document: content controls with one of these tags or titles, or bookmarks."""
_CLOSED = tuple(f"{W}{name}" for name in ("tbl", "txbxContent"))
_PARENTS = tuple(f"{W}{name}" for name in ("body", "sdtContent", "customXml"))
_DRAWN = (
    *(f"{W}{name}" for name in ("t", "drawing", "pict", "object", "sectPr", "br", "sym", "instrText")),
    *(f"{W}{name}" for name in ("fldSimple", "footnoteReference", "endnoteReference", "commentReference")),
    f"{MATH}oMath",
)
_CLOSED_IN = "a son repère « {} » dans un tableau ou un cadre : placez-le seul, sur une ligne du texte."
_RULES = f"{W}pPr/{W}pBdr"
# What makes a control one that nobody may type in, or that holds one line, or a text of elsewhere.
_CLOSING = (
    "lock", "group", "text", "date", "comboBox", "dropDownList", "picture", "equation", "dataBinding",
    "showingPlcHdr", "temporary",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Place:
    """`mark` is the control or the bookmark; `block` the paragraph or control of the text that holds it."""

    name: str
    mark: etree._Element
    block: etree._Element


def mark_places(body: etree._Element) -> tuple[str, ...]:
    """Put `<?contrat NAME?>` where each part goes, and return the names of the places that were found.

    Without a place of its own, the body comes at the end, the cover before it, the signatures after it.
    Raises Unusable for a place that stands twice, in the wrong order, or in a table or a frame.
    """
    found = list(_places(body))
    names = tuple(place.name for place in found)
    if names != tuple(name for name in PLACES if name in names):
        raise Unusable(
            "a des repères en double ou en désordre : « couverture », puis « corps », puis "
            "« signatures », chacun une fois au plus."
        )
    _refuse_crowded(found)
    for place in found:
        _open(place, body)
    _mark_the_rest(body, names)
    return names


def _refuse_crowded(found: list[_Place]) -> None:
    """Refuse a place that would take another place away with its line."""
    blocks = [place.block for place in found]
    for name, block in ((place.name, place.block) for place in found):
        if blocks.count(block) > 1 or any(above in blocks for above in block.iterancestors()):
            raise Unusable("a deux repères sur une même ligne : placez chacun seul, sur sa ligne.")
        if block.getparent().tag not in _PARENTS:
            raise Unusable(_CLOSED_IN.format(name))


def make_mark(name: str) -> etree._Element:
    """Return `<?contrat NAME?>`; no template has one of its own, since those are not read."""
    return etree.ProcessingInstruction("contrat", name)


def _places(body: etree._Element) -> Iterator[_Place]:
    for mark in list(body.iter(f"{W}sdt", f"{W}bookmarkStart")):
        name = next((place for place in PLACES if place in _names(mark)), None)
        if name:
            yield _Place(name, mark, _block(mark, name))


def _names(mark: etree._Element) -> set[str]:
    if mark.tag == f"{W}bookmarkStart":
        return {mark.get(f"{W}name", "").casefold()}
    said = mark.iterfind(f"{W}sdtPr/*")
    return {node.get(f"{W}val", "").casefold() for node in said if node.tag in (f"{W}tag", f"{W}alias")}


def _block(mark: etree._Element, name: str) -> etree._Element:
    if next(mark.iterancestors(*_CLOSED), None) is not None:
        raise Unusable(_CLOSED_IN.format(name))
    return next(mark.iterancestors(f"{W}p"), mark)


def _open(place: _Place, body: etree._Element) -> None:
    """Put the mark after its line, and take the line away when it held nothing else."""
    place.block.addnext(make_mark(place.name))
    if place.mark.tag == f"{W}bookmarkStart":
        _drop_bookmark(place.mark, body)
    elif place.mark is not place.block:
        remove(place.mark)
    if place.block.tag != f"{W}p" or not _shows(place.block):
        remove(place.block)


def _drop_bookmark(start: etree._Element, body: etree._Element) -> None:
    """Take away the bookmark, and the words of its own line that it covers: they said « le corps ici »."""
    for covered in list(start.itersiblings()):
        if covered.tag == f"{W}bookmarkEnd" and covered.get(f"{W}id") == start.get(f"{W}id"):
            break
        if covered.tag == f"{W}r":
            remove(covered)
    ends = (end for end in body.iter(f"{W}bookmarkEnd") if end.get(f"{W}id") == start.get(f"{W}id"))
    for gone in (*list(ends), start):
        remove(gone)


def _mark_the_rest(body: etree._Element, names: tuple[str, ...]) -> None:
    """Add a mark for each part that has no place of its own."""
    if BODY not in names:
        _strip_end(body)
        setup = body[-1] if len(body) and body[-1].tag == f"{W}sectPr" else None
        last = make_mark(BODY)
        body.append(last) if setup is None else setup.addprevious(last)
    here = next(node for node in body.iter(etree.PI) if node.text == BODY)
    if COVER not in names:
        here.addprevious(make_mark(COVER))
    if SIGNATURES not in names:
        here.addnext(make_mark(SIGNATURES))


def _strip_end(body: etree._Element) -> None:
    """Take away the one empty paragraph of an empty template: the cover would start on its second line."""
    for block in reversed(list(body)):
        if block.tag == f"{W}p" and not _shows(block) and block.find(_RULES) is None:
            remove(block)
        elif block.tag != f"{W}sectPr":
            return


def open_controls(body: etree._Element) -> bool:
    """Let people type in the controls that hold a place of the contract; return whether one was locked."""
    marks = [node for node in body.iter(etree.PI) if node.text in PLACES]
    controls = {control for mark in marks for control in mark.iterancestors(f"{W}sdt")}
    locked = False
    for closing in [node for control in controls for node in control.iterfind(f"{W}sdtPr/*")]:
        name = etree.QName(closing).localname
        if name in _CLOSING:
            locked = locked or name in ("lock", "group")
            remove(closing)
    return locked


def _shows(paragraph: etree._Element) -> bool:
    return next(paragraph.iter(*_DRAWN), None) is not None


_MARK = re.compile(r"<\?contrat (\w+)\?>")


def cut_at_marks(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the text around the marks, one piece more than there are marks, and the names of the marks."""
    pieces = _MARK.split(text)
    return tuple(pieces[::2]), tuple(pieces[1::2])


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


LETTERHEAD_PLACES = ("territoire", "projet", "document")
"""The named places of a header or footer: content controls with one of these tags."""


def mark_letterhead(root: etree._Element) -> bool:
    """Put a mark where each value goes; return whether there is any."""
    marked = [_open_place(control, _place_of(control)) for control in list(root.iter(f"{W}sdt"))]
    return any(marked)


def _place_of(control: etree._Element) -> str | None:
    tag = control.find(f"{W}sdtPr/{W}tag")
    name = tag.get(f"{W}val") if tag is not None else None
    return name if name in LETTERHEAD_PLACES else None


def _open_place(control: etree._Element, place: str | None) -> bool:
    """Leave one text in the control: the mark where the value will go."""
    texts = list(control.iter(f"{W}t"))
    if place is None or not texts:
        return False
    for text in texts:
        text.text = ""
    texts[0].append(make_mark(place))
    return True


_IGNORABLE = f"{COMPATIBILITY}Ignorable"
# « start » is of a later edition than the rest of the file; the strict readers know left and right only.
_WORD_SIDES = {"start": "left", "end": "right"}


def fix_libreoffice(root: etree._Element) -> None:
    """Bring a part to the words that every reader knows."""
    # Word opens no file that names a prefix which nothing declares.
    if prefixes := root.attrib.pop(_IGNORABLE, "").split():
        known = [prefix for prefix in prefixes if prefix in root.nsmap]
        root.attrib.update({_IGNORABLE: " ".join(known)} if known else {})
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
