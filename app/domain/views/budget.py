"""What each funder brings: the amounts of the actions, added up, droit commun apart from specific credits."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.draft import Draft
from app.domain.profile import Means, MeansKind
from app.domain.text import name_key


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One funder's amounts, in whole euros."""

    funder: str
    common_law: int
    specific: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.common_law + self.specific


@dataclass(frozen=True, slots=True)
class Budget:
    """The funders, the one that brings most first, and their sum."""

    lines: tuple[BudgetLine, ...]

    @property
    def sum(self) -> BudgetLine:
        """All of them together."""
        return BudgetLine(
            "Total",
            sum(line.common_law for line in self.lines),
            sum(line.specific for line in self.lines),
        )


def budget_of(draft: Draft) -> Budget:
    """Return the budget of the actions in a draft. A means without an amount counts for nothing."""
    by_funder: dict[str, list[Means]] = {}
    for section in draft.sections:
        for adaptation in section.adaptations:
            for means in adaptation.means:
                if means.amount:
                    by_funder.setdefault(name_key(means.funder), []).append(means)
    lines = [
        BudgetLine(given[0].funder, _sum(given, MeansKind.COMMON_LAW), _sum(given, MeansKind.SPECIFIC))
        for given in by_funder.values()
    ]
    return Budget(tuple(sorted(lines, key=lambda line: -line.total)))


def _sum(given: Iterable[Means], kind: MeansKind) -> int:
    return sum(means.amount or 0 for means in given if means.kind is kind)
