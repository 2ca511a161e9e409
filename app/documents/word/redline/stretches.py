"""The pieces of two versions of a document: what both hold is passed on as it is, the rest is parsed.

The parts write whole blocks, or a table in several pieces. What differs from one document to the next without
being said by anybody, the numbers of bookmarks, comments and controls, is left aside.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from app.domain.diff.edit_script import Budget, OverBudget, blocks
from app.formats.xml_parts import W

_REMARKS = re.compile(
    rb'<w:commentRangeStart w:id="\d+"/>|'
    rb'<w:commentRangeEnd w:id="\d+"/><w:r>(?:(?!</w:r>).)*?<w:commentReference w:id="\d+"/></w:r>'
)
_NUMBERS = re.compile(rb'w:id(?: w:val)?="\d+"(?: w:name="_Toc\d+")?')
"""Numbers, with the names that headings take from theirs: one expression, which begins by fixed letters."""
_OPENING, _ROW, _ROW_END, _CLOSING = b"<w:tbl>", b"<w:tr>", b"</w:tr>", b"</w:tbl>"
_RUN, _CONTROL_END = b"<w:r>", b"</w:sdt>"
_OF_TABLE = b"w:tbl>"
_COLUMNS = re.compile(b"<w:gridCol[^>]*>")
_BLOCKS = re.compile(b"<w:(tbl|p|sdt)>.*?</w:\\1>", re.DOTALL)
_NAMESPACE = f' xmlns:w="{W[1:-1]}"'.encode()


def without_remarks(pieces: Sequence[bytes]) -> list[bytes]:
    """Return the pieces without the marks of comments."""
    return [_REMARKS.sub(b"", piece) if b"<w:comment" in piece else piece for piece in pieces]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some blocks of both versions, or some rows of both versions of one table (`of_rows`).

    `kept`: they are the same; `after` alone is given, be it a well-formed piece or not.
    """

    kept: bool
    before: bytes
    after: bytes
    of_rows: bool = False


def stretches(before: Sequence[bytes], after: Sequence[bytes], budget: Budget) -> Iterator[Stretch]:
    """Yield what covers both, in order."""
    old, new = list(_whole_blocks(before)), list(_whole_blocks(after))
    for equal, some, others in _blocks(old, new, _without_numbers, budget):
        if equal:
            yield _joined(some, others, kept=True)
        else:
            yield from _tables(some, others, budget)


Pieces = Sequence[bytes]


def _tables(before: Pieces, after: Pieces, budget: Budget) -> Iterator[Stretch]:
    """Yield the same, block by block, the tables that both have row by row."""
    old, new = ([block for piece in some for block in _cut(piece)] for some in (before, after))
    for equal, some, others in _blocks(old, new, _known_as, budget):
        if not equal:
            yield from _around_table(some, others, budget)
            continue
        for one, other in zip(some, others, strict=True):
            yield from (
                _rows(one, other, budget) if _is_table(other) else (_joined((one,), (other,), kept=True),)
            )


def _around_table(before: Pieces, after: Pieces, budget: Budget) -> Iterator[Stretch]:
    """Yield the same, the one table of both row by row if it is one whose description counts its rows."""
    x, y = ([rank for rank, block in enumerate(some) if _is_table(block)] for some in (before, after))
    if len(x) == len(y) == 1 and _is_one_table(before[x[0]], after[y[0]]):
        if x[0] or y[0]:
            yield _joined(before[: x[0]], after[: y[0]])
        yield from _rows(before[x[0]], after[y[0]], budget)
        if len(before) > x[0] + 1 or len(after) > y[0] + 1:
            yield _joined(before[x[0] + 1 :], after[y[0] + 1 :])
    else:
        yield _joined(before, after)


def _is_one_table(before: bytes, after: bytes) -> bool:
    """Whether two tables have the same columns and most of their rows."""
    columns = [_COLUMNS.findall(table[: table.index(_ROW)]) for table in (before, after)]
    old, new = ({_without_numbers(row) for row in _rows_of(table)} for table in (before, after))
    return columns[0] == columns[1] and 2 * len(old & new) > max(len(old), len(new))


def _cut(piece: bytes) -> Sequence[bytes]:
    """Return the paragraphs, tables and controls that a part wrote as one piece."""
    found = [block[0] for block in _BLOCKS.finditer(piece)]
    return found if sum(map(len, found)) == len(piece) else (piece,)


def _rows(before: bytes, after: bytes, budget: Budget) -> Iterator[Stretch]:
    first, last = after.index(_ROW), after.rindex(_CLOSING)
    yield _joined((), (after[:first],), kept=True)
    old, new = map(_rows_of, (before, after))
    for equal, some, others in _blocks(old, new, _without_numbers, budget):
        yield _joined(some, others, kept=equal, of_rows=True)
    yield _joined((), (after[last:],), kept=True)


def _joined(before: Pieces, after: Pieces, *, kept: bool = False, of_rows: bool = False) -> Stretch:
    return Stretch(kept, b"" if kept else b"".join(before), b"".join(after), of_rows)


def _without_numbers(piece: bytes) -> bytes:
    return _NUMBERS.sub(b"", piece)


def _rows_of(table: bytes) -> Pieces:
    rows = table[table.index(_ROW) : table.rindex(_CLOSING)]
    return [row + _ROW_END for row in rows.split(_ROW_END)[:-1]]


def _is_table(block: bytes) -> bool:
    return block.startswith(_OPENING) and block.endswith(_CLOSING) and block.count(_CLOSING) == 1


def _known_as(block: bytes) -> bytes:
    """Return the key of a block: of a table its description and columns, whatever its rows say."""
    return block[: block.index(_ROW)] if _is_table(block) else _without_numbers(block)


def _blocks(
    before: Pieces, after: Pieces, key: Callable[[bytes], bytes], budget: Budget
) -> Iterator[tuple[bool, Pieces, Pieces]]:
    first = _equal_ones(before, after)
    last = _equal_ones(before[:first:-1], after[:first:-1])
    if first:
        yield True, before[:first], after[:first]
    yield from _keyed(before[first : len(before) - last], after[first : len(after) - last], key, budget)
    if last:
        yield True, before[-last:], after[-last:]


def _equal_ones(before: Pieces, after: Pieces) -> int:
    """Return how many blocks are the same at the beginning, numbers included: they need no key."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((rank for rank, (old, new) in pairs if old != new), min(len(before), len(after)))


def _keyed(
    before: Pieces, after: Pieces, key: Callable[[bytes], bytes], budget: Budget
) -> Iterator[tuple[bool, Pieces, Pieces]]:
    known: dict[bytes, str] = {}
    old, new = ([known.setdefault(key(one), str(len(known))) for one in some] for some in (before, after))
    try:
        found = list(blocks(old, new, budget))
    except OverBudget:
        yield False, before, after
        return
    yield from ((block.equal, before[block.before], after[block.after]) for block in found)


def _whole_blocks(pieces: Pieces) -> Iterator[bytes]:
    """Yield the pieces, those of one table together."""
    held: list[bytes] = []
    depth = 0
    for piece in pieces:
        # Few pieces begin or end a table: one search for the others, none for whole rows and for places.
        if not _is_within_table(piece) and _OF_TABLE in piece:
            depth += piece.count(_OPENING) - piece.count(_CLOSING)
        held.append(piece)
        if not depth:
            yield b"".join(held)
            held = []


def _is_within_table(piece: bytes) -> bool:
    return piece.startswith((_ROW, _RUN)) and piece.endswith((_ROW_END, _CONTROL_END))


def parse(stretch: bytes, *, of_rows: bool = False) -> etree._Element:
    """Return what holds these blocks: the body of a document, or a table in it."""
    table, end = (b"<w:tbl>", b"</w:tbl>") if of_rows else (b"", b"")
    body = etree.fromstring(b"<w:body%s>%s%s%s</w:body>" % (_NAMESPACE, table, stretch, end))
    return body[0] if of_rows else body


def serialize(elements: Sequence[etree._Element]) -> bytes:
    """Return the blocks as a piece of a document."""
    return b"".join([etree.tostring(one, with_tail=False).replace(_NAMESPACE, b"", 1) for one in elements])
