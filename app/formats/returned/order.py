"""The clauses that a file moves, and those that it leaves out."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from app.domain.proposals import ProposalKind
from app.formats.returned.clauses import Block, number_of
from app.formats.returned.contents import Contents
from app.formats.returned.paragraphs import Mark, Revision, View
from app.formats.returned.said import key_of
from app.formats.returned.signatures import signature
from app.formats.returned.values import UNSIGNED, Change, Signature

Order = Mapping[str, int]
"""The rank of each clause in the draft that was sent; empty where that is not known."""


def clause_deleted(clause: str, signed: Signature = UNSIGNED) -> Change:
    """Return that a clause is not there any more."""
    return Change(clause, "included", ProposalKind.CLAUSE_DELETED, old=True, new=False, signature=signed)


def deleted_with_tracking(block: Block) -> Change:
    """Return that tracked changes took a whole clause away."""
    return clause_deleted(block.clause, signature(_marks(block, Revision.DELETED)))


def moves(contents: Contents, order: Order) -> Iterator[Change]:
    """Yield the clauses that do not stand in the order that was sent: the fewest that explain it."""
    found = [one for one in contents.blocks if one.is_left]
    ranks = {one.clause: order.get(one.clause) or number_of(one) for one in found}
    brought = {one.clause: _marks(one, Revision.INSERTED) for one in found if one.is_brought}
    placed = [(clause, rank) for clause, rank in ranks.items() if rank]
    kept = set(longest_rising([rank for _, rank in placed]))
    for (clause, rank), after in zip_longest(placed, placed[1:]):
        if rank not in kept:
            new = f"avant {after[0]}" if after else "à la fin"
            signed = signature(brought.get(clause, []))
            yield Change(clause, "position", ProposalKind.CLAUSE_MOVED, None, new, signed)


def absences(contents: Contents, order: Order) -> Iterator[Change]:
    """Yield the clauses that are not there any more, unless the file is a part of the contract."""
    if contents.package.is_fiche:
        return
    found = {one.clause for one in contents.blocks}
    if order:
        absent = [clause for clause in order if clause not in found]
        if len(absent) * 2 > len(order):
            return
        absent = _not_quoted(contents, absent)
    else:
        everything = key_of("".join(one.whole() for one in contents.parts.outside))
        clauses = contents.sent.clauses
        absent = [c for c, said in clauses.items() if c not in found and key_of(said.text) not in everything]
        if len(absent) * 5 > len(clauses):
            return
    yield from map(clause_deleted, absent)


def _not_quoted(contents: Contents, absent: Sequence[str]) -> list[str]:
    """Return the clauses whose quotation is gone as well.

    Where somebody typed in the title of a column, its clauses are not known, and are still there.
    """
    texts = (
        [f'"{key_of(contents.sent.clauses[one.clause].text)}' for one in contents.blocks] if absent else []
    )
    shown = [key_of(one.text(View.FINAL)) for one in contents.document.paragraphs] if absent else []
    quoted = [text for text in shown if text.startswith('"')]

    def is_gone(clause: str) -> bool:
        said = f'"{key_of(contents.sent.clauses[clause].text)}'
        return sum(text.startswith(said) for text in quoted) <= sum(text.startswith(said) for text in texts)

    return [clause for clause in absent if is_gone(clause)]


def _marks(block: Block, revision: Revision) -> list[Mark]:
    return [piece.mark for one in block.paragraphs for piece in one.changed(revision)]


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """Return the longest part of a list that rises."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        before[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    made: list[int] = []
    last = ends[-1] if ends else None
    while last is not None:
        made.append(last)
        last = before[last]
    return made
