"""What repeats on the pages of a PDF, the page numbers and the contents: set aside first."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from app.domain.takeover.original import SetAside, SetAsideKind
from app.formats.foreign.lines import Line

_EDGE = 3
"""Lines at the top and at the bottom of a page that may repeat."""
_LEAST_PAGES = 3
_LEAST_SHARE = 0.15
_ZONE = 0.14
"""The part of a page, at its top and at its bottom, where what repeats stands."""
_PAGE_NUMBER = re.compile(r"[-–— ]*(?:page\s*)?\d{1,3}(?:\s*(?:/|sur)\s*\d{1,3})?[-–— ]*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d{1,3}\s*$|(?:…\s?){2,}\s*\d{1,3}\s*$")
_NUMBERED = re.compile(r"\S.*?[\t ]\d{1,3}\s*$")
_CONTENTS = re.compile(
    r"\s*(?:\d[\d.]*\s*)?(?:sommaire|table des mati[eè]res|table des annexes)\s*", re.IGNORECASE
)
_LONG_KEY = 15
_WRAPPED = 2
"""Lines of a contents between two page numbers: a title of three lines."""

Pages = Sequence[tuple[float, list[Line]]]
"""The height of each page, and its lines outside tables."""


def take_repeated(pages: Pages) -> Iterator[SetAside]:
    """Take away from the pages what repeats at their edges, and yield it."""
    found: defaultdict[tuple[SetAsideKind, str], list[int]] = defaultdict(list)
    edges = [list(_edges(height, lines)) for height, lines in pages]
    for number, lines in enumerate(edges, start=1):
        for kind, line in lines:
            found[kind, _key(line)].append(number)
    least = max(_LEAST_PAGES, len(pages) * _LEAST_SHARE)
    said: dict[tuple[SetAsideKind, str], SetAside] = {}
    for number, lines in enumerate(edges, start=1):
        for kind, line in lines:
            key = (kind, _key(line))
            is_number = _PAGE_NUMBER.fullmatch(line.text) is not None
            if is_number or len(found[key]) >= least:
                pages[number - 1][1].remove(line)
                shown = SetAsideKind.PAGE_NUMBER if is_number else kind
                said.setdefault(key, SetAside(shown, number, line.text, len(found[key])))
    yield from said.values()


def _edges(height: float, lines: Sequence[Line]) -> Iterator[tuple[SetAsideKind, Line]]:
    high = [line for line in lines[:_EDGE] if line.bottom < height * _ZONE]
    yield from ((SetAsideKind.HEADER, line) for line in high)
    low = (line for line in lines[-_EDGE:] if line.top > height * (1 - _ZONE) and line not in high)
    yield from ((SetAsideKind.FOOTER, line) for line in low)


def _key(line: Line) -> str:
    return _DIGITS.sub("0", " ".join(line.text.split()).casefold())


def take_contents(pages: Pages) -> Iterator[SetAside]:
    """Take away from the pages the lines of the contents, and yield them.

    They end with a page number; under the title of the contents, they say again what headings say.
    """
    again = _Again(line.text for _, lines in pages for line in lines)
    within = False
    for number, (_, lines) in enumerate(pages, start=1):
        kept: list[Line] = []
        waiting: list[Line] = []
        for line in lines:
            text = line.text
            if _CONTENTS.fullmatch(text):
                within = True
                waiting.append(line)
            elif _LEADER.search(text) or (within and (_NUMBERED.fullmatch(text) or again.is_said(text))):
                yield from (SetAside(SetAsideKind.CONTENTS, number, one.text) for one in (*waiting, line))
                waiting = []
                within = True
            elif within and len(waiting) < _WRAPPED:
                waiting.append(line)
            else:
                kept += [*waiting, line]
                waiting, within = [], False
        lines[:] = kept + waiting
        # The contents go on with the next page where that one begins with them.
        within = within and not waiting


class _Again:
    """The lines of a file, to know those that are said twice: in the contents, and as headings."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._times = Counter(map(_letters, texts))
        self._long = [key for key in self._times if len(key) >= _LONG_KEY]

    def is_said(self, text: str) -> bool:
        """Return whether another line says the same, or begins so: a heading takes several lines."""
        key = _letters(text)
        if self._times[key] > 1:
            return bool(key)
        return any(key != other and key.startswith(other) for other in self._long)


def _letters(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalpha())
