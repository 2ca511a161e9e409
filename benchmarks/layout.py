"""How the pages of a document are filled, and what its text repeats: measured on the files themselves."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from app.formats.xml_parts import W

POINTS = 72
DOTS = 72
"""Pixels an inch of the pictures of pages: one pixel is one point."""

LINE = 14
"""Points from one line of the body to the next: 10.5 points, and the leading of Word."""

BLANK_RUN = 3 * LINE
"""Points: a height without any mark counts as blank where it is more than three lines."""

_MARKED = 200
"""The grey (of 255) under which a pixel is a mark; tints of cells and of letterheads are lighter."""

HEADINGS = ("Heading1", "Heading2", "Heading3", "AnnexHeading", "PlainHeading")
"""The styles of headings, those of the chapters and of what stands outside them included."""

CHAPTERS = ("Heading1", "AnnexHeading", "PlainHeading")
_PGM = re.compile(rb"P5\s+(\d+)\s+(\d+)\s+255\s")
_TWIPS = 20
"""Twentieths of a point."""


@dataclass(frozen=True, slots=True)
class Title:
    """A heading of the Word file: its style, its text, and its page in the PDF where that is known."""

    style: str
    text: str
    page: int | None


def blank_shares(pdf: Path, margins: tuple[float, float], folder: Path) -> list[float]:
    """Return of each page the share of its body that is blank.

    The page is drawn at one pixel a point. The body is the height between the margins (points, from the top
    and from the bottom). A run of rows without any mark counts, whole, where it is higher than three lines.
    """
    command = ["pdftoppm", "-gray", "-r", str(DOTS), str(pdf), str(folder / "page")]
    subprocess.run(command, check=True, capture_output=True)
    return [_blank_share(page.read_bytes(), margins) for page in sorted(folder.glob("page-*.pgm"))]


def _blank_share(picture: bytes, margins: tuple[float, float]) -> float:
    head = _PGM.match(picture)
    assert head is not None, "pdftoppm writes binary grey pictures"
    width, height = int(head[1]), int(head[2])
    top, bottom = round(margins[0]), height - round(margins[1])
    pixels = memoryview(picture)[head.end() :]
    rows = (min(pixels[row * width : (row + 1) * width]) < _MARKED for row in range(top, bottom))
    return sum(run for run in _runs_without(rows) if run > BLANK_RUN) / (bottom - top)


def _runs_without(marked: Iterable[bool]) -> Iterator[int]:
    """Yield the height of each run of rows without a mark."""
    run = 0
    for mark in marked:
        if mark:
            yield run
        run = 0 if mark else run + 1
    yield run


def margins_of(document: etree._Element) -> list[tuple[float, float, float, float]]:
    """Return the margins of each section, in points: top, bottom, left, right."""

    def of(margin: etree._Element, side: str) -> float:
        return int(margin.get(f"{W}{side}")) / _TWIPS

    return [
        (of(margin, "top"), of(margin, "bottom"), of(margin, "left"), of(margin, "right"))
        for margin in document.iter(f"{W}pgMar")
    ]


def titles_of(document: etree._Element, pages: Mapping[str, int]) -> list[Title]:
    """Return the headings of the document, in its order; `pages` by bookmark."""
    found = []
    for paragraph in document.iter(f"{W}p"):
        style = style_of(paragraph)
        if style in HEADINGS:
            marks = [mark.get(f"{W}name") for mark in paragraph.iter(f"{W}bookmarkStart")]
            known = [pages[mark] for mark in marks if mark in pages]
            found.append(Title(style, text_of(paragraph), min(known, default=None)))
    return found


def style_of(paragraph: etree._Element) -> str:
    """Return the id of the style of a paragraph; empty where it names none."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(f"{W}val"))


def text_of(element: etree._Element) -> str:
    """Return what a reader sees of it: a space for each line break and each tab."""
    texts = (
        (node.text or "") if node.tag == f"{W}t" else " "
        for node in element.iter(f"{W}t", f"{W}br", f"{W}tab")
        if node.tag == f"{W}t" or node.getparent().tag == f"{W}r"
    )
    return "".join(texts)


def pages_apart(titles: Sequence[Title], last: int, quartiers: Iterable[str]) -> set[int]:
    """Return the pages that are not counted: those of the signatures, and of a chapter of a quartier.

    They go from the page of its heading to the page before that of the next heading of its rank or above; a
    page that holds something else as well is counted.
    """
    names = tuple(quartiers)
    apart: set[int] = set()
    for rank, title in enumerate(titles):
        if title.page is None or not (_signs(title) or any(name in title.text for name in names)):
            continue
        following = (one for one in titles[rank + 1 :] if _is_as_high(one, title) and one.page)
        end = next((one.page for one in following), last + 1)
        apart |= set(range(title.page, end or last + 1))
    return apart


def _signs(title: Title) -> bool:
    return title.style in CHAPTERS and title.text.strip().lower().startswith("signature")


def _is_as_high(one: Title, other: Title) -> bool:
    return _level(one) <= _level(other)


def _level(title: Title) -> int:
    return 1 if title.style in CHAPTERS else int(title.style[-1])


_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")


def distinct_share(titles: Sequence[Title]) -> float:
    """Return how many different headings there are for one heading, numbers left aside."""
    texts = list(map(_without_numbers, titles))
    return len(set(texts)) / len(texts) if texts else 1.0


def _without_numbers(title: Title) -> str:
    return " ".join(_NUMBERS.sub("", title.text).split())


def repeated(titles: Sequence[Title]) -> list[str]:
    """Return the headings that stand more than once, numbers left aside, each with how often."""
    count = Counter(map(_without_numbers, titles))
    return [f"{text} ({times} ×)" for text, times in count.most_common() if times > 1]
