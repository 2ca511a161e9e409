"""What the signatories do here about a commitment: the action, who, when, how it is measured, with what."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from app.documents.word.cache import CachedXml
from app.documents.word.context import RenderContext
from app.documents.word.ooxml import (
    NOTHING,
    Column,
    Inline,
    Piece,
    Style,
    Xml,
    choice_place,
    date_place,
    joined,
    line_break,
    paragraph,
    prose_place,
    run,
    strong,
    table,
    text_place,
    xml_text,
)
from app.domain.field_text import show
from app.domain.fields import ADAPTATION, Kind
from app.domain.french import NBSP, format_date, format_euros, typeset
from app.domain.profile import NO_ADAPTATION, Adaptation, MeansKind, State

COLUMNS = (
    Column("Pilote", 2300),
    Column("Échéance", 1900),
    Column("Indicateur", 2719),
    Column("Moyens", 2719),
)
STATES = {State.TO_DO: "", State.DRAFTED: " (rédigée)", State.AGREED: " (convenue)"}
MEANS = {MeansKind.COMMON_LAW: "Droit commun", MeansKind.SPECIFIC: "Crédits spécifiques"}


def local_action(ctx: RenderContext, identifier: str, adaptation: Adaptation, name: str) -> Piece:
    """The whole of it. `name` is what the table answers to: « l’engagement 12 »."""
    if adaptation is NO_ADAPTATION:
        return _blank(ctx.choices).fill((xml_text(identifier).encode(),))
    title = f"Action locale{STATES[adaptation.progress]}"
    return joined(
        (
            prose_place(f"{identifier}.action", title, adaptation.local_action, together=True),
            *_quartiers(ctx, adaptation),
            _follow_up(ctx.choices, identifier, adaptation, name),
        )
    )


_ANY_ID = "\ue000"
"""Stands for the id of a commitment in `_blank`; no id holds it."""


@lru_cache(maxsize=8)
def _blank(choices: Xml) -> CachedXml:
    """What every commitment has as long as nothing is typed: written once for the same signatories."""
    action = prose_place(f"{_ANY_ID}.action", "Action locale", "", together=True)
    return CachedXml(joined((action, _follow_up(choices, _ANY_ID, NO_ADAPTATION, ""))), _ANY_ID)


def _quartiers(ctx: RenderContext, adaptation: Adaptation) -> Iterator[Xml]:
    """Where the action takes place, when it is not the whole territory."""
    named = [ctx.draft.territory.quartier_label(code) for code in adaptation.quartiers]
    if named:
        title = strong(f"Quartiers concernés{NBSP}: ")
        yield paragraph(Style.PLACE_TO_FILL, title, ", ".join(named), keep_next=True)


def _follow_up(choices: Xml, identifier: str, typed: Adaptation, name: str) -> Xml:
    """A table of what is known; one line of places to fill as long as nothing is."""
    places = (
        choice_place(f"{identifier}.pilote", "Pilote", choices, typed.lead),
        _period(date_place(f"{identifier}.echeance", "Échéance", typed.deadline), typed.start),
        text_place(f"{identifier}.indicateur", "Indicateur", typed.indicator),
        _means_place(identifier, typed),
    )
    details = [list(_details(typed, place)) for place in ("lead", "deadline", "indicator", "resources")]
    details[-1] = [*_means(typed), *details[-1]]
    if not any((typed.lead, typed.start, typed.deadline, typed.indicator, typed.resources, *details)):
        return _line_to_fill(places)
    row = [_lines(place, more) for place, more in zip(places, details, strict=True)]
    return table(COLUMNS, [row], description=f"Suivi de {name}", together=True, named_rows=False)


def _means_place(identifier: str, typed: Adaptation) -> Xml:
    """Amounts say the means already: an empty place before them would look forgotten."""
    if typed.means and not typed.resources:
        return NOTHING
    return text_place(f"{identifier}.moyens", "Moyens", typed.resources)


def _line_to_fill(places: Sequence[Xml]) -> Xml:
    pieces: list[Inline] = []
    for column, place in zip(COLUMNS, places, strict=True):
        pieces += [strong(f"{column.title}{NBSP}:{NBSP}"), place, f"{NBSP}{NBSP} "]
    return paragraph(Style.PLACE_TO_FILL, *pieces[:-1], keep_lines=True)


def _period(end: Xml, start: str) -> Xml:
    """The end alone, or from when to when."""
    if not start:
        return end
    begins = run(typeset(f"Début : {date_or_words(start)}"))
    return joined((begins, line_break(), run(f"Fin{NBSP}: "), end))


def _lines(place: Xml, others: Sequence[str]) -> Inline:
    """The place to fill, then one line for each detail."""
    broken = [piece for text in others for piece in (line_break(), run(typeset(text)))]
    return joined((place, *broken) if place else broken[1:])


def _details(typed: Adaptation, place: str) -> Iterator[str]:
    """What is known beside a place to fill: « Cible : 300 », « Suivi par sexe »."""
    for field in ADAPTATION:
        value = getattr(typed, field.id)
        if field.beside == place and value != getattr(NO_ADAPTATION, field.id):
            text = ", ".join(value) if field.kind is Kind.NAMES else show(field, value)
            label = field.short or field.label
            yield label if value is True else f"{label} : {text}"


def _means(typed: Adaptation) -> Iterator[str]:
    for means in typed.means:
        amount = f" : {format_euros(means.amount)}" if means.amount is not None else ""
        yield f"{MEANS[means.kind]}, {means.funder}{amount}"


def date_or_words(text: str) -> str:
    """An ISO date in letters; a year or words as they were typed."""
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text
