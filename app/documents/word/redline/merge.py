"""Two versions of a stretch of a document as one with tracked changes, block by block and row by row."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from app.documents.word.redline.alignment import Block, Pairs, align, commitment_of, flatten
from app.documents.word.redline.marks import Change, Marks, paragraphs_of
from app.documents.word.redline.paragraphs import deleted, inserted, merged
from app.documents.word.redline.revisions import CELL, CONTENT, ROW, TABLE, P, new_element
from app.domain.diff.edit_script import Budget
from app.formats.xml_parts import W


@dataclass(slots=True)
class _Piece:
    """A block of the result. `change`: it comes or goes as a whole, and its end is still to be marked."""

    element: etree._Element
    wrapper: etree._Element | None = None
    change: Change | None = None


class Merger:
    """Merges stretch after stretch, and notes what comes in one place and goes in another.

    `quoted` are the tags of the clauses whose text may change with the catalogue.
    """

    def __init__(self, marks: Marks, budget: Budget, quoted: Collection[str] = ()) -> None:
        self._marks = marks
        self._budget = budget
        self._quoted = frozenset(quoted)
        self._gone: set[str] = set()
        self._come: dict[str, etree._Element] = {}
        self.requoted: list[etree._Element] = []
        """The paragraphs whose quotation changed."""

    @property
    def moved(self) -> list[etree._Element]:
        """The first paragraph of each commitment that goes in one place and comes in another."""
        found = {id(self._come[one]): self._come[one] for one in self._come if one in self._gone}
        return list(found.values())

    def merge(
        self, before: Iterable[etree._Element], after: Iterable[etree._Element]
    ) -> list[etree._Element]:
        """Return the blocks of a stretch."""
        return self._blocks(flatten(before), flatten(after), in_cell=False)

    def _blocks(
        self, before: Sequence[Block], after: Sequence[Block], *, in_cell: bool
    ) -> list[etree._Element]:
        pairs = align(before, after, self._budget)
        if in_cell:
            pairs = _with_ends(pairs, before, after)
        pieces: list[_Piece] = []
        x = y = 0
        for old, new in (*pairs, (len(before), len(after))):
            pieces += [self._deleted(block) for block in before[x:old]]
            pieces += [self._inserted(block) for block in after[y:new]]
            x, y = old + 1, new + 1
            if old < len(before):
                pieces.append(self._merged(before[old], after[new]))
        self._mark_ends(pieces, in_cell=in_cell)
        return list(_wrapped(pieces))

    def _merged(self, before: Block, after: Block) -> _Piece:
        if before.texts == after.texts:
            return _Piece(after.element, after.wrapper)
        if after.is_table:
            return _Piece(
                _with_rows(after.element, self.merge_rows(*map(_rows, (before, after)))), after.wrapper
            )
        element, changed = merged(before.element, after.element, self._marks, self._budget)
        if changed & self._quoted:
            self.requoted.append(element)
        return _Piece(element, after.wrapper)

    def _deleted(self, block: Block) -> _Piece:
        self._gone |= {commitment_of(name) for name in block.ids} - {""}
        if not block.is_table:
            return _Piece(deleted(block.element, self._marks), None, Change.DELETION)
        rows = [self._row(row, Change.DELETION) for row in map(Block, _rows(block))]
        return _Piece(_with_rows(block.element, rows))

    def _inserted(self, block: Block) -> _Piece:
        if not block.is_table:
            element = inserted(block.element, self._marks)
            self._note(block, element)
            return _Piece(element, block.wrapper, Change.INSERTION)
        rows = [self._row(row, Change.INSERTION) for row in map(Block, _rows(block))]
        return _Piece(_with_rows(block.element, rows), block.wrapper)

    def _note(self, block: Block, element: etree._Element) -> None:
        for name in filter(None, map(commitment_of, block.ids)):
            self._come.setdefault(name, element)

    def merge_rows(
        self, before: Iterable[etree._Element], after: Iterable[etree._Element]
    ) -> list[etree._Element]:
        """Return the rows of a stretch of a table."""
        old, new = list(map(Block, before)), list(map(Block, after))
        rows: list[etree._Element] = []
        x = y = 0
        for first, second in (*align(old, new, self._budget), (len(old), len(new))):
            rows += [self._row(row, Change.DELETION) for row in old[x:first]]
            rows += [self._row(row, Change.INSERTION) for row in new[y:second]]
            x, y = first + 1, second + 1
            if first < len(old):
                rows.append(self._cells(old[first], new[second]))
        return rows

    def _cells(self, before: Block, after: Block) -> etree._Element:
        """Return a row whose cells hold both versions."""
        if before.texts == after.texts:
            return after.element
        row = _shell(after.element, CELL)
        cells = zip(before.element.iterfind(CELL), after.element.iterfind(CELL), strict=True)
        for old, new in cells:
            cell = _shell(new, P, f"{W}sdt", TABLE)
            cell.extend(self._blocks(flatten(old), flatten(new), in_cell=True))
            row.append(cell)
        return row

    def _row(self, block: Block, change: Change) -> etree._Element:
        """Return a row that comes or goes. The ends of its paragraphs come and go with it."""
        going = change is Change.DELETION
        if going:
            self._gone |= {commitment_of(name) for name in block.ids} - {""}
        row = _shell(block.element, CELL)
        self._marks.mark_row(row, change)
        for cell in block.element.iterfind(CELL):
            written = _shell(cell, P, f"{W}sdt", TABLE)
            write = deleted if going else inserted
            written.extend(write(paragraph, self._marks) for paragraph in paragraphs_of(cell))
            row.append(written)
        if not going:
            self._note(block, paragraphs_of(row)[0])
        return row

    def _mark_ends(self, pieces: Sequence[_Piece], *, in_cell: bool) -> None:
        """Mark the ends of the paragraphs that come or go.

        The last end of a cell stays whatever happens: where the last paragraphs of one come or go, it is the
        end of each one before that does.
        """
        ends = [(piece.element, piece.change) for piece in pieces]
        last = max((rank for rank, piece in enumerate(pieces) if piece.change is None), default=-1)
        if in_cell and last < len(pieces) - 1:
            following = [change for _, change in ends[last + 1 :]]
            ends = [*ends[:last], *zip([one for one, _ in ends[last:-1]], following, strict=True)]
        for element, change in ends:
            if change is not None:
                self._marks.mark_end(element, change)


def _with_ends(pairs: Pairs, before: Sequence[Block], after: Sequence[Block]) -> Pairs:
    """Pair what ends two cells where neither end has a version in the other: a cell always has its end."""
    old, new = pairs[-1] if pairs else (-1, -1)
    ends = (len(before) - 1, len(after) - 1)
    return [*pairs, ends] if not pairs or (old < ends[0] and new < ends[1]) else pairs


def _rows(table: Block) -> list[etree._Element]:
    return list(table.element.iterfind(ROW))


def _with_rows(table: etree._Element, rows: Sequence[etree._Element]) -> etree._Element:
    shell = _shell(table, ROW)
    shell.extend(rows)
    return shell


def _shell(element: etree._Element, *without: str) -> etree._Element:
    """Return the element with its attributes and properties alone."""
    shell = new_element(element.tag, element.attrib)
    shell.extend(deepcopy(node) for node in element if node.tag not in without)
    return shell


def _wrapped(pieces: Sequence[_Piece]) -> Iterator[etree._Element]:
    """Yield the blocks, those of a control within it; what goes between two of them is within it too.

    A control whose blocks all come leaves them: rejected, it would hold nothing.
    """
    around = [piece.wrapper for piece in pieces]
    for rank, piece in enumerate(pieces):
        if piece.change is Change.DELETION and rank:
            following = next((one for one in around[rank + 1 :] if one is not None), None)
            around[rank] = around[rank - 1] if around[rank - 1] is following else None
    for _, some in groupby(range(len(pieces)), key=lambda rank: id(around[rank])):
        ranks = list(some)
        wrapper, held = around[ranks[0]], [pieces[rank] for rank in ranks]
        elements = [piece.element for piece in held]
        if wrapper is None or all(piece.change for piece in held):
            yield from elements
            continue
        control = _shell(wrapper, CONTENT)
        etree.SubElement(control, CONTENT).extend(elements)
        yield control
