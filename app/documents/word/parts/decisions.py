"""The record of what a steering committee decided: action by action, then what is still to be agreed."""

from collections.abc import Iterator

from app.documents.word.context import RenderContext
from app.documents.word.ooxml import Column, Style, Xml, paragraph, table
from app.documents.word.parts.cover import heading
from app.domain.actions import Action
from app.domain.committee import CommitteeRecord
from app.domain.fields import ADAPTATION, by_id
from app.domain.french import NBSP, count_noun, date_or_words, format_date, join_names, typeset
from app.domain.text import cut_at_word

_FIELDS = by_id(ADAPTATION)
DECIDED_COLUMNS = (
    Column("N°", 700),
    Column("Action", 3638),
    Column(_FIELDS["lead"].label, 1750),
    Column("Décision", 3550),
)
WAITING_COLUMNS = (
    Column("N°", 700),
    Column("Action", 5188),
    Column(_FIELDS["lead"].label, 2250),
    Column(_FIELDS["deadline"].label, 1500),
)
DECIDED = "Décisions du comité de pilotage, action par action"
WAITING = "Actions qui restent à convenir"
NOTHING_DECIDED = "Aucune action n’a été convenue, modifiée ou écartée ce jour."
ALL_AGREED = "Toutes les actions rédigées sont convenues."
SETTLED = "Convenues avant ce comité, et inchangées : engagements {}."
LONGEST_ACTION, LONGEST_LEAD = 110, 60
NOT_SAID = "–"


def _decisions(ctx: RenderContext) -> CommitteeRecord:
    return ctx.options.decisions or CommitteeRecord((), (), ())


def decisions_head(ctx: RenderContext) -> Xml:
    """Return the day of the committee, and how much it decided."""
    decided = _decisions(ctx).decided
    agreed = sum(one.is_agreement for one in decided)
    counted = [count_noun(agreed, "action convenue", "actions convenues")]
    others = len(decided) - agreed
    counted += [count_noun(others, "autre décision", "autres décisions")] if others else []
    held = f"Comité de pilotage du {format_date(ctx.options.on)}{NBSP}: {join_names(counted)}."
    return heading(ctx, held)


def decided_actions(ctx: RenderContext) -> Iterator[Xml]:
    """Yield what was decided of each action, in the order of the contract."""
    decided = _decisions(ctx).decided
    yield ctx.chapter("Décisions")
    if not decided:
        yield paragraph(Style.NORMAL, typeset(NOTHING_DECIDED))
        return
    rows = [(*_named(one.action), typeset(one.said)) for one in decided]
    yield table(DECIDED_COLUMNS, rows, description=DECIDED)


def waiting_actions(ctx: RenderContext) -> Iterator[Xml]:
    """Yield the actions that are written and not agreed, then the numbers of those agreed before."""
    waiting, settled = _decisions(ctx).waiting, _decisions(ctx).settled
    yield ctx.chapter("Reste à convenir")
    if waiting:
        rows = [(*_named(one), date_or_words(one.adaptation.deadline) or NOT_SAID) for one in waiting]
        yield table(WAITING_COLUMNS, rows, description=WAITING)
    else:
        yield paragraph(Style.NORMAL, typeset(ALL_AGREED))
    if settled:
        yield paragraph(
            Style.NORMAL,
            typeset(SETTLED.format(join_names([one.label for one in settled]))),
            space=(120, 0),
        )


def _named(action: Action) -> tuple[str, str, str]:
    lead = cut_at_word(action.adaptation.lead, LONGEST_LEAD) or NOT_SAID
    return action.label, typeset(cut_at_word(action.words, LONGEST_ACTION)), lead
