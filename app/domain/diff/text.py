"""What was added to a text and removed from it, word by word, line by line or whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

LONGEST_COMPARED = 4_000
"""Words; a longer text is shown whole before and after: comparing takes the square of the time."""


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


def words_between(before: str, after: str) -> tuple[Words, ...]:
    """The text after with what was removed from the text before, in reading order."""
    return tuple(_compared(_split(before), _split(after)))


def lines_between(before: str, after: str) -> tuple[Words, ...]:
    """The same, of which each line stays, goes or comes as a whole."""
    return tuple(_compared(_lines(before), _lines(after)))


def values_between(before: str, after: str) -> tuple[Words, ...]:
    """The one whole, then the other on a line of its own."""
    return tuple(_compared(*([f"{text}\n"] if text else [] for text in (before, after))))


def _lines(text: str) -> list[str]:
    """Each with its end, the last one as well: one that goes does not touch one that comes."""
    return [f"{line}\n" for line in text.split("\n") if line]


def _split(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)


def _compared(before: list[str], after: list[str]) -> Iterator[Words]:
    if max(len(before), len(after)) > LONGEST_COMPARED:
        yield from _both(before, after)
        return
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Words(Edit.KEPT, "".join(after[b1:b2]))
        else:
            yield from _both(before[a1:a2], after[b1:b2])


def _both(before: list[str], after: list[str]) -> Iterator[Words]:
    if before:
        yield Words(Edit.REMOVED, "".join(before))
    if after:
        yield Words(Edit.ADDED, "".join(after))
