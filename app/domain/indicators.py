"""The indicators of a contract: where each began, what it was worth each year, how far its target is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.actions import Action
from app.domain.draft import Draft
from app.domain.profile import Adaptation, IndicatorValue
from app.domain.text import is_blank

_SPACES = re.compile("[ \u00a0\u202f]")
_NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?")


@dataclass(frozen=True, slots=True)
class Indicator:
    """The indicator of an action; each text as typed. `values` are those of the years, the latest last."""

    action: Action
    values: tuple[IndicatorValue, ...]

    @property
    def said(self) -> Adaptation:
        """What the action says: its indicator, its baseline and its target among the rest."""
        return self.action.adaptation

    @property
    def progress(self) -> int | None:
        """How far it has come from its baseline to its target, in percent from 0 to 100.

        None where one of the three is no number, or the target is the baseline.
        """
        reached = read_number(self.values[-1].value) if self.values else None
        baseline, target = read_number(self.said.indicator_baseline), read_number(self.said.indicator_target)
        if reached is None or baseline is None or target is None or target == baseline:
            return None
        return round(100 * min(1.0, max(0.0, (reached - baseline) / (target - baseline))))


def read_number(text: str) -> float | None:
    """Return the number that a value begins with, « 1 250 », « 35 % », « 12,5 »; None without one."""
    found = _NUMBER.match(_SPACES.sub("", text))
    return float(found[0].replace(",", ".")) if found else None


def indicators_of(draft: Draft) -> tuple[Indicator, ...]:
    """Return the indicators of the contract, in the order of the document."""
    return tuple(
        Indicator(action, tuple(sorted(said.indicator_values, key=lambda value: value.year)))
        for action in _actions(draft)
        if not is_blank((said := action.adaptation).indicator)
    )


def _actions(draft: Draft) -> Iterator[Action]:
    numbers, local_numbers = draft.numbers, draft.local_numbers
    for volet in draft.sections:
        for entry in volet.entries:
            known = entry.commitment.id
            yield Action(known, numbers[known], False, entry.commitment.text, entry.adaptation)
        for local in volet.local:
            yield Action(local.id, local_numbers[local.id], True, local.text, local.adaptation)
