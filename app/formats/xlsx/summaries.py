"""Rows of the sheets that sum up the actions and their indicators: to be read, never read back."""

from collections.abc import Iterator
from dataclasses import replace

from app.domain.actions import actions_by_volet
from app.domain.draft import Draft
from app.domain.field_text import LabelOf, labels_of, show
from app.domain.fields import ADAPTATION, by_id
from app.domain.french import typeset
from app.domain.profile import Adaptation
from app.domain.text import cut_at_word, is_blank

SUMMARY_NOT_READ = "Cette feuille se lit à la date de l’export. Elle n’est pas relue."
AMOUNT = "Montant"

_FIELDS = by_id(ADAPTATION)
_ACTION_FIELDS = ("local_action", "lead", "associated", "quartiers", "start", "deadline", "state")
_INDICATOR_FIELDS = (
    "local_action", "indicator", "indicator_baseline", "indicator_target", "indicator_year",
    "indicator_source", "indicator_by_sex", "indicator_values",
)  # fmt: skip


def _titles(fields: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    yield from (("Numéro", 20), ("Volet", 30))
    yield from ((typeset(_FIELDS[one].label), 60 if one == "local_action" else 24) for one in fields)


_LONGEST = 500
"""Characters of a text: a summary says what an action is, the sheet of commitments says all of it."""

ACTION_COLUMNS = (*_titles(_ACTION_FIELDS), (AMOUNT, 18))
INDICATOR_COLUMNS = tuple(_titles(_INDICATOR_FIELDS))


def action_rows(draft: Draft) -> Iterator[tuple[str | int, ...]]:
    """Yield each action of the contract, with the sum of its means in euros; empty where none is known."""
    label_of = labels_of(draft.profile)
    for number, volet, said in _actions(draft):
        amounts = [means.amount for means in said.means if means.amount is not None]
        yield (number, volet, *_shown(said, _ACTION_FIELDS, label_of), sum(amounts) if amounts else "")


def indicator_rows(draft: Draft) -> Iterator[tuple[str | int, ...]]:
    """Yield each action that has an indicator, with what it was worth each year."""
    label_of = labels_of(draft.profile)
    for number, volet, said in _actions(draft):
        if not is_blank(said.indicator) or said.indicator_values:
            yield (number, volet, *_shown(said, _INDICATOR_FIELDS, label_of))


def _actions(draft: Draft) -> Iterator[tuple[str | int, str, Adaptation]]:
    """Yield the number, the volet and the content of each action, in the order of the document.

    An action that is written counts as drafted. The text of a local commitment is its action, unless it says
    one apart.
    """
    for section, actions in actions_by_volet(draft):
        for action in actions:
            number = f"local {action.number}" if action.is_local else action.number
            state = action.adaptation.progress
            yield (
                number,
                section.section.title,
                replace(action.adaptation, local_action=action.text, state=state),
            )


def _shown(said: Adaptation, fields: tuple[str, ...], label_of: LabelOf) -> Iterator[str]:
    shown = (show(_FIELDS[one], getattr(said, one), label_of) for one in fields)
    return (text if len(text) <= _LONGEST else cut_at_word(text, _LONGEST) for text in shown)
