"""The marks of tracked changes: who, when, and a number of its own for each."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from itertools import count

from lxml import etree

from app.documents.word.redline.revisions import (
    PARAGRAPH_PROPERTIES,
    ROW_PROPERTIES,
    RUN_PROPERTIES,
    P,
    new_element,
)
from app.domain.text import truncate
from app.formats.xml_parts import W

LONGEST_AUTHOR = 255
"""Characters of the name of an author that Word keeps."""
_FIRST = 1_000_000
"""Comments, bookmarks and marks share their numbers: those of a draft are far below."""


class Change(StrEnum):
    """A kind of mark; its value is its element."""

    INSERTION = "ins"
    DELETION = "del"


_MARKS = tuple(f"{W}{change}" for change in Change)


class Marks:
    """Makes the marks of one document: all of one author, on one day."""

    def __init__(self, author: str, on: date) -> None:
        self._author = truncate(author, LONGEST_AUTHOR)
        self._on, self._on_whole = f"{on}T00:00:00Z", f"{on}T00:05:00Z"
        self._numbers: Iterator[int] = count(_FIRST)

    def mark(self, change: Change) -> etree._Element:
        """Return a mark, to stand around runs or in the properties of what it is about."""
        said = {"id": str(next(self._numbers)), "author": self._author, "date": self._on}
        return new_element(f"{W}{change}", {f"{W}{name}": value for name, value in said.items()})

    def mark_end(self, paragraph: etree._Element, change: Change) -> None:
        """Mark the end of a paragraph, and its words as of a few minutes later.

        LibreOffice takes marks of one author within a minute for one: it would join this paragraph to the
        words that come at the end of the one before, and reject the end of that one with them.
        """
        properties = _first(paragraph, PARAGRAPH_PROPERTIES)
        of_end = properties.find(RUN_PROPERTIES)
        if of_end is None:
            of_end = etree.SubElement(properties, RUN_PROPERTIES)
        of_end.insert(0, self.mark(change))
        for mark in paragraph.iter(*_MARKS):
            mark.set(f"{W}date", self._on_whole)

    def mark_row(self, row: etree._Element, change: Change) -> None:
        """Mark a row of a table."""
        _first(row, ROW_PROPERTIES).append(self.mark(change))


def _first(element: etree._Element, name: str) -> etree._Element:
    properties = element.find(name)
    if properties is None:
        properties = new_element(name)
        element.insert(0, properties)
    return properties


def is_changed(element: etree._Element) -> bool:
    """Whether there is a mark in it."""
    return next(element.iter(*_MARKS), None) is not None


def paragraphs_of(element: etree._Element) -> list[etree._Element]:
    """Return the paragraphs in it, itself if it is one."""
    return list(element.iter(P))
