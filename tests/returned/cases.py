"""Returned files to be made: what is done to which draft, how it is saved, what should be read of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from tests.returned.edits import CAF, By
from tests.returned.expected import Expected
from tests.returned.word_file import WordFile

Edit = Callable[[WordFile], Expected]
Save = Callable[[WordFile], None]

TODAY, FORMER, BARE, SIGNING, FICHE = (
    "aujourd’hui",
    "version-52aeb19",
    "sans-données",
    "à-signer",
    "fiche-caf",
)
BOTH = (TODAY, FORMER)


@dataclass(frozen=True, slots=True)
class Case:
    """A file to make. `saves`: what its tool does to it. `office`: the format that LibreOffice saves it in.

    `is_weak`: no control is left, or LibreOffice saved it; less is asked of it.
    """

    name: str
    kind: str
    base: str
    edit: Edit
    saves: tuple[Save, ...] = ()
    office: str = ""
    without_marks: bool = False

    @property
    def is_weak(self) -> bool:
        return bool(self.office) or self.without_marks

    @property
    def title(self) -> str:
        return f"{self.base} / {self.kind} / {self.name}"


@dataclass(frozen=True, slots=True)
class Cases:
    """The edits of one kind: functions that take a file, change it and return what should be read."""

    kind: str
    found: list[Case]

    def add(
        self, name: str, *, bases: tuple[str, ...] = BOTH, by: tuple[By | None, ...] | None = None
    ) -> Callable[[Callable[..., Expected]], Callable[..., Expected]]:
        """Register an edit, for each draft; with `by`, tracked by each of these people, None for nobody."""

        def register(edit: Callable[..., Expected]) -> Callable[..., Expected]:
            for base in bases:
                if by is None:
                    self.found.append(Case(name, self.kind, base, edit))
                for one in by or ():
                    how = "suivi" if one else "sans suivi"
                    self.found.append(Case(f"{name}, {how}", self.kind, base, partial(edit, by=one)))
            return edit

        return register


ANYBODY: tuple[By | None, ...] = (CAF, None)


def saved(cases: list[Case], kind: str, *saves: Save, office: str = "", bare: bool = False) -> Iterator[Case]:
    """Yield the same cases, saved by some tool."""
    for one in cases:
        yield replace(
            one, name=f"{one.name} ({one.kind})", kind=kind, saves=saves, office=office, without_marks=bare
        )
