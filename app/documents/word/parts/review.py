"""The mid-term review of an amendment: how far each action has got, and what its indicator was worth."""

from collections.abc import Iterator, Sequence

from app.documents.word.context import RenderContext
from app.documents.word.ooxml import Column, Style, Xml, paragraph, table
from app.documents.word.parts import open_place
from app.domain.actions import Action, actions_of
from app.domain.field_text import show_indicator_value
from app.domain.fields import ADAPTATION, STATES, by_id
from app.domain.french import NBSP, count_noun, join_names, typeset
from app.domain.profile import State
from app.domain.text import cut_at_word, is_blank

_FIELDS = by_id(ADAPTATION)
COLUMNS = (
    Column("N°", 700),
    Column("Action", 3538),
    Column("État", 1150),
    Column("Valeurs atteintes", 2050),
    Column(_FIELDS["review"].label, 2200),
)
TITLE = "Bilan à mi-parcours des actions"
PLACE = "Bilan à mi-parcours"
ASKED = "Actions réalisées, en cours et abandonnées ; valeurs atteintes par leurs indicateurs."
NOT_SAID = "–"
_ORDER = (State.DONE, State.UNDER_WAY, State.TO_START, State.GIVEN_UP)
_COUNTED = {
    State.DONE: ("réalisée", "réalisées"),
    State.UNDER_WAY: ("en cours", "en cours"),
    State.TO_START: ("à démarrer", "à démarrer"),
    State.GIVEN_UP: ("abandonnée", "abandonnées"),
}


def review(ctx: RenderContext) -> Iterator[Xml]:
    """Yield how many actions are in each state, a row for each that says how far it is, and the others."""
    yield ctx.article(TITLE)
    actions = list(actions_of(ctx.draft))
    told = [one for one in actions if _is_told(one)]
    if not told:
        yield open_place(ctx, "bilan-avenant", PLACE, ASKED)
        return
    yield paragraph(Style.NORMAL, typeset(_counted(told)), keep_next=True)
    rows = [row(one) for state in (*_ORDER, None) for one in told if _state(one) is state]
    yield table(COLUMNS, rows, description=TITLE)
    if silent := [one.label for one in actions if not _is_told(one)]:
        what = (
            "Aucun état n’est indiqué pour l’engagement"
            if len(silent) == 1
            else ("Aucun état n’est indiqué pour les engagements")
        )
        yield paragraph(Style.NORMAL, typeset(f"{what} {join_names(silent)}."), space=(120, 0))


def row(action: Action) -> tuple[str, ...]:
    """Return what is said of one action: its number, its words, its state, the values reached, the review."""
    said = action.adaptation
    state = _state(action)
    return (
        action.label,
        typeset(cut_at_word(action.words, 110)),
        STATES[state] if state else NOT_SAID,
        _values(action),
        said.review if not is_blank(said.review) else NOT_SAID,
    )


def _values(action: Action) -> str:
    """Return the values of each year, then those that the indicator starts from and is to reach."""
    said = action.adaptation
    bounds = (("Départ", said.indicator_baseline), ("Cible", said.indicator_target))
    lines = [show_indicator_value(one) for one in said.indicator_values]
    if not lines:
        return NOT_SAID
    lines += [f"{label}{NBSP}: {text}" for label, text in bounds if not is_blank(text)]
    return "\n".join(lines)


def _state(action: Action) -> State | None:
    state = action.adaptation.state
    return state if state.is_carried_out else None


def _is_told(action: Action) -> bool:
    said = action.adaptation
    return said.state.is_carried_out or bool(said.indicator_values) or not is_blank(said.review)


def _counted(actions: Sequence[Action]) -> str:
    counted = [
        count_noun(number, *_COUNTED[state])
        for state in _ORDER
        if (number := sum(_state(one) is state for one in actions))
    ]
    total = count_noun(len(actions), "action suivie", "actions suivies")
    return f"{total}{f' : {join_names(counted)}' if counted else ''}."
