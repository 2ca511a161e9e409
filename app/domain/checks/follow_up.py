"""Actions that say what is done and not who, when, how it is measured or with what.

The national observatory's reading of the contracts found it to be their usual weakness (irev.fr, reported).
"""

from collections.abc import Iterator, Sequence

from app.domain.draft import Draft, DraftSection, Finding, FlagKind, Level
from app.domain.fields import ADAPTATION, Field
from app.domain.profile import Adaptation, State
from app.domain.text import is_blank

_WHY = "Une action se suit quand on sait qui, quand, avec quoi et comment elle se mesure"
_ASKED = tuple(field for field in ADAPTATION if field.lacking)
GENDER_SECTION = "egalite-femmes-hommes"
"""The volet whose indicators are expected by sex first of all; its id is part of the interface."""


BY_SEX = (
    "code général des collectivités territoriales, art. L. 1111-2, al. 3 : les données du rapport annuel "
    "« sont présentées par sexe »"
)
"""The text that asks for figures by sex."""


def thin_actions(draft: Draft) -> Iterator[Finding]:
    """For each volet, its actions that lack a lead, a deadline, an indicator or means."""
    for section in draft.sections:
        yield from _thin_in(section)
        if section.section.id == GENDER_SECTION:
            yield from _not_by_sex(section)


def unsaid_choices(draft: Draft) -> Iterator[Finding]:
    """Yield a commitment left out without a reason, and one said to be agreed without the action."""
    adaptations = draft.profile.adaptations
    out = [one.commitment.id for one in draft.excluded if one.by_choice]
    silent = tuple(one for one in out if is_blank(adaptations[one].reason_excluded))
    if silent:
        message = f"{_some(silent, 'engagement écarté', 'engagements écartés')} sans motif."
        why = "L’annexe cite chaque engagement écarté avec son motif"
        yield Finding("motifs", Level.INFO, message, why, "sections", silent)
    written = [one for section in draft.sections for one in section.written]
    empty = tuple(known for known, one in written if one.state is State.AGREED and is_blank(one.local_action))
    if empty:
        message = (
            f"{_some(empty, 'engagement est dit convenu', 'engagements sont dits convenus')} sans action."
        )
        yield Finding("convenus", Level.INFO, message, "Ce qui est convenu s’écrit", "sections", empty)


def undecided_places(draft: Draft) -> Iterator[Finding]:
    """Yield a finding for the clauses that would leave the body by our reading, but hold something."""
    ids = tuple(
        entry.commitment.id
        for entry in draft.entries()
        if any(flag.kind is FlagKind.TO_DECIDE for flag in entry.flags)
    )
    if ids:
        stay = _some(ids, "engagement achevé ou national reste", "engagements achevés ou nationaux restent")
        message = (
            f"{stay} dans le corps du contrat parce que quelque chose y est écrit : leur place est à décider."
        )
        why = "Notre lecture des conventions de 2013-2014 : ce qui est achevé va en annexe « Pour mémoire »"
        yield Finding("pour-memoire", Level.WARNING, message, why, "historical", ids)


def _some(ids: Sequence[str], singular: str, plural: str) -> str:
    return f"{len(ids)} {singular if len(ids) == 1 else plural}"


def _thin_in(section: DraftSection) -> Iterator[Finding]:
    actions = [(known, one) for known, one in section.written if not is_blank(one.local_action)]
    volet = section.section
    for field in _ASKED:
        thin = tuple(known for known, adaptation in actions if _lacks(adaptation, field))
        if thin:
            message = f"{volet.title} : {_some(thin, 'action', 'actions')} {field.lacking}."
            yield Finding(f"{field.tag}-{volet.id}", Level.INFO, message, _WHY, f"section:{volet.id}", thin)


def _lacks(adaptation: Adaptation, field: Field) -> bool:
    """Whether a field says nothing; an amount says the means as well as words do."""
    if field.id == "resources" and any(line.amount for line in adaptation.means):
        return False
    return is_blank(getattr(adaptation, field.id))


def _not_by_sex(section: DraftSection) -> Iterator[Finding]:
    volet = section.section
    measured = [(known, one) for known, one in section.written if not is_blank(one.indicator)]
    if measured and not any(adaptation.indicator_by_sex for _, adaptation in measured):
        message = f"{volet.title} : aucun indicateur n’est suivi par sexe."
        ids = tuple(known for known, _ in measured)
        why = f"{volet.legal_basis} ; {BY_SEX}"
        yield Finding(f"sexe-{volet.id}", Level.INFO, message, why, f"section:{volet.id}", ids)
