"""The small notation of what officials type: the same in the page and in the Word file.

A blank line separates paragraphs; a line that begins with « - », a pasted bullet or « 1. » is an item of a
list, one level deeper than the item above it when it is indented or has another mark;
**gras**, *italique*, [texte](https://exemple.fr). Whatever is not exactly that is text, and stays as typed:
2*3*4, [note], ** alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby


class BlockKind(StrEnum):
    """What a block of text is."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Span:
    """A few words of one look. `link` is an http(s) or mailto address, or empty."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, whose lines are kept, or one item of a list.

    `level` is how deep an item stands, 0 to DEEPEST; `number` is the one typed before a numbered item.
    """

    kind: BlockKind
    lines: tuple[tuple[Span, ...], ...]
    level: int = 0
    number: int = 0


DEEPEST = 2
"""The level of the deepest items: Word pastes three kinds of bullets, then begins again with the first."""

# Spaces of every width; mail adds marks of direction that nobody sees.
_GAP = r"[^\S\n]+"
_UNSEEN = "\u200b\u200e\u200f\u2060\ufeff"
_BULLETS = "-–—‐‑−⁃•‣◦∙·▪▫■□◼●○⚫◆★❑❖➢➤►▶→⇒⇨➔➜➡✓✔✗☐☑☒✅"
_ALWAYS_BULLETS = "•‣▪■●❑❖➢➤"  # what a PDF puts right before the word
# « § 2 » is a section, « o » a letter, unless what Word writes after its bullets follows: a tab or spaces.
_BULLET = (
    rf"[{_BULLETS}][{_UNSEEN}]*{_GAP}|[{_ALWAYS_BULLETS}](?=\w)|[o§](?:[ ]*\t[ \t]*|[ \u00a0]{{2,}})"
    rf"|\*\t[ \t]*|§{_GAP}(?=[^\W\d])"
)
_ITEM = re.compile(
    rf"(?P<indent>(?:[^\S\n]|[{_UNSEEN}])*)"
    rf"(?:(?P<bullet>{_BULLET})|(?P<number>[0-9]{{1,2}})[.)]{_GAP})(?=\S)"
)
_INDENT_OF_TAB = 4
# Emphasis hugs its words: nothing but a letter or a figure may not stand outside, no space may stand inside.
_MARK = re.compile(
    r"\[(?P<words>[^\[\]\n]+)\]\((?P<link>(?:https?://|mailto:)[^\s()<>\"]+)\)"
    r"|(?<![\w*])\*\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*\*(?![\w*])"
    r"|(?<![\w*])\*(?P<italic>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
)


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a typed text, in its order. An empty text has none."""
    return tuple(_blocks(text))


def spans(line: str) -> tuple[Span, ...]:
    """Return the spans of one line."""
    return tuple(_spans(line))


def plain_words(text: str) -> str:
    """Return the words of a typed text on one line, without its notation."""
    return " ".join("".join(span.text for span in line) for block in blocks(text) for line in block.lines)


def excerpt(text: str) -> str:
    """Return the words of a typed text on one line; each item of a list keeps a dash or its number."""
    return " ".join(
        _sign(block) + "".join(span.text for span in line) for block in blocks(text) for line in block.lines
    )


def _sign(block: Block) -> str:
    if block.kind is BlockKind.NUMBER:
        return f"{block.number}. "
    return "– " if block.kind is BlockKind.BULLET else ""


def is_plain(text: str) -> bool:
    """Whether the text is one paragraph without any notation."""
    found = blocks(text)
    return (
        len(found) == 1
        and found[0].kind is BlockKind.PARAGRAPH
        and all(span == Span(span.text) for line in found[0].lines for span in line)
    )


def _blocks(text: str) -> Iterator[Block]:
    read = ((line, _ITEM.match(line)) for line in text.split("\n"))
    for kind, group in groupby(read, key=lambda line: _is_item(*line)):
        if kind is None:
            continue
        lines = list(group)
        if kind:
            yield from _items(item for _line, item in lines if item)
        else:
            yield Block(BlockKind.PARAGRAPH, tuple(spans(line) for line, _item in lines))


def _is_item(line: str, item: re.Match[str] | None) -> bool | None:
    """None for a blank line, which only separates."""
    return item is not None if line.strip() else None


def _items(items: Iterable[re.Match[str]]) -> Iterator[Block]:
    """Yield the items of one list, each with its level."""
    above: list[tuple[int, str]] = []
    for item in items:
        mark = "number" if item["number"] else item["bullet"][0].replace("–", "-")
        key = (_width(item["indent"]), mark)
        while above and above[-1][0] > key[0]:
            above.pop()
        if key in above:
            del above[above.index(key) + 1 :]
        else:
            above.append(key)
        kind = BlockKind.NUMBER if item["number"] else BlockKind.BULLET
        words = spans(item.string[item.end() :])
        yield Block(kind, (words,), min(len(above) - 1, DEEPEST), int(item["number"] or 0))


def _width(indent: str) -> int:
    return sum(_INDENT_OF_TAB if sign == "\t" else sign not in _UNSEEN for sign in indent)


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
