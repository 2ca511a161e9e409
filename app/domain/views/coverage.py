"""Where a contract is thin: how far each volet has got, and who carries how much of it."""

from collections import Counter
from dataclasses import dataclass

from app.domain.draft import Draft, DraftSection
from app.domain.profile import State
from app.domain.rules import Partner, Section


@dataclass(frozen=True, slots=True)
class Progress:
    """The commitments of a volet, by how far their local answer has got."""

    section: Section
    to_do: int
    drafted: int
    agreed: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.to_do + self.drafted + self.agreed


@dataclass(frozen=True, slots=True)
class Matrix:
    """How many commitments each signatory carries in each volet; a row for each partner."""

    sections: tuple[Section, ...]
    rows: tuple[tuple[Partner, tuple[int, ...]], ...]

    @property
    def most(self) -> int:
        """The greatest count, at least 1: what the shades are measured against."""
        return max((count for _, counts in self.rows for count in counts), default=0) or 1


def progress_of(draft: Draft) -> tuple[Progress, ...]:
    """For each volet of the draft, in its order."""
    return tuple(_progress(section) for section in draft.sections)


def matrix_of(draft: Draft) -> Matrix:
    """For each signatory, in the order of the catalogue."""
    carried = Counter(
        (partner.id, entry.commitment.section) for entry in draft.entries() for partner in entry.carried_by
    )
    sections = tuple(section.section for section in draft.sections)
    rows = tuple(
        (partner, tuple(carried[partner.id, section.id] for section in sections))
        for partner in draft.partners
    )
    return Matrix(sections, rows)


def _progress(section: DraftSection) -> Progress:
    states = Counter(adaptation.progress for adaptation in section.adaptations)
    return Progress(section.section, states[State.TO_DO], states[State.DRAFTED], states[State.AGREED])
