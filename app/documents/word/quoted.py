"""What a draft quotes of a clause: what is written once for all drafts is found by it."""

from dataclasses import dataclass, field

from app.domain.catalogue import Commitment, Convention, LinesRange, Target
from app.domain.draft import Entry


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a draft quotes of a clause, but its id: equal for two clauses that read alike."""

    commitment: Commitment = field(compare=False)
    text: str
    lacuna: bool
    lines: LinesRange
    targets: tuple[Target, ...]
    remark: str
    convention: Convention
    lead_in: tuple[str, ...]

    @classmethod
    def of(cls, entry: Entry) -> "Quoted":
        """What is quoted of the commitment of this entry."""
        one = entry.commitment
        words = (one.text, one.lacuna, one.lines, one.targets, one.remark)
        return cls(one, *words, entry.convention, entry.lead_in)

    def __hash__(self) -> int:
        """By the text alone, whose hash is known: the rest is compared."""
        return hash(self.text)
