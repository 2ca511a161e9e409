"""The styles of a file by what they do: LibreOffice renames their ids, not their names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from app.formats.returned.package import Package, is_on
from app.formats.xml_parts import W

_HEADING = re.compile(r"(?:heading|titre) ?(\d)", re.IGNORECASE)
_BULLETS = re.compile(r"(?:list bullet|liste à puces)(?: \d)?", re.IGNORECASE)
_NUMBERS = re.compile(r"(?:list number|liste à numéros)(?: \d)?", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"place ?holder|texte de l.espace réservé", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|contents|table des matières|sommaire) ?(?:\d|heading)", re.IGNORECASE)
_STYLE, _VALUE = f"{W}rStyle", f"{W}val"
BULLET, NUMBER = "- ", "1. "
"""How the application notes the items of a list."""


@dataclass(frozen=True, slots=True)
class Styles:
    """By their ids: the levels of headings, the notation of items, the styles of bold and of italic words."""

    levels: Mapping[str, int]
    items: Mapping[str, str]
    bold: frozenset[str]
    italic: frozenset[str]
    numbered: frozenset[str]
    """The lists of the file that bear numbers and not bullets."""
    contents: frozenset[str]
    """The styles of the table of contents, which Word makes anew."""

    def item(self, style: str, properties: etree._Element) -> str:
        """Return the notation before a paragraph, empty where it is no item of a list."""
        number = properties.find(f"{W}numPr/{W}numId")
        if number is None:
            return self.items.get(style, "")
        name = number.get(f"{W}val", "")
        if name == "0":
            return ""
        return NUMBER if name in self.numbered else BULLET

    def is_bold(self, properties: etree._Element | None) -> bool:
        """Whether a run is bold by itself, and not by the style of its paragraph."""
        return _has(properties, "b", self.bold)

    def is_italic(self, properties: etree._Element | None) -> bool:
        """Whether a run is italic by itself."""
        return _has(properties, "i", self.italic)


def _has(properties: etree._Element | None, name: str, styles: frozenset[str]) -> bool:
    if properties is None or not len(properties):
        return False
    if properties.find(f"{W}{name}") is not None:
        return is_on(properties, name)
    style = properties.find(_STYLE)
    return style is not None and style.get(_VALUE) in styles


def styles_of(package: Package) -> Styles:
    """Return what the styles of a file do."""
    levels = {f"Heading{level}": level for level in range(1, 10)}
    items = {"ListBullet": BULLET, "ListNumber": NUMBER}
    bold, italic, contents = set(), set(), {"TOCHeading", *(f"TOC{level}" for level in range(1, 10))}
    root = package.part("styles")
    for style in () if root is None else root.iter(f"{W}style"):
        found = style.find(f"{W}name")
        name, own = "" if found is None else found.get(f"{W}val", ""), style.get(f"{W}styleId", "")
        if _CONTENTS.fullmatch(name):
            contents.add(own)
        if heading := _HEADING.fullmatch(name):
            levels[own] = int(heading[1])
        if _BULLETS.fullmatch(name) or _NUMBERS.fullmatch(name):
            items[own] = BULLET if _BULLETS.fullmatch(name) else NUMBER
        # Some tools leave the style of « [à compléter] » to what is typed in its place.
        if style.get(f"{W}type") == "character" and not _PLACEHOLDER.match(name):
            bold |= {own} if is_on(style.find(f"{W}rPr"), "b") else set()
            italic |= {own} if is_on(style.find(f"{W}rPr"), "i") else set()
    numbered = _numbered(package.part("numbering"))
    return Styles(levels, items, frozenset(bold), frozenset(italic), numbered, frozenset(contents))


def _numbered(root: etree._Element | None) -> frozenset[str]:
    if root is None:
        return frozenset()
    kinds = {
        one.get(f"{W}abstractNumId", ""): one.find(f"{W}lvl/{W}numFmt")
        for one in root.iter(f"{W}abstractNum")
    }
    numbered = set()
    for one in root.iter(f"{W}num"):
        link = one.find(f"{W}abstractNumId")
        kind = None if link is None else kinds.get(link.get(f"{W}val", ""))
        if kind is not None and kind.get(f"{W}val") not in {"bullet", "none"}:
            numbered.add(one.get(f"{W}numId", ""))
    return frozenset(numbered)
