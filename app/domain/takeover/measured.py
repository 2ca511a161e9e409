"""How many fiches-actions are recognised of contracts whose every fiche is known: `benchmarks.takeover`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """What is recognised of the contracts that the reader was tuned on, and of those it never was."""

    tuned: str
    never_tuned: str


MEASURED = Measured(tuned="837 sur 838", never_tuned="68 sur 112")
