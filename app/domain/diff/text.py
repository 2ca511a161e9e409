"""What was added to a text and removed from it: lines first, then words within the lines that differ."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from app.domain.diff.edit_script import Budget, OverBudget, blocks

PIECE_COST = 50
"""Operations that one more piece of text costs: a page has 8,000 at most, which a browser still shows."""

CHARACTERS_READ = 3
"""Characters that are cut into words in the time of one operation."""

FEWEST_KEPT = 0.3
"""Share of the letters under which they are two texts: what these share by chance helps nobody to read."""


_SPACE_OR_WORD = re.compile(r"\s+|\S+")


class Edit(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a text, and what became of them."""

    edit: Edit
    text: str


def words_between(before: str, after: str, budget: Budget | None = None) -> tuple[Words, ...]:
    """Return the text after with what was removed from the text before, in reading order.

    A stretch that the budget does not reach is shown whole before, then whole after.
    """
    budget = budget or Budget()
    pieces = (
        piece
        for kept, old, new in _compared(
            before.splitlines(keepends=True), after.splitlines(keepends=True), budget
        )
        for piece in ([Words(Edit.KEPT, new)] if kept else _words(old, new, budget))
    )
    return _joined(pieces)


def lines_between(before: str, after: str, budget: Budget | None = None) -> tuple[Words, ...]:
    """Return the same, of which each line stays, goes or comes as a whole."""
    compared = _compared(_lines(before), _lines(after), budget or Budget())
    return _joined(piece for kept, old, new in compared for piece in _pieces(kept, old, new))


def values_between(before: str, after: str) -> tuple[Words, ...]:
    """Return the one whole, then the other on a line of its own."""
    return tuple(_pieces(False, *(f"{text}\n" if text else "" for text in (before, after))))


def _lines(text: str) -> list[str]:
    """Each with its end, the last one as well: one that goes does not touch one that comes."""
    return [f"{line}\n" for line in text.split("\n") if line]


def _words(before: str, after: str, budget: Budget) -> tuple[Words, ...]:
    """Return what differs within some lines, word by word where the two are versions of one text."""
    whole = tuple(_pieces(False, before, after))
    try:
        budget.spend((len(before) + len(after)) // CHARACTERS_READ)
        compared = _compared(_SPACE_OR_WORD.findall(before), _SPACE_OR_WORD.findall(after), budget)
        pieces = _joined(piece for stretch in _around_spaces(compared) for piece in _pieces(*stretch))
        budget.spend(len(pieces) * PIECE_COST)
    except OverBudget:
        return whole
    same = sum(_letters(piece.text) for piece in pieces if piece.edit is Edit.KEPT)
    return whole if same < FEWEST_KEPT * max(_letters(before), _letters(after)) else pieces


def _letters(text: str) -> int:
    return sum(map(len, text.split()))


Stretch = tuple[bool, str, str]
"""Whether it is kept, its text before, its text after."""


def _compared(before: list[str], after: list[str], budget: Budget) -> list[Stretch]:
    try:
        return [
            (block.equal, "".join(before[block.before]), "".join(after[block.after]))
            for block in blocks(before, after, budget)
        ]
    except OverBudget:
        return [(False, "".join(before), "".join(after))]


def _around_spaces(stretches: list[Stretch]) -> Iterator[Stretch]:
    """Yield the same, a space between two changes being part of them.

    « un deux » becomes « trois quatre ».
    """
    inner = range(1, len(stretches) - 1)
    changed = [
        not kept or (rank in inner and new.isspace() and "\n" not in new)
        for rank, (kept, _, new) in enumerate(stretches)
    ]
    for is_changed, run in groupby(zip(changed, stretches, strict=True), key=lambda pair: pair[0]):
        found = [stretch for _, stretch in run]
        yield not is_changed, "".join(old for _, old, _ in found), "".join(new for _, _, new in found)


def _pieces(kept: bool, before: str, after: str) -> Iterator[Words]:
    if kept:
        yield Words(Edit.KEPT, after)
        return
    if before:
        yield Words(Edit.REMOVED, before)
    if after:
        yield Words(Edit.ADDED, after)


def _joined(pieces: Iterable[Words]) -> tuple[Words, ...]:
    """Neighbours of which the same became, as one."""
    runs = groupby(pieces, key=lambda piece: piece.edit)
    return tuple(Words(edit, "".join(piece.text for piece in run)) for edit, run in runs)
