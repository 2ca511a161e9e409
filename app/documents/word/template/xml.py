"""Foreign XML: how it is parsed, and how its numbers are read."""

import re

from lxml import etree

from app.documents.word.template.refusal import DAMAGED, DOCTYPE, NOT_UTF8, STRICT, TOO_LONG, Unusable
from app.formats import FileRefused, FileTooHeavy, parse_xml
from app.formats import xml_parts as refused_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
STRICT_NAMESPACE = "http://purl.oclc.org/ooxml/"
MOST_TAGS = 150_000
"""Opening and closing tags of all parts. A letterhead has a few thousand; so many take 2 s and 150 MB."""
MOST_ATTRIBUTES = 500_000
_LONGEST_TEXT = 10_000_000
"""Bytes of one text beyond which libxml2 gives up."""
LARGEST_NUMBER = 1_000_000_000
"""Word's limit is 2³¹ - 1; ours count on from the largest of a template."""
_REASONS = {refused_xml.DOCTYPE: DOCTYPE, refused_xml.ENCODING: NOT_UTF8}
_INTEGER = re.compile(r"-?[0-9]{1,10}")
_STRICT = f"boolean(//*[starts-with(namespace-uri(), '{STRICT_NAMESPACE}')]"
_STRICT += f" | //@*[starts-with(namespace-uri(), '{STRICT_NAMESPACE}')])"


class PackageXml:
    """Parses the parts of one package, within a number of tags and attributes for all of them."""

    def __init__(self) -> None:
        self._tags, self._attributes = MOST_TAGS, MOST_ATTRIBUTES

    def parse(self, content: bytes) -> etree._Element:
        """Return the root of a part, without its comments and processing instructions.

        Raises Unusable for what is no XML, declares a DTD, or is more than a template needs.
        """
        self._tags -= content.count(b"<")
        self._attributes -= content.count(b"=")
        if self._tags < 0 or self._attributes < 0:
            raise Unusable(TOO_LONG)
        try:
            root = parse_xml(content)
        except FileTooHeavy:
            raise Unusable(TOO_LONG) from None
        except FileRefused as refused:
            unread = TOO_LONG if len(content) > _LONGEST_TEXT else DAMAGED
            raise Unusable(_REASONS.get(str(refused), unread)) from None
        etree.strip_elements(root, etree.Comment, etree.PI, with_tail=False)
        if root.xpath(_STRICT):
            raise Unusable(STRICT)
        return root


def serialize(root: etree._Element) -> str:
    """Return the part as text, with its declaration."""
    return str(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True), "utf-8")


def read_number(value: str | None) -> int | None:
    """Return the integer of an attribute; None where it is absent, no integer, or larger than Word takes."""
    if value is None or not _INTEGER.fullmatch(value.strip()):
        return None
    number = int(value)
    return number if abs(number) <= LARGEST_NUMBER else None


def remove(element: etree._Element) -> None:
    """Remove an element; its tail goes with it, which is whitespace in a Word part."""
    parent = element.getparent()
    if parent is None:
        return
    # Leaves first: lxml takes a subtree of n elements out of its namespaces in n² steps.
    for inner in reversed(list(element.iterdescendants())):
        inner.getparent().remove(inner)
    parent.remove(element)


def unwrap(element: etree._Element) -> None:
    """Put the children of an element in its place."""
    if element.getparent() is not None:
        for child in list(element):
            element.addprevious(child)
        remove(element)
