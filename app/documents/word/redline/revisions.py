"""What a text with tracked changes says once all of them are accepted, or all of them are rejected.

ECMA-376 part 1, 17.13.5: insertions and deletions of runs, of the marks of paragraphs and of rows of tables;
moves are one of each.
"""

from collections.abc import Collection, Mapping, Sequence

from lxml import etree

from app.documents.word.ooxml import NOTHING
from app.formats.xml_parts import W

COMES = (f"{W}ins", f"{W}moveTo")
GOES = (f"{W}del", f"{W}moveFrom")
P, RUN, TABLE, ROW, CELL = (f"{W}{name}" for name in ("p", "r", "tbl", "tr", "tc"))
TEXT, DELETED_TEXT, BREAK, TAB = (f"{W}{name}" for name in ("t", "delText", "br", "tab"))
CONTROL, CONTENT = f"{W}sdt", f"{W}sdtContent"
PARAGRAPH_PROPERTIES, RUN_PROPERTIES, ROW_PROPERTIES = (f"{W}{name}" for name in ("pPr", "rPr", "trPr"))
_OF_MARKS = (RUN_PROPERTIES, ROW_PROPERTIES)


def new_element(name: str, attributes: Mapping[str, str] | None = None) -> etree._Element:
    """Return an element of a Word file that stands nowhere yet."""
    return etree.Element(name, dict(attributes or {}), nsmap={"w": W[1:-1]})


def accept_all(root: etree._Element) -> None:
    """Make each insertion text and take each deletion away."""
    _resolve(root, kept=COMES, gone=GOES)


def reject_all(root: etree._Element) -> None:
    """Take each insertion away and make each deletion text again."""
    _resolve(root, kept=GOES, gone=COMES)


def texts(root: etree._Element) -> list[str]:
    """Return what each paragraph shows, tracked or not: a line feed for a break, a tabulation for a tab."""
    return [_text(paragraph) for paragraph in root.iter(P)]


_SHOWN = {BREAK: "\n", TAB: "\t"}


def _text(paragraph: etree._Element) -> str:
    pieces = []
    for node in paragraph.iter(TEXT, DELETED_TEXT, BREAK, TAB):
        if node.getparent().tag == RUN:  # a tabulation of the properties shows nothing
            pieces.append(_SHOWN.get(node.tag) or node.text or NOTHING)
    return "".join(pieces)


def _resolve(root: etree._Element, kept: Collection[str], gone: Collection[str]) -> None:
    _resolve_rows(root, kept, gone)
    for mark in list(root.iter(*gone)):
        if mark.getparent().tag not in _OF_MARKS:
            mark.getparent().remove(mark)
    for mark in list(root.iter(*kept)):
        if mark.getparent().tag not in _OF_MARKS:
            _unwrap(mark)
    for text in root.iter(DELETED_TEXT):
        text.tag = TEXT
    for paragraph in list(root.iter(P)):
        _resolve_end(paragraph, kept, gone)
    for control in list(root.iter(CONTROL)):
        if not len(control.find(CONTENT)):
            control.getparent().remove(control)


def _resolve_rows(root: etree._Element, kept: Collection[str], gone: Collection[str]) -> None:
    for row in list(root.iter(ROW)):
        for mark in row.findall(f"{ROW_PROPERTIES}/*"):
            if mark.tag in gone:
                row.getparent().remove(row)
            elif mark.tag in kept:
                mark.getparent().remove(mark)
    for table in list(root.iter(TABLE)):
        if table.find(ROW) is None:
            table.getparent().remove(table)


def _unwrap(mark: etree._Element) -> None:
    for node in list(mark):
        mark.addprevious(node)
    mark.getparent().remove(mark)


def _resolve_end(paragraph: etree._Element, kept: Collection[str], gone: Collection[str]) -> None:
    """Join a paragraph whose end goes with the next one; a table has no words to join."""
    for mark in paragraph.findall(f"{PARAGRAPH_PROPERTIES}/{RUN_PROPERTIES}/*"):
        if mark.tag in kept:
            mark.getparent().remove(mark)
        elif mark.tag in gone:
            mark.getparent().remove(mark)
            following = _following(paragraph)
            if following is not None:
                _join(paragraph, following)
            elif not _text(paragraph):
                paragraph.getparent().remove(paragraph)


def _following(paragraph: etree._Element) -> etree._Element | None:
    """Return the paragraph that comes next, in a control or after it; None before a table or an end."""
    node = paragraph
    while node.getnext() is None and node.getparent().tag == CONTENT:
        node = node.getparent().getparent()
    following = node.getnext()
    if following is not None and following.tag == CONTROL:
        following = following.find(f"{CONTENT}/{P}")
    return following if following is not None and following.tag == P else None


def _join(paragraph: etree._Element, following: etree._Element) -> None:
    words: Sequence[etree._Element] = [node for node in paragraph if node.tag != PARAGRAPH_PROPERTIES]
    first = 1 if following.find(PARAGRAPH_PROPERTIES) is not None else 0
    following[first:first] = words
    paragraph.getparent().remove(paragraph)
