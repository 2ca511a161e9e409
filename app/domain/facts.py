"""What is known of a territory: stated by the official, else derived from the territory, else unknown."""

from collections.abc import Iterable

from app.domain.conditions import Fact, Facts
from app.domain.french import format_number
from app.domain.profile import Profile, Territory
from app.domain.rules import FactRule


def resolve_facts(rules: Iterable[FactRule], profile: Profile) -> Facts:
    """One fact for each rule, with the sentence that states it and, when it was derived, why."""
    return {rule.id: _resolve(rule, profile) for rule in rules}


def derive(rule: FactRule, territory: Territory) -> Fact:
    """What the territory alone says. The value is None when it says nothing."""
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
        return Fact(rule.id, stated, f"{sentence} (indiqué par le rédacteur)", stated=True)
    reason = f" ; motif : {' '.join(profile.facts_reason.split())}" if profile.facts_reason else ""
    against = f"{sentence} (indiqué par le rédacteur, contre : {derived.sentence}{reason})"
    return Fact(rule.id, stated, against, stated=True, overruled=True)


def _reading(rule: FactRule, territory: Territory) -> tuple[bool | None, str]:
    if rule.departements:
        return _by_departement(rule, territory)
    if rule.commune_population:
        return _by_population(*rule.commune_population, territory)
    if rule.groupings:
        return _by_grouping(rule, territory)
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
