"""Reads a redline back: what it says once everything is accepted or rejected, and its marks."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from lxml import etree

from app.documents.word import RenderOptions, write_draft
from app.documents.word.redline import Comparison, redline
from app.documents.word.redline.revisions import accept_all, reject_all, texts
from app.documents.word.redline.words import plain
from app.domain.draft import Draft
from tests.documents.word.reading import W, root, text_of

DAY = date(2026, 11, 23)
OPTIONS = RenderOptions(on=DAY, version=5)
SAID = "Version 3 du 2 novembre 2026 comparée à la version 5 du 23 novembre 2026."
COMPARISON = Comparison("Version 3 → 5", DAY, SAID)


@dataclass(frozen=True)
class Mark:
    """A mark: of a run (its words), of the end of a paragraph or of a row of a table (no words)."""

    kind: str
    words: str
    author: str
    date: str
    id: str


def compare(before: Draft, after: Draft, options: RenderOptions = OPTIONS) -> bytes:
    return redline(before, after, options, COMPARISON)


def marks(content: bytes) -> list[Mark]:
    return [
        Mark(
            mark.tag.removeprefix(W),
            "".join(texts(_within_a_paragraph(mark))),
            *(mark.get(f"{W}{name}") for name in ("author", "date", "id")),
        )
        for mark in root(content).iter(f"{W}ins", f"{W}del")
    ]


def _within_a_paragraph(mark: etree._Element) -> etree._Element:
    paragraph = etree.Element(f"{W}p")
    paragraph.extend(etree.fromstring(etree.tostring(node)) for node in mark)
    return paragraph


def changed_words(content: bytes) -> list[tuple[str, str]]:
    """The words of each mark that has any."""
    return [(mark.kind, mark.words) for mark in marks(content) if mark.words]


def changed_paragraphs(content: bytes) -> list[str]:
    """What each paragraph with a mark in it says, gone and come together."""
    found = []
    for paragraph in root(content).iter(f"{W}p"):
        if next(paragraph.iter(f"{W}ins", f"{W}del"), None) is not None:
            found += texts(paragraph)
    return found


def accepted(content: bytes) -> list[str]:
    return _resolved(content, accept_all)


def rejected(content: bytes) -> list[str]:
    return _resolved(content, reject_all)


def _resolved(content: bytes, resolve: Callable[[etree._Element], None]) -> list[str]:
    document = root(content)
    resolve(document)
    return said(document)


def drafted(draft: Draft, options: RenderOptions = OPTIONS) -> list[str]:
    """What the contract of a version says."""
    return said(root(write_draft(draft, replace(options, data=False))))


def said(document: etree._Element) -> list[str]:
    """What each paragraph says, but for the contents, the line about the comparison, and numbers."""
    return [
        re.sub(r"\d+", "0", plain(text_of(paragraph)))
        for paragraph in document.iter(f"{W}p")
        if not _style(paragraph).startswith("TOC") and plain(SAID) not in plain(text_of(paragraph))
    ]


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(f"{W}val"))


def with_the_reasons_of(before: Draft, after: Draft) -> Draft:
    """The version before with the reasons of the one after, which the application writes."""
    reasons = {entry.commitment.id: entry.because for entry in after.entries()}
    sections = (
        replace(
            section,
            entries=tuple(
                replace(entry, because=reasons.get(entry.commitment.id, entry.because))
                for entry in section.entries
            ),
        )
        for section in before.sections
    )
    return replace(before, sections=tuple(sections))
