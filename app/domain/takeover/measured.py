"""How many fiches-actions are recognised of contracts whose every fiche is known: `benchmarks.takeover`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """What is recognised of the contracts that the reader was tuned on, and of those it never was."""

    tuned: str
    never_tuned: str


MEASURED = Measured(tuned="1\u202f156 sur 1\u202f156", never_tuned="113 sur 116")
