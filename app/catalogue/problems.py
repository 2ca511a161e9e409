"""What is wrong with the catalogue's files: every problem at once, each as `file:line: message`."""

from dataclasses import dataclass, field

from app.domain.problems import FileProblem, UserError


class CatalogueRefused(UserError, ValueError):
    """A catalogue that cannot be used. `problems` are sorted by file and line."""

    def __init__(self, problems: tuple[FileProblem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass
class Report:
    """Collects the problems of a reading; reading goes on to find the next one."""

    problems: list[FileProblem] = field(default_factory=list)

    def add(self, file: str, line: int, message: str) -> None:
        """Note one problem."""
        self.problems.append(FileProblem(file, line, message))

    def raise_if_any(self) -> None:
        """Raise CatalogueRefused when something was noted."""
        if self.problems:
            raise CatalogueRefused(tuple(sorted(set(self.problems))))
