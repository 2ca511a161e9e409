"""Orientations without an objective, objectives without a figure, actions that serve one that is gone."""

from collections.abc import Iterator

from app.domain.checks.outside import in_short
from app.domain.draft import Draft, Finding, Level
from app.domain.orientations import objectives_of, orientation_numbers
from app.domain.profile import Objective, Orientation
from app.domain.text import is_blank

PLACE = "orientations"
_MEASURED = "Un objectif se suit avec un indicateur et une cible"


def unfinished_orientations(draft: Draft) -> Iterator[Finding]:
    """Yield what the orientations of a contract lack; nothing where it has none."""
    orientations = draft.profile.orientations
    numbers = orientation_numbers(orientations)
    bare = [_titled(numbers, one) for one in orientations if not one.objectives]
    if bare:
        message = f"Orientations sans objectif opérationnel : {in_short(bare)}."
        why = "Une orientation se décline en objectifs que des actions servent"
        yield Finding("orientations-sans-objectif", Level.WARNING, message, why, PLACE)
    for lacking, words in (("indicator", "indicateur"), ("target", "cible")):
        objectives = objectives_of(orientations)
        without = [_titled(numbers, one) for one in objectives if is_blank(getattr(one, lacking))]
        if without:
            message = f"Objectifs opérationnels sans {words} : {in_short(without)}."
            yield Finding(f"objectifs-sans-{words}", Level.WARNING, message, _MEASURED, PLACE)
    yield from _gone(draft)


def _titled(numbers: dict[str, str], record: Orientation | Objective) -> str:
    return f"{numbers[record.id]} « {record.title} »"


def _gone(draft: Draft) -> Iterator[Finding]:
    known = {objective.id for objective in objectives_of(draft.profile.orientations)}
    written = (action for section in draft.sections for action in section.written)
    ids = tuple(one for one, said in written if set(said.objectives) - known)
    if ids:
        message = "Des actions contribuent à un objectif qui a été retiré du contrat : il ne s’imprime pas."
        why = "Cochez un autre objectif, décochez celui-ci, ou rétablissez-le"
        yield Finding("objectifs-retires", Level.WARNING, message, why, PLACE, ids)
