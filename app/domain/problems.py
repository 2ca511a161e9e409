"""What is wrong with what a person gave: the faults that a reader finds, and how they are raised."""

from collections.abc import Callable
from dataclasses import dataclass


class UserError(Exception):
    """Something that a person can act on. `str()` of it is in French, and says what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in French, and where: a path such as `territory.communes[3].code`, a cell, or a file.

    In a file that is read line by line it has its `line`, counted from 1: `file:line: message`.
    """

    path: str
    message: str
    line: int = 0

    def __str__(self) -> str:
        if self.line:
            return f"{self.place}: {self.message}"
        return f"{self.place} : {self.message}" if self.place else self.message

    @property
    def place(self) -> str:
        """Return where it is: « profil.json:12 », « cellule B7 », or nothing."""
        return f"{self.path}:{self.line}" if self.line else self.path


class Refused(UserError, ValueError):
    """A file or a document that cannot be used. `problems` names every one of its faults."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


MAX_PROBLEMS = 100
"""Most problems of one file that are kept and shown: nobody mends more at a time."""

OTHERS = "et d’autres problèmes : corrigez d’abord ceux-ci"
"""Ends the list of a file that has more problems than are kept."""

MAX_QUOTE = 60
"""Most characters that a message quotes from a file."""


class Problems:
    """Collects problems: reading goes on to find the next one, and ends at the first over MAX_PROBLEMS.

    `refusal` makes the exception from the problems; `others` ends a list that is cut. None: no list is.
    """

    def __init__(
        self, refusal: Callable[[tuple[Problem, ...]], Refused], others: str | None = OTHERS
    ) -> None:
        self._refusal = refusal
        self._others = others
        self._kept: list[Problem] = []

    def add(self, path: str, message: str, line: int = 0) -> None:
        """Keep a problem. Raises the refusal when MAX_PROBLEMS are kept already."""
        if self._others and len(self._kept) == MAX_PROBLEMS:
            raise self._refusal((*self._in_order(), Problem("", self._others)))
        self._kept.append(Problem(path, message, line))

    def raise_if_any(self) -> None:
        """Raise the refusal when a problem was kept."""
        if self._kept:
            raise self._refusal(self._in_order())

    def _in_order(self) -> tuple[Problem, ...]:
        """Return the problems as they were found; those with a line by file and line, each once."""
        if not any(problem.line for problem in self._kept):
            return tuple(self._kept)
        return tuple(sorted(set(self._kept), key=lambda found: (found.path, found.line, found.message)))


def quote(text: str) -> str:
    """Return a text of a file as a message shows it: short, and without what cannot be shown or encoded."""
    shown = "".join(char for char in text[: MAX_QUOTE + 1] if char.isprintable())
    return shown if len(text) <= MAX_QUOTE else f"{shown[:MAX_QUOTE]}…"
