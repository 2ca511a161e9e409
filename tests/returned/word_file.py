"""A Word file open for editing: its parts as trees, and where things stand in its body."""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from app.formats.xml_parts import W

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_HEADING = re.compile(r"(?:Heading|Titre)([123])$")


class WordFile:
    """The parts of a file by their names, the trees of those that were asked for."""

    def __init__(self, content: bytes) -> None:
        with ZipFile(BytesIO(content)) as archive:
            self.parts = {one.filename: archive.read(one) for one in archive.infolist()}
        self._trees: dict[str, etree._Element] = {}

    def tree(self, name: str) -> etree._Element:
        """Return a part as a tree; what is done to it is saved."""
        if name not in self._trees:
            self._trees[name] = etree.fromstring(self.parts[name])
        return self._trees[name]

    @property
    def body(self) -> etree._Element:
        body = self.tree("word/document.xml").find(f"{W}body")
        assert body is not None
        return body

    def save(self) -> bytes:
        """Return the file."""
        made = BytesIO()
        with ZipFile(made, "w", ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, _bytes(self._trees[name]) if name in self._trees else content)
        return made.getvalue()

    def control(self, tag: str) -> etree._Element:
        """Return the control that bears a tag."""
        for found in self.body.iter(f"{W}tag"):
            if found.get(f"{W}val") == tag:
                return _parent(_parent(found))
        raise AssertionError(f"no control {tag}")

    def paragraph(self, words: str, within: list[etree._Element] | None = None) -> etree._Element:
        """Return the first paragraph that says some words, outside the contents."""
        for root in [self.body] if within is None else within:
            for one in root.iter(f"{W}p"):
                if plain(words) in plain(text_of(one)) and not _is_in_contents(one):
                    return one
        raise AssertionError(f"no paragraph says {words!r}")

    def clause(self, clause: str) -> list[etree._Element]:
        """Return what a clause is made of: its heading and what follows, or its row of a table."""
        place = self.control(clause)
        while _parent(place) is not self.body and not is_row_of_clauses(place):
            place = _parent(place)
        if place.tag == f"{W}tr":
            return [place]
        found = [place]
        while not _level(found[0]):
            found.insert(0, found[0].getprevious())
        while (after := found[-1].getnext()) is not None and not _level(after) and after.tag != f"{W}sectPr":
            found.append(after)
        return found

    def heading(self, clause: str) -> etree._Element:
        """Return the first paragraph of a clause."""
        return next(iter_paragraphs(self.clause(clause)))


def iter_paragraphs(elements: list[etree._Element]) -> Iterator[etree._Element]:
    """Yield the paragraphs of some elements."""
    for one in elements:
        yield from one.iter(f"{W}p")


def text_of(element: etree._Element) -> str:
    """Return the text of an element, what is deleted in it left out."""
    return "".join(one.text or "" for one in element.iter(f"{W}t"))


def plain(text: str) -> str:
    """Return a text with spaces that break, character by character."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def is_row_of_clauses(element: etree._Element) -> bool:
    """Whether an element is a row of a table of clauses."""
    if element.tag != f"{W}tr":
        return False
    first = next(element.iterancestors(f"{W}tbl")).find(f".//{W}tc")
    return first is not None and text_of(first) == "N°"


def _is_in_contents(element: etree._Element) -> bool:
    return any(one.find(f"{W}sdtPr/{W}docPartObj") is not None for one in element.iterancestors(f"{W}sdt"))


def _level(element: etree._Element) -> int:
    style = element.find(f"{W}pPr/{W}pStyle")
    found = None if style is None else _HEADING.match(style.get(f"{W}val", ""))
    return int(found[1]) if found else 0


def _bytes(tree: etree._Element) -> bytes:
    made: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
