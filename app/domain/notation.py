"""The small notation of what officials type: the same in the page and in the Word file.

A blank line separates paragraphs; a line that begins with « - » or a pasted bullet is an item of a list;
**gras**, *italique*, [texte](https://exemple.fr). Whatever is not exactly that is text, and stays as typed:
2*3*4, [note], ** alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby


class BlockKind(StrEnum):
    """What a block of text is."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Span:
    """A few words of one look. `link` is an http(s) or mailto address, or empty."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, whose lines are kept, or one item of a list."""

    kind: BlockKind
    lines: tuple[tuple[Span, ...], ...]


# What Word puts on the clipboard before the items of its lists counts too: a bullet or its own sign, a tab.
_ITEM = re.compile(r"[-–•‣◦\uf0b7][ \t\u00a0]+(?=\S)")
# Emphasis hugs its words: nothing but a letter or a figure may not stand outside, no space may stand inside.
_MARK = re.compile(
    r"\[(?P<words>[^\[\]\n]+)\]\((?P<link>(?:https?://|mailto:)[^\s()<>\"]+)\)"
    r"|(?<![\w*])\*\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*\*(?![\w*])"
    r"|(?<![\w*])\*(?P<italic>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
)


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a typed text, in its order. An empty text has none."""
    return tuple(_blocks(text))


def spans(line: str) -> tuple[Span, ...]:
    """The spans of one line."""
    return tuple(_spans(line))


def is_plain(text: str) -> bool:
    """Whether the text is one paragraph without any notation."""
    found = blocks(text)
    return len(found) == 1 and all(span == Span(span.text) for line in found[0].lines for span in line)


def _blocks(text: str) -> Iterator[Block]:
    for kind, lines in groupby(text.split("\n"), key=_kind_of):
        if kind is BlockKind.PARAGRAPH:
            yield Block(kind, tuple(map(spans, lines)))
        elif kind is BlockKind.BULLET:
            yield from (Block(kind, (spans(_ITEM.sub("", line, count=1)),)) for line in lines)


def _kind_of(line: str) -> BlockKind | None:
    """None for a blank line, which only separates."""
    if not line.strip():
        return None
    return BlockKind.BULLET if _ITEM.match(line) else BlockKind.PARAGRAPH


def _spans(line: str) -> Iterator[Span]:
    end = 0
    for mark in _MARK.finditer(line):
        if mark.start() > end:
            yield Span(line[end : mark.start()])
        yield _span_of(mark)
        end = mark.end()
    if end < len(line):
        yield Span(line[end:])


def _span_of(mark: re.Match[str]) -> Span:
    if mark["link"]:
        return Span(mark["words"], link=mark["link"])
    return Span(mark["bold"], bold=True) if mark["bold"] else Span(mark["italic"], italic=True)
