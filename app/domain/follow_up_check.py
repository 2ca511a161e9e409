"""Actions that say what is done and not who, when, how it is measured or with what.

The national observatory's reading of the contracts found it to be their usual weakness (irev.fr, reported).
"""

from collections.abc import Callable, Iterator

from app.domain.draft import Draft, DraftSection, Finding, Level
from app.domain.profile import Adaptation

_WHY = "Une action se suit quand on sait qui, quand, avec quoi et comment elle se mesure"
_LACKS: tuple[tuple[str, str, Callable[[Adaptation], bool]], ...] = (
    ("pilote", "sans pilote", lambda one: not one.lead),
    ("echeance", "sans échéance", lambda one: not one.deadline),
    ("indicateur", "sans indicateur", lambda one: not one.indicator),
    ("moyens", "sans moyens", lambda one: not one.means and not one.resources),
)
GENDER_SECTION = "egalite-femmes-hommes"
"""The volet whose indicators are expected by sex first of all; its id is part of the interface."""


def thin_actions(draft: Draft) -> Iterator[Finding]:
    """For each volet, its actions that lack a lead, a deadline, an indicator or means."""
    for section in draft.sections:
        yield from _thin_in(section)
        if section.section.id == GENDER_SECTION:
            yield from _not_by_sex(section)


def _thin_in(section: DraftSection) -> Iterator[Finding]:
    actions = [adaptation for adaptation in section.adaptations if adaptation.local_action]
    volet = section.section
    for name, words, lacks in _LACKS:
        number = sum(map(lacks, actions))
        if number:
            message = f"{volet.title} : {number} action{'s' if number > 1 else ''} {words}."
            yield Finding(f"{name}-{volet.id}", Level.INFO, message, _WHY, f"section:{volet.id}")


def _not_by_sex(section: DraftSection) -> Iterator[Finding]:
    volet = section.section
    measured = [adaptation for adaptation in section.adaptations if adaptation.indicator]
    if measured and not any(adaptation.indicator_by_sex for adaptation in measured):
        message = f"{volet.title} : aucun indicateur n’est suivi par sexe."
        yield Finding(f"sexe-{volet.id}", Level.INFO, message, volet.legal_basis, f"section:{volet.id}")
