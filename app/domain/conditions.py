"""What is known of a territory, and conditions over it: each verdict has the sentence that explains it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.french import format_number
from app.domain.profile import Profile, Territory
from app.domain.rules import FactRule

OPEN_QUESTION = "Reste à répondre"
"""In the reason why a clause is there, before what nobody answered."""


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
        """Return whether it applies or not; unknown when the fact is."""
        known = facts[self.fact]
        if known.value is None:
            return Verdict(Outcome.UNKNOWN, f"{self.because} {OPEN_QUESTION} : {known.sentence}.")
        outcome = Outcome.APPLIES if known.value is self.expected else Outcome.DOES_NOT_APPLY
        return Verdict(outcome, f"{self.because} Ici : {known.sentence}.")

    def facts_read(self) -> tuple[str, ...]:
        """Return the ids of the facts on which the verdict depends."""
        return (self.fact,)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when one of several facts is true; unknown when none is true and one is unknown."""

    facts: tuple[str, ...]
    because: str

    def evaluate(self, facts: Facts) -> Verdict:
        """Return that it applies as soon as one fact is true, whatever is unknown about the others."""
        known = [facts[fact] for fact in self.facts]
        for fact in known:
            if fact.value:
                return Verdict(Outcome.APPLIES, f"{self.because} Ici : {fact.sentence}.")
        unknown = [fact.sentence for fact in known if fact.value is None]
        if unknown:
            sentences = " ; ".join(unknown)
            return Verdict(Outcome.UNKNOWN, f"{self.because} {OPEN_QUESTION} : {sentences}.")
        sentences = " ; ".join(fact.sentence for fact in known)
        return Verdict(Outcome.DOES_NOT_APPLY, f"{self.because} Ici : {sentences}.")

    def facts_read(self) -> tuple[str, ...]:
        """Return the ids of the facts on which the verdict depends."""
        return self.facts


Condition = FactCondition | AnyOf


@dataclass(frozen=True, slots=True)
class PartialCondition:
    """A condition on a fragment of a clause only: the clause stays, the fragment is flagged."""

    fragment: str
    when: Condition


def resolve_facts(rules: Iterable[FactRule], profile: Profile) -> Facts:
    """One fact for each rule, with the sentence that states it and, when it was derived, why."""
    return {rule.id: _resolve(rule, profile) for rule in rules}


def derive(rule: FactRule, territory: Territory) -> Fact:
    """Return what the territory alone says. The value is None when it says nothing."""
    value, reason = _reading(rule, territory)
    if value is None:
        return Fact(rule.id, None, f"« {rule.question} »")
    return Fact(rule.id, value, f"{rule.when_true if value else rule.when_false}{reason}")


def _resolve(rule: FactRule, profile: Profile) -> Fact:
    derived = derive(rule, profile.territory)
    stated = profile.facts.get(rule.id)
    if stated is None or stated is derived.value:
        return derived
    sentence = rule.when_true if stated else rule.when_false
    if derived.value is None:
        return Fact(rule.id, stated, sentence, stated=True)
    reason = f" ; motif : {' '.join(profile.facts_reason.split())}" if profile.facts_reason else ""
    against = f"{sentence} (contre la référence des territoires : {derived.sentence}{reason})"
    return Fact(rule.id, stated, against, stated=True, overruled=True)


def _reading(rule: FactRule, territory: Territory) -> tuple[bool | None, str]:
    if rule.departements:
        return _by_departement(rule, territory)
    if rule.commune_population:
        return _by_population(*rule.commune_population, territory)
    if rule.groupings:
        return _by_grouping(rule, territory)
    if rule.kinds:
        return territory.kind in rule.kinds, ""
    return None, ""


def _by_departement(rule: FactRule, territory: Territory) -> tuple[bool | None, str]:
    departements = territory.departements
    if not departements:
        return None, ""
    word = "département" if len(departements) == 1 else "départements"
    return bool(set(departements) & set(rule.departements)), f" ({word} {', '.join(departements)})"


def _by_population(low: int, high: int | None, territory: Territory) -> tuple[bool | None, str]:
    within = [
        commune
        for commune in territory.communes
        if commune.population is not None
        and low <= commune.population
        and (high is None or commune.population < high)
    ]
    if within:
        largest = max(within, key=lambda commune: commune.population or 0)
        inhabitants = format_number(largest.population or 0)
        return True, f" ({largest.name}, {inhabitants} habitants)"
    if territory.communes and all(commune.population is not None for commune in territory.communes):
        return False, ""
    return None, ""


def _by_grouping(rule: FactRule, territory: Territory) -> tuple[bool | None, str]:
    if territory.kind == "commune":
        return False, ""
    if territory.grouping is None:
        return None, ""
    return territory.grouping in rule.groupings, ""
