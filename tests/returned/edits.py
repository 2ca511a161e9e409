"""Edits in Word's own markup: tracked under somebody's name, or typed over."""

from copy import deepcopy
from dataclasses import dataclass
from itertools import count

from lxml import etree

from app.formats.xml_parts import W
from tests.returned.word_file import XML_SPACE, WordFile, plain, text_of

_IDS = count(90_000)


@dataclass(frozen=True, slots=True)
class By:
    """Who tracks a change, and when."""

    author: str
    date: str

    def mark(self, name: str) -> etree._Element:
        """Return the element of a tracked change: ins, del, moveFrom, moveTo."""
        element = etree.Element(f"{W}{name}")
        element.set(f"{W}id", str(next(_IDS)))
        element.set(f"{W}author", self.author)
        element.set(f"{W}date", self.date)
        return element


CAF = By("CAF", "2026-12-03T09:12:00Z")
PREFECTURE = By("Préfecture", "2026-12-04T14:30:00Z")


def run(text: str, properties: etree._Element | None = None, *, bold: bool = False) -> etree._Element:
    """Return a run; lines are parted by breaks."""
    made = etree.Element(f"{W}r")
    if properties is not None:
        made.append(deepcopy(properties))
    elif bold:
        etree.SubElement(etree.SubElement(made, f"{W}rPr"), f"{W}b")
    for at, line in enumerate(text.split("\n")):
        if at:
            etree.SubElement(made, f"{W}br")
        words = etree.SubElement(made, f"{W}t")
        words.text = line
        words.set(XML_SPACE, "preserve")
    return made


def inserted(text: str, by: By | None, properties: etree._Element | None = None) -> etree._Element:
    """Return a run, in a tracked insertion where somebody tracks it."""
    made = run(text, properties)
    if by is None:
        return made
    mark = by.mark("ins")
    mark.append(made)
    return mark


def retype(paragraph: etree._Element, old: str, new: str, by: By | None = None) -> None:
    """Put other words in the place of some words of a paragraph, be they in several runs."""
    start = plain(text_of(paragraph)).index(plain(old))
    runs = _cut_out(paragraph, start, start + len(old))
    place = runs[0]
    if new:
        place.addprevious(inserted(new, by, place.find(f"{W}rPr")))
    for one in runs:
        strike(one, by)


def strike(one: etree._Element, by: By | None) -> None:
    """Delete a run."""
    if by is None:
        one.getparent().remove(one)
        return
    mark = by.mark("del")
    one.addprevious(mark)
    mark.append(one)
    for words in list(one.iter(f"{W}t")):
        words.tag = f"{W}delText"


def append(paragraph: etree._Element, text: str, by: By | None = None) -> None:
    """Type at the end of a paragraph, after all its controls."""
    paragraph.append(inserted(text, by))


def fill(file: WordFile, tag: str, text: str, by: By | None = None) -> None:
    """Type in an empty place: Word takes « [à compléter] » away, tracked or not."""
    control = file.control(tag)
    content = control.find(f"{W}sdtContent")
    shown = control.find(f"{W}sdtPr/{W}showingPlcHdr")
    if shown is not None:
        shown.getparent().remove(shown)
    paragraph = content.find(f"{W}p")
    holder = content if paragraph is None else paragraph
    for one in list(holder):
        if one.tag != f"{W}pPr":
            holder.remove(one)
    holder.append(inserted(text, by))


def empty(file: WordFile, tag: str, by: By | None = None) -> None:
    """Delete all that a control says."""
    for one in list(file.control(tag).find(f"{W}sdtContent").iter(f"{W}r")):
        strike(one, by)


def paragraph(text: str, by: By | None = None, style: str = "", *, item: bool = False) -> etree._Element:
    """Return a new paragraph."""
    made = etree.Element(f"{W}p")
    properties = etree.SubElement(made, f"{W}pPr")
    if style:
        etree.SubElement(properties, f"{W}pStyle").set(f"{W}val", style)
    if item:
        numbers = etree.SubElement(properties, f"{W}numPr")
        etree.SubElement(numbers, f"{W}ilvl").set(f"{W}val", "0")
        etree.SubElement(numbers, f"{W}numId").set(f"{W}val", "1")
    if by is not None:
        etree.SubElement(properties, f"{W}rPr").append(by.mark("ins"))
    made.append(inserted(text, by))
    return made


def strike_paragraph(one: etree._Element, by: By | None) -> None:
    """Delete a whole paragraph, its mark too."""
    if by is None:
        one.getparent().remove(one)
        return
    for each in list(one.iter(f"{W}r")):
        strike(each, by)
    strike_mark(one, by)


def strike_mark(one: etree._Element, by: By) -> None:
    """Delete the mark of a paragraph: its words join those of the next."""
    properties = one.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        one.insert(0, properties)
    etree.SubElement(properties, f"{W}rPr").append(by.mark("del"))


def move(elements: list[etree._Element], before: etree._Element, by: By | None) -> None:
    """Move some elements before another; with tracking, both places are kept."""
    for one in elements:
        if by is None:
            before.addprevious(one)
            continue
        copy = deepcopy(one)
        before.addprevious(copy)
        _mark_runs(copy, by, "moveTo", "ins")
        _mark_runs(one, by, "moveFrom", "del")


def strike_elements(elements: list[etree._Element], by: By | None) -> None:
    """Delete some paragraphs and tables; with tracking, rows and runs are marked."""
    for one in elements:
        if by is None:
            one.getparent().remove(one)
        else:
            _mark_runs(one, by, "del", "del")


def _mark_runs(element: etree._Element, by: By, name: str, row_name: str) -> None:
    for row in element.iter(f"{W}tr"):
        properties = row.find(f"{W}trPr")
        if properties is None:
            properties = etree.Element(f"{W}trPr")
            row.insert(0, properties)
        properties.append(by.mark(row_name))
    for one in list(element.iter(f"{W}r")):
        mark = by.mark(name)
        one.addprevious(mark)
        mark.append(one)
        if name == "del":
            for words in list(one.iter(f"{W}t")):
                words.tag = f"{W}delText"
    for one in element.iter(f"{W}p"):
        properties = one.find(f"{W}pPr")
        if properties is not None:
            etree.SubElement(properties, f"{W}rPr").append(by.mark(row_name))


def _cut_out(paragraph: etree._Element, start: int, end: int) -> list[etree._Element]:
    """Return the runs that hold just these characters of a paragraph, cut at both ends."""
    found, at = [], 0
    for words in list(paragraph.iter(f"{W}t")):
        text = words.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if first >= last:
            continue
        one = words.getparent()
        properties = one.find(f"{W}rPr")
        if len(one.findall(f"{W}t")) > 1 or one.find(f"{W}br") is not None:
            raise AssertionError("this run holds several texts")
        if text[:first]:
            one.addprevious(run(text[:first], properties))
        if text[last:]:
            one.addnext(run(text[last:], properties))
        words.text = text[first:last]
        words.set(XML_SPACE, "preserve")
        found.append(one)
    return found
