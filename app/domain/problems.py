"""What is wrong with what a person gave: the faults that a reader finds in a file, and how each is raised."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar


class UserError(Exception):
    """Something that a person can act on. `str()` of it is in French, and says what to do."""


@dataclass(frozen=True, slots=True, order=True)
class FileProblem:
    """One fault of one file, in French, written `file:line: message`. Lines are counted from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


MAX_PROBLEMS = 100
"""Most problems of one file that are kept and shown: nobody mends more at a time."""

OTHERS = "et d’autres problèmes : corrigez d’abord ceux-ci"
"""Ends the list of a file that has more problems than are kept."""

MAX_QUOTE = 60
"""Most characters that a message quotes from a file."""

ReadProblem = TypeVar("ReadProblem")


class Problems(Generic[ReadProblem]):
    """Collects problems. Reading ends at the first one over MAX_PROBLEMS.

    `refusal` makes the exception from the problems; `others` is the last one shown when there are more.
    """

    def __init__(self, refusal: Callable[[tuple[ReadProblem, ...]], Exception], others: ReadProblem) -> None:
        self._refusal = refusal
        self._others = others
        self.kept: list[ReadProblem] = []

    def add(self, problem: ReadProblem) -> None:
        """Keep a problem. Raises the refusal when MAX_PROBLEMS are kept already."""
        if len(self.kept) == MAX_PROBLEMS:
            raise self._refusal((*self.kept, self._others))
        self.kept.append(problem)

    def raise_if_any(self) -> None:
        """Raise the refusal when a problem was kept."""
        if self.kept:
            raise self._refusal(tuple(self.kept))


def quote(text: str) -> str:
    """Return a text of a file as a message shows it: short, and without what cannot be shown or encoded."""
    shown = "".join(char for char in text[: MAX_QUOTE + 1] if char.isprintable())
    return shown if len(text) <= MAX_QUOTE else f"{shown[:MAX_QUOTE]}…"
