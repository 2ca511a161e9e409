"""What several people made of one text: composed where their changes do not meet, else a choice to make.

A three-way merge, word by word, with any number of sides: each text that came back is compared with the one
that was sent. The order in which the texts came makes no difference.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.domain.diff.edit_script import Block, Budget, OverBudget, blocks
from app.domain.diff.text import FEWEST_KEPT, Edit

_SPACE_OR_WORD = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class AuthoredWords:
    """Some words of a merged text, what became of them, and who changed them (nobody where they are kept)."""

    edit: Edit
    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A text that came back, and all who returned it, in alphabetical order."""

    text: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """The texts that came back for one field, and what they make together.

    `choices` are the texts that differ from the one sent, by the names of those who returned them. `text`
    holds the changes of all, and `words` says who made which; `text` is None, and `words` empty, where two
    changes meet.
    """

    choices: tuple[Choice, ...]
    text: str | None
    words: tuple[AuthoredWords, ...]

    @property
    def is_conflict(self) -> bool:
        """Whether somebody must choose."""
        return self.text is None


def merge(base: str, returned: Mapping[str, str], budget: Budget | None = None) -> Merge:
    """Return what the texts that came back, by the name of who returned each, make of the text sent.

    Two changes meet where no word that both kept stands between them; the same change made by several people
    is one. Texts that the budget does not reach, or that share too little with the one sent, are taken as
    rewritten whole.
    """
    names: dict[str, list[str]] = defaultdict(list)
    for name in sorted(returned):
        if returned[name] != base:
            names[returned[name]].append(name)
    choices = tuple(sorted((Choice(text, tuple(who)) for text, who in names.items()), key=lambda c: c.names))
    sent = _SPACE_OR_WORD.findall(base)
    budget = budget or Budget()
    who: dict[_Change, set[str]] = defaultdict(set)
    for choice in choices:
        for change in _changes(sent, _SPACE_OR_WORD.findall(choice.text), budget):
            who[change].update(choice.names)
    changes = sorted(who)
    if any(_meet(one, other, sent) for one, other in pairwise(changes)):
        return Merge(choices, None, ())
    words = tuple(_composed(sent, changes, who))
    return Merge(choices, "".join(piece.text for piece in words if piece.edit is not Edit.REMOVED), words)


@dataclass(frozen=True, slots=True, order=True)
class _Change:
    """Words of the text sent, from `start` to before `end`, and what stands in their place."""

    start: int
    end: int
    text: str


def _changes(sent: Sequence[str], came: Sequence[str], budget: Budget) -> list[_Change]:
    whole = [_Change(0, len(sent), "".join(came))]
    try:
        compared = list(blocks(sent, came, budget))
    except OverBudget:
        return whole
    kept = sum(_letters(sent[block.before]) for block in compared if block.equal)
    if kept < FEWEST_KEPT * max(_letters(sent), _letters(came)):
        return whole
    return list(_between_kept_words(sent, came, compared))


def _between_kept_words(
    sent: Sequence[str], came: Sequence[str], compared: Sequence[Block]
) -> Iterator[_Change]:
    """Yield the changes, those that only a space parts as one: « un deux » becomes « trois quatre »."""
    open_change: Block | None = None
    for block in compared:
        if block.equal and _letters(sent[block.before]):
            if open_change:
                yield _change(open_change, came)
            open_change = None
        elif open_change:
            before = slice(open_change.before.start, block.before.stop)
            open_change = Block(False, before, slice(open_change.after.start, block.after.stop))
        elif not block.equal:
            open_change = block
    if open_change:
        yield _change(open_change, came)


def _change(block: Block, came: Sequence[str]) -> _Change:
    return _Change(block.before.start, block.before.stop, "".join(came[block.after]))


def _letters(words: Sequence[str]) -> int:
    return sum(len(word) for word in words if not word.isspace())


def _meet(one: _Change, other: _Change, sent: Sequence[str]) -> bool:
    """Whether no kept word stands between two changes, of which the one begins first."""
    return all(word.isspace() for word in sent[one.end : other.start])


def _composed(
    sent: Sequence[str], changes: Sequence[_Change], who: Mapping[_Change, set[str]]
) -> Iterator[AuthoredWords]:
    at = 0
    for change in changes:
        if change.start > at:
            yield AuthoredWords(Edit.KEPT, "".join(sent[at : change.start]))
        names = tuple(sorted(who[change]))
        if change.end > change.start:
            yield AuthoredWords(Edit.REMOVED, "".join(sent[change.start : change.end]), names)
        if change.text:
            yield AuthoredWords(Edit.ADDED, change.text, names)
        at = change.end
    if at < len(sent):
        yield AuthoredWords(Edit.KEPT, "".join(sent[at:]))
