"""Which paragraph, table or row of one version is which one of the other: by the ids that the parts give.

A control has the id of its commitment and field, a bookmark that of its commitment, a row of an annexe the
name or the number of what it is about. What has none is known by its words.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from app.documents.word.context import LASTING
from app.documents.word.redline.revisions import CELL, CONTENT, CONTROL, ROW, TABLE, P, texts
from app.documents.word.redline.words import plain
from app.domain.diff.edit_script import Budget, OverBudget, blocks
from app.formats.xml_parts import W

ALIKE = 0.4
"""Share of the words from which two blocks without an id are versions of one."""
MOST_COMPARED = 4_000
"""Pairs of blocks whose words are compared at once; over it, what no id matches is replaced."""
_VAL, _NAME = f"{W}val", f"{W}name"
_NAMES = (f"{W}tag", f"{W}bookmarkStart")


@dataclass(frozen=True)
class Block:
    """A paragraph, a table or a row. `wrapper` is the control around it, if any."""

    element: etree._Element
    wrapper: etree._Element | None = None

    @property
    def is_table(self) -> bool:
        """Whether it is a table."""
        return bool(self.element.tag == TABLE)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The tags of its controls and the lasting bookmarks of its commitments, in order."""
        return tuple(_ids(self.element))

    @cached_property
    def texts(self) -> list[str]:
        """What each of its paragraphs says, without typography."""
        return [plain(text) for text in texts(self.element)]

    @cached_property
    def words(self) -> Counter[str]:
        """Its words, and how often each stands there."""
        return Counter(" ".join(self.texts).split())

    @cached_property
    def shape(self) -> tuple[str, ...]:
        """Two blocks of different shapes cannot be versions of one: style, columns, merged cells."""
        element = self.element
        if element.tag == TABLE:
            return ("table", *(column.get(f"{W}w") for column in element.iterfind(f"{W}tblGrid/{W}gridCol")))
        if element.tag == ROW:
            spans = (cell.find(f"{W}tcPr/{W}gridSpan") for cell in element.iterfind(CELL))
            return ("row", *("1" if span is None else span.get(_VAL) for span in spans))
        style = element.find(f"{W}pPr/{W}pStyle")
        return ("paragraph", "" if style is None else style.get(_VAL))

    @cached_property
    def key(self) -> str:
        """What it is known by among its neighbours."""
        return "\t".join((*self.shape, self._name))

    @property
    def _name(self) -> str:
        if self.element.tag == TABLE:
            return str(self.element.find(f"{W}tblPr/{W}tblDescription").get(_VAL))
        if self.ids:
            return self.ids[0]
        if self.element.tag == ROW and self.element.find(f"{W}trPr/{W}tblHeader") is not None:
            return ""
        if self.element.tag == ROW:
            return " ".join(map(plain, texts(self.element.find(CELL))))
        return self.texts[0]


def _ids(element: etree._Element) -> Iterator[str]:
    for node in element.iter(*_NAMES):
        name = node.get(_VAL) or node.get(_NAME, "")
        if node.tag == _NAMES[0] or name.startswith(LASTING):
            yield name


def commitment_of(name: str) -> str:
    """Return the commitment that a tag or a lasting bookmark names; nothing for a field of one."""
    return "" if "." in name else name.removeprefix(LASTING).replace("-", "_")


def flatten(elements: Iterable[etree._Element]) -> list[Block]:
    """Return the paragraphs and tables, those in a control with it."""
    found = []
    for element in elements:
        if element.tag == CONTROL:
            found += [Block(one, element) for one in element.find(CONTENT)]
        elif element.tag in {P, TABLE}:
            found.append(Block(element))
    return found


Pairs = list[tuple[int, int]]


def align(before: Sequence[Block], after: Sequence[Block], budget: Budget) -> Pairs:
    """Return the ranks of the versions of one block, in the order of both."""
    pairs: Pairs = []
    try:
        found = list(blocks([one.key for one in before], [one.key for one in after], budget))
    except OverBudget:
        return _alike(before, after, 0, 0)
    for stretch in found:
        first, second = stretch.before.start, stretch.after.start
        if stretch.equal:
            pairs += [(first + rank, second + rank) for rank in range(stretch.before.stop - first)]
        else:
            pairs += _alike(before[stretch.before], after[stretch.after], first, second)
    return pairs


def _alike(before: Sequence[Block], after: Sequence[Block], first: int, second: int) -> Pairs:
    """Return the pairs of the greatest likeness that cross none; `first` and `second` are added to ranks."""
    if not before or not after or len(before) * len(after) > MOST_COMPARED:
        return []
    likeness = [[_likeness(old, new) for new in after] for old in before]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for x in range(len(before) - 1, -1, -1):
        for y in range(len(after) - 1, -1, -1):
            paired = likeness[x][y] + best[x + 1][y + 1] if likeness[x][y] else 0.0
            best[x][y] = max(paired, best[x + 1][y], best[x][y + 1])
    pairs: Pairs = []
    x = y = 0
    while x < len(before) and y < len(after):
        if likeness[x][y] and best[x][y] == likeness[x][y] + best[x + 1][y + 1]:
            pairs.append((first + x, second + y))
            x, y = x + 1, y + 1
        elif best[x][y] == best[x + 1][y]:
            x += 1
        else:
            y += 1
    return pairs


def _likeness(before: Block, after: Block) -> float:
    """Return how much two blocks are versions of one, from 0 to 1."""
    if before.shape != after.shape:
        return 0.0
    if before.ids and after.ids:
        return float(not set(before.ids).isdisjoint(after.ids))
    longest = max(before.words.total(), after.words.total())
    share = (before.words & after.words).total() / longest if longest else 1.0
    return share if share >= ALIKE else 0.0
