"""Conditions over a territory's facts. Each verdict carries the sentence that explains it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What a condition says of a territory."""

    APPLIES = "applies"
    DOES_NOT_APPLY = "does not apply"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome and the French sentence that says why."""

    outcome: Outcome
    because: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of a territory: `value` None means unknown. `sentence` states it in French.

    `overruled` when the official said the opposite of what the territory shows.
    """

    id: str
    value: bool | None
    sentence: str
    stated: bool = False
    overruled: bool = False


Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class FactCondition:
    """True when a fact has the expected value. `because` cites the text that sets the condition."""

    fact: str
    expected: bool
    because: str

    def evaluate(self, facts: Facts) -> Verdict:
        """Applies, does not apply, or unknown when the fact is."""
        known = facts[self.fact]
        if known.value is None:
            return Verdict(Outcome.UNKNOWN, f"{self.because} Reste à répondre : {known.sentence}.")
        outcome = Outcome.APPLIES if known.value is self.expected else Outcome.DOES_NOT_APPLY
        return Verdict(outcome, f"{self.because} Ici : {known.sentence}.")

    def facts_read(self) -> tuple[str, ...]:
        """The ids of the facts on which the verdict depends."""
        return (self.fact,)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when one of several facts is true; unknown when none is true and one is unknown."""

    facts: tuple[str, ...]
    because: str

    def evaluate(self, facts: Facts) -> Verdict:
        """Applies as soon as one fact is true, whatever is unknown about the others."""
        known = [facts[fact] for fact in self.facts]
        for fact in known:
            if fact.value:
                return Verdict(Outcome.APPLIES, f"{self.because} Ici : {fact.sentence}.")
        unknown = [fact.sentence for fact in known if fact.value is None]
        if unknown:
            sentences = " ; ".join(unknown)
            return Verdict(Outcome.UNKNOWN, f"{self.because} Reste à répondre : {sentences}.")
        sentences = " ; ".join(fact.sentence for fact in known)
        return Verdict(Outcome.DOES_NOT_APPLY, f"{self.because} Ici : {sentences}.")

    def facts_read(self) -> tuple[str, ...]:
        """The ids of the facts on which the verdict depends."""
        return self.facts


Condition = FactCondition | AnyOf


@dataclass(frozen=True, slots=True)
class PartialCondition:
    """A condition on a fragment of a clause only: the clause stays, the fragment is flagged."""

    fragment: str
    when: Condition
