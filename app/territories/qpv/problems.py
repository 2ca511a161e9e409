"""What is wrong with a list of quartiers: a hundred problems at most, then reading stops."""

from app.domain.errors import UserError
from app.domain.file_problem import FileProblem

MAX_BYTES = 15_000_000
MAX_PROBLEMS = 100
"""Nobody reads more; a file of another kind has millions."""


class QuartiersRefused(UserError, ValueError):
    """A file that is not a list of quartiers prioritaires.

    `problems` has at most MAX_PROBLEMS of its faults, by line; `has_more` when the file was not read further.
    """

    def __init__(self, problems: tuple[FileProblem, ...], *, has_more: bool = False) -> None:
        lines = [str(problem) for problem in problems]
        if has_more:
            lines.append(f"Et d’autres : seuls les {MAX_PROBLEMS} premiers problèmes sont montrés.")
        super().__init__("\n".join(lines))
        self.problems = problems
        self.has_more = has_more


class Problems:
    """Collects the problems of one file."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[FileProblem] = []

    def add(self, line: int, message: str) -> None:
        """Note a problem. Raises QuartiersRefused when there are enough of them."""
        if len(self._found) == MAX_PROBLEMS:
            raise QuartiersRefused(tuple(sorted(self._found)), has_more=True)
        self._found.append(FileProblem(self._file, line, message))

    def refuse(self, message: str, line: int = 1) -> QuartiersRefused:
        """The refusal of the whole file, in one sentence."""
        return QuartiersRefused((FileProblem(self._file, line, message),))

    def raise_if_any(self) -> None:
        """Raise QuartiersRefused with the problems, if there are any."""
        if self._found:
            raise QuartiersRefused(tuple(sorted(self._found)))
