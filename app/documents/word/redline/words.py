"""The words of a paragraph, each with its style and the control or link around it; what two do not share."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from app.documents.word.redline.revisions import (
    BREAK,
    CONTENT,
    CONTROL,
    PARAGRAPH_PROPERTIES,
    RUN,
    RUN_PROPERTIES,
    TAB,
    TEXT,
)
from app.domain.diff.edit_script import Block, Budget, OverBudget, blocks
from app.formats.xml_parts import W

LINK = f"{W}hyperlink"
FEWEST_KEPT = 0.3
"""Share of the letters under which they are two texts: what these share by chance helps nobody to read."""
_TYPOGRAPHY = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'", "ʼ": "'", "\u2011": "-"})
_SPACE_OR_WORD = re.compile(r"\s+|\S+")
_SHOWN = {BREAK: "\n", TAB: "\t"}


def plain(text: str) -> str:
    """Return the text without the typography that no reader calls a change: spaces, apostrophes, hyphens."""
    return text.translate(_TYPOGRAPHY)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, spaces, a break, a tabulation or a sign of a field.

    `key` is what two of them are compared by, `style` the properties of its run, `place` the tag of its
    control or the end of its link. `sign` is the element of what is no text.
    """

    key: str
    text: str
    style: bytes = b""
    place: str = ""
    sign: etree._Element | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Opening:
    """A control or a link begins; `tag` is empty for a link."""

    element: etree._Element
    tag: str


class Closing:
    """A control or a link ends."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A bookmark begins or ends, or a comment."""

    element: etree._Element


Item = Token | Opening | Closing | Anchor


def items(paragraph: etree._Element) -> Iterator[Item]:
    """Yield what a paragraph is made of, in order. Words are not cut where two runs of one style meet."""
    yield from _items(paragraph, "")


def tokens(content: Sequence[Item]) -> list[Token]:
    """Return the words alone."""
    return [item for item in content if isinstance(item, Token)]


def _items(holder: etree._Element, place: str) -> Iterator[Item]:
    for is_run, some in groupby(holder, key=lambda node: node.tag == RUN):
        if is_run:
            yield from _words(some, place)
            continue
        for node in some:
            if node.tag == CONTROL:
                tag = node.find(f"{W}sdtPr/{W}tag").get(f"{W}val")
                yield Opening(node, tag)
                yield from _items(node.find(CONTENT), f"#{tag}")
                yield Closing()
            elif node.tag == LINK:
                yield Opening(node, "")
                yield from _items(node, place or f"@{node.get(f'{W}anchor')}")
                yield Closing()
            elif node.tag != PARAGRAPH_PROPERTIES:
                yield Anchor(node)


def _words(runs: Iterator[etree._Element], place: str) -> Iterator[Token]:
    signs = ((_style(run), node) for run in runs for node in run if node.tag != RUN_PROPERTIES)
    for (style, is_text), some in groupby(signs, key=lambda pair: (pair[0], pair[1].tag == TEXT)):
        nodes = [node for _, node in some]
        if is_text:
            text = "".join(node.text or "" for node in nodes)
            for word in _SPACE_OR_WORD.findall(text):
                yield Token(plain(word), word, style, place)
            continue
        for node in nodes:
            shown = _SHOWN.get(node.tag, "")
            yield Token(shown or f"\0{node.tag}{node.text}{dict(node.attrib)}", shown, style, place, node)


def _style(run: etree._Element) -> bytes:
    properties = run.find(RUN_PROPERTIES)
    return b"" if properties is None else etree.tostring(properties)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words before and after: the same ones, or these replaced by those."""

    kept: bool
    before: Sequence[Token]
    after: Sequence[Token]


def compare(before: Sequence[Token], after: Sequence[Token], budget: Budget) -> list[Stretch]:
    """Return the stretches that cover both, in order: field by field, then word by word within a field."""
    old, new = _segments(before), _segments(after)
    stretches: list[Stretch] = []
    for block in _blocks([*map(_known_as, old)], [*map(_known_as, new)], budget):
        if block.equal:
            for one, other in zip(old[block.before], new[block.after], strict=True):
                stretches += _compared(one, other, budget)
        else:
            stretches += _compared(_together(old[block.before]), _together(new[block.after]), budget)
    return stretches


Segment = Sequence[Token]


def _segments(some: Sequence[Token]) -> list[Segment]:
    return [tuple(words) for _, words in groupby(some, key=lambda token: token.place)]


def _known_as(segment: Segment) -> str:
    """Return the key of a segment: of a field its tag, whatever it says; of any other text its words."""
    place = segment[0].place
    return place if place.startswith("#") else "".join(token.key for token in segment)


def _together(segments: Sequence[Segment]) -> Segment:
    return tuple(token for segment in segments for token in segment)


def _blocks(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[Block]:
    try:
        return list(blocks(old, new, budget))
    except OverBudget:
        return [Block(False, slice(0, len(old)), slice(0, len(new)))]


def _compared(before: Segment, after: Segment, budget: Budget) -> list[Stretch]:
    found = _blocks([token.key for token in before], [token.key for token in after], budget)
    stretches = [Stretch(block.equal, before[block.before], after[block.after]) for block in found]
    head = stretches[:1] if stretches and stretches[0].kept else []
    tail = stretches[-1:] if len(stretches) > len(head) and stretches[-1].kept else []
    middle = stretches[len(head) : len(stretches) - len(tail)]
    return [*head, *_readable(middle), *tail]


def _readable(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Yield the same, a space between two changes being part of them; two texts are replaced as a whole."""
    longest = max(_letters(one for stretch in stretches for one in side(stretch)) for side in _SIDES)
    same = _letters(one for stretch in stretches if stretch.kept for one in stretch.after)
    if same < FEWEST_KEPT * longest:
        yield _joined(stretches, kept=False)
        return
    for kept, some in groupby(stretches, key=lambda stretch: stretch.kept and not _is_space(stretch)):
        yield _joined(list(some), kept=kept)


_SIDES: Sequence[Callable[[Stretch], Segment]] = (lambda one: one.before, lambda one: one.after)


def _is_space(stretch: Stretch) -> bool:
    return all(token.text.isspace() and token.sign is None for token in stretch.after)


def _letters(some: Iterator[Token]) -> int:
    return sum(len(token.text) for token in some if not token.text.isspace())


def _joined(stretches: Sequence[Stretch], *, kept: bool) -> Stretch:
    before, after = (tuple(one for stretch in stretches for one in side(stretch)) for side in _SIDES)
    return Stretch(kept, before, after)
