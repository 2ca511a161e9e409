"""The words of a page as lines, and lines as paragraphs. Lengths are in points, from the top left corner."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from app.domain.takeover.labels import bare, field_of

_TAB = 1.6
"""A gap of so many sizes of type is a tabulation."""
_GLUED = 0.1
_SAME_LINE = 0.5
_NEW_PARAGRAPH = 1.75
"""A line so many sizes below the one before begins a paragraph."""
_INDENT = 3.0
_ITEM = re.compile(r"\s*(?:[•●▪■◼◦○–—\-*✓➢►▶→\uf0b7\uf0a7\uf0d8\uf0fc]|\(?\d{1,2}[.)]|[a-z]\))[\s\t]+\S")
BULLET = re.compile(r"\s*[•●▪■◼◦○–—\-*✓➢►▶→\uf0b7\uf0a7\uf0d8\uf0fc][\s\t]+")
_NEVER_ALONE = 1
"""Characters of a sign that a no-break space holds to what is before it."""
_THOUSANDS = re.compile(r"\d{3}")
_ENDS = (".", ":", ";", "!", "?", "…")

_CAPITALS = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ý’' /&()-]{6,}:?")
"""A line in capitals that is no acronym: it is a label above what it names."""
_LONGEST_NAME = 40
_SENTENCE = ".,;:!?"
_LINKS = frozenset(
    ["de", "du", "des", "d", "la", "le", "les", "l", "et", "en", "à", "au", "aux", "pour", "par", "sur"]
)

Joins = Callable[[str, str], bool]
"""Whether two halves around a hyphen at the end of a line are one word without it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page and its box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one line of text, from the left."""

    words: tuple[Word, ...]

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(word.right for word in self.words)

    @property
    def top(self) -> float:
        """The top of its tallest word."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """The bottom of its lowest word."""
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        """The size of type of most of it."""
        return median(word.size for word in self.words)

    @property
    def is_bold(self) -> bool:
        """Whether every word of it is bold."""
        return all(word.bold for word in self.words)

    @property
    def text(self) -> str:
        """Its words; a wide gap is a tabulation."""
        said = [self.words[0].text]
        for before, word in zip(self.words, self.words[1:], strict=False):
            gap = word.left - before.right
            if gap < word.size * _GLUED and word.size != before.size:
                said.append(word.text)  # « 1er »
            else:
                said.append(("\t" if gap > word.size * _TAB else " ") + word.text)
        return "".join(said)

    @property
    def strong(self) -> int:
        """How many of the characters of its text are bold before the first that is not."""
        length = 0
        for word in self.words:
            if not word.bold:
                break
            length += len(word.text) + 1
        return min(length, len(self.text))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some lines that are read as one, without the hyphens that they were broken by."""

    text: str
    strong: int
    top: float
    bottom: float
    left: float
    size: float
    is_item: bool
    fills: bool
    """Whether its last line reaches the right side: it may go on elsewhere."""
    breaks: tuple[int, ...] = ()
    """The characters with which its further lines begin."""


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Return the lines of some words, from the top; a superscript is on the line of its word."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.left)):
        row = next((one for one in reversed(rows[-3:]) if _is_on(word, one)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return [Line(tuple(sorted(row, key=lambda word: word.left))) for row in rows]


def _is_on(word: Word, row: Sequence[Word]) -> bool:
    tallest = max(row, key=lambda one: one.size)
    common = min(word.bottom, tallest.bottom) - max(word.top, tallest.top)
    return common > min(word.size, tallest.size) * _SAME_LINE


def paragraphs_of(lines: Sequence[Line], right: float, joins: Joins) -> list[Paragraph]:
    """Return the paragraphs of the lines of one column or cell, whose right side is `right`."""
    groups: list[list[Line]] = []
    is_list = _is_list(lines, right)
    for line in lines:
        if groups and _goes_on(groups[-1], line, right) and not (is_list and _begins(groups[-1][-1], line)):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_paragraph(group, right, joins) for group in groups]


def _is_list(lines: Sequence[Line], right: float) -> bool:
    """Return whether some short lines are names one under another: one at least ends before it is full."""
    if any(len(line.text) > _LONGEST_NAME or set(line.text) & set(_SENTENCE) for line in lines):
        return False
    return any(not _is_full(before, line, right) for before, line in pairwise(lines))


def _begins(before: Line, line: Line) -> bool:
    """Return whether a line of a list begins a name."""
    last = before.words[-1].text
    return (
        line.text[:1].isupper() and last.casefold() not in _LINKS and not last.endswith(("’", "'", "-", "–"))
    )


def _goes_on(group: Sequence[Line], line: Line, right: float) -> bool:
    """Return whether a line belongs to the paragraph of those before: full, and like it."""
    before = group[-1]
    if line.top - before.top > before.size * _NEW_PARAGRAPH or abs(line.size - before.size) > 1.0:
        return False
    if _ITEM.match(line.text) and line.left <= before.left + _INDENT:
        return False
    if bool(_CAPITALS.fullmatch(before.text)) != bool(_CAPITALS.fullmatch(line.text)):
        return False
    if _begins_label(before, line) or _ends_bold(group, line) or _is_label(before, line):
        return False
    if _ITEM.match(group[0].text) and line.left < group[0].left - _INDENT:
        return False
    return _is_full(before, line, right)


def _begins_label(before: Line, line: Line) -> bool:
    """Return whether a label in bold begins or ends between two lines."""
    if before.is_bold != line.is_bold and before.text.rstrip().endswith(":"):
        return True
    return line.words[0].bold and not before.words[-1].bold and ":" in line.text


def _is_label(before: Line, line: Line) -> bool:
    """Return whether a line is a label, whatever room the line before had."""
    last = before.words[-1].text.casefold()
    return line.text[:1].isupper() and last not in _LINKS and bool(field_of(bare(line.text)))


def _ends_bold(group: Sequence[Line], line: Line) -> bool:
    """Return whether a text follows its title in bold."""
    plain = not any(word.bold for word in line.words)
    return plain and line.text[:1].isupper() and all(one.is_bold for one in group)


def _is_full(before: Line, line: Line, right: float) -> bool:
    """Return whether the first word of a line had no room at the end of the one before."""
    first = line.words[0].right
    for word in line.words[1:4]:
        if len(word.text) > _NEVER_ALONE and not _THOUSANDS.fullmatch(word.text):
            break
        first = word.right  # « 100 % » is not broken
    return before.right + (first - line.left) + before.size * 0.25 > right - 2.0


def _paragraph(lines: Sequence[Line], right: float, joins: Joins) -> Paragraph:
    text, strong, all_bold = lines[0].text, lines[0].strong, lines[0].is_bold
    breaks: list[int] = []
    for line in lines[1:]:
        text, cut = join_lines(text, line.text, joins)
        breaks.append(cut)
        if all_bold:
            strong = cut + line.strong
            all_bold = line.is_bold
    strong = len(text) if all_bold else min(strong, len(text))
    bullet = BULLET.match(text)
    if bullet:
        text, strong = text[bullet.end() :], max(strong - bullet.end(), 0)
        breaks = [cut - bullet.end() for cut in breaks]
    last = lines[-1]
    return Paragraph(
        text,
        strong,
        lines[0].top,
        last.bottom,
        lines[0].left,
        median(line.size for line in lines),
        bool(bullet),
        last.right > right - last.size * 6,
        tuple(breaks),
    )


def join_lines(text: str, more: str, joins: Joins) -> tuple[str, int]:
    """Return a text with what follows it on the next line, and where that begins."""
    head, tail = text.rpartition(" ")[2], more.partition(" ")[0]
    if text.endswith("\u00ad") or (text.endswith("-") and len(head) > 1 and joins(head[:-1], tail)):
        return text[:-1] + more, len(text) - 1
    if text.endswith("-") and len(head) > 1 and tail[:1].isalpha():
        return text + more, len(text)
    return f"{text} {more}", len(text) + 1


def may_go_on(before: Paragraph, after: Paragraph) -> bool:
    """Return whether a paragraph is the rest of the last one of the page, column or row before."""
    if after.is_item or not after.text[:1].islower():
        return False
    return not before.text.rstrip().endswith(_ENDS) and abs(before.size - after.size) <= 1.0


def joined(before: Paragraph, after: Paragraph, joins: Joins) -> Paragraph:
    """Return both as one paragraph."""
    text, cut = join_lines(before.text, after.text, joins)
    whole = before.strong >= len(before.text)
    strong = cut + after.strong if whole and after.strong else before.strong
    breaks = (*before.breaks, cut, *(cut + one for one in after.breaks))
    return replace(before, text=text, strong=strong, fills=after.fills, bottom=after.bottom, breaks=breaks)
