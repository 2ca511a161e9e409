"""What the signatories do here: about a commitment, or by one of this contract alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from app.documents import Edition
from app.documents.word.context import CachedXml, RenderContext, lasting_bookmark, local_bookmark
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
    prose_runs,
    run,
    strong,
    table,
    text_place,
    value_place,
    xml_text,
)
from app.domain.field_text import FollowUp, follow_up, labels_of, own_lines
from app.domain.fields import ADAPTATION, STATES, Kind, by_id
from app.domain.french import NBSP, typeset
from app.domain.orientations import known_objectives
from app.domain.profile import NO_ADAPTATION, Adaptation, LocalCommitment, State
from app.domain.text import cut_at_word

ACTION = by_id(ADAPTATION)["local_action"].label
LONGEST_SUBJECT = 60
"""How many characters of a local commitment its heading shows: about one line."""
PAGE_WIDTH = 9638
NARROW_COLUMNS = {Kind.DATE: 2360, Kind.LINE: 2000}
"""Widths, in twentieths of a point, of the columns whose texts are short; the others share the rest."""


def local_action(ctx: RenderContext, identifier: str, adaptation: Adaptation, name: str) -> Piece:
    """Return the whole of it. `name` is what the table answers to: « l’engagement 12 ».

    In the edition to sign, what nobody wrote is not printed: neither place nor label.
    """
    signing = ctx.options.edition is Edition.SIGNING
    if adaptation is NO_ADAPTATION or adaptation == NO_ADAPTATION:
        if signing:
            return NOTHING
        return _blank(ctx.choices).fill((xml_text(identifier).encode(),), ctx.control_ids)
    state = adaptation.progress
    title = ACTION if state is State.TO_DO else f"{ACTION} ({STATES[state]})"
    action = NOTHING
    if adaptation.local_action or not signing:
        ends = (identifier, ctx.bookmarked)
        action = prose_place(f"{identifier}.action", title, adaptation.local_action, together=True, ends=ends)
    follow_up_table = _follow_up(ctx.choices, identifier, adaptation, name, signing=signing)
    return joined((action, *_own_lines(ctx, identifier, adaptation), follow_up_table))


_ANY_ID = "\ue000"
"""Stands for the id of a commitment in `_blank`; no id holds it."""


@lru_cache(maxsize=8)
def _blank(choices: Xml) -> CachedXml:
    """Return what every commitment has as long as nothing is typed: written once for the same signatories."""
    columns = follow_up(NO_ADAPTATION)
    places = {ACTION: text_place(f"{_ANY_ID}.action", ACTION)} | {
        column.title: _place(choices, _ANY_ID, column, NO_ADAPTATION, signing=False) for column in columns
    }
    return CachedXml(_line_to_fill(places), _ANY_ID)


def _own_lines(ctx: RenderContext, identifier: str, adaptation: Adaptation) -> Iterator[Xml]:
    """Yield a line for each field that has one and says something: where the action takes place."""
    profile = ctx.draft.profile
    known = known_objectives(adaptation.objectives, profile.orientations)
    for field, text in own_lines(replace(adaptation, objectives=known), labels_of(profile)):
        said = prose_runs(text) if field.kind is Kind.PROSE else run(text)
        place = value_place(f"{identifier}.{field.tag}", field.label, said)
        yield paragraph(Style.PLACE_TO_FILL, strong(f"{field.label}{NBSP}: "), place, keep_next=True)


def _follow_up(choices: Xml, identifier: str, typed: Adaptation, name: str, *, signing: bool) -> Xml:
    """Return a table of what is known; one line of places to fill as long as nothing is.

    `signing`: only the columns that say something, and nothing if none does.
    """
    columns = tuple(column for column in follow_up(typed) if not signing or _says(column, typed))
    if not columns:
        return NOTHING
    places = tuple(_place(choices, identifier, column, typed, signing=signing) for column in columns)
    widths = _columns(tuple((column.title, column.field.kind) for column in columns))
    if not (typed.start or any(column.text or column.details for column in columns)):
        return _line_to_fill({column.title: place for column, place in zip(columns, places, strict=True)})
    row = [_lines(place, column.details) for place, column in zip(places, columns, strict=True)]
    return table(widths, [row], description=f"Suivi de {name}", together=True, named_rows=False)


@lru_cache(maxsize=8)
def _columns(titled: tuple[tuple[str, Kind], ...]) -> tuple[Column, ...]:
    narrow = [NARROW_COLUMNS[kind] for _, kind in titled if kind in NARROW_COLUMNS]
    wide = (PAGE_WIDTH - sum(narrow)) // max(len(titled) - len(narrow), 1)
    return tuple(Column(title, NARROW_COLUMNS.get(kind, wide)) for title, kind in titled)


def _says(column: FollowUp, typed: Adaptation) -> bool:
    return bool(column.text or column.details or (column.field.id == "deadline" and typed.start))


def _place(choices: Xml, identifier: str, column: FollowUp, typed: Adaptation, *, signing: bool) -> Xml:
    """Return the control of a column: a list of the signatories, a date picker or a place for text."""
    if signing and not column.text:
        starts = column.field.id == "deadline" and typed.start
        return _start(identifier, typed.start) if starts else NOTHING
    tag, title, field = f"{identifier}.{column.field.tag}", column.title, column.field
    if field.proposes_signatories:
        return choice_place(tag, title, choices, column.text)
    if field.kind is Kind.DATE:
        place = date_place(tag, title, column.text)
        return _period(place, identifier, typed.start) if field.id == "deadline" else place
    # Amounts say the means already: an empty place before them would look forgotten.
    if field.id == "resources" and typed.means and not column.text:
        return NOTHING
    return text_place(tag, title, column.text)


def _line_to_fill(places: Mapping[str, Xml]) -> Xml:
    """Return these places by their titles, in one paragraph that no page cuts."""
    pieces: list[Inline] = []
    for title, place in places.items():
        pieces += [strong(f"{title}{NBSP}:{NBSP}"), place, f"{NBSP}{NBSP} "]
    return paragraph(Style.PLACE_TO_FILL, *pieces[:-1], keep_lines=True)


def _period(end: Xml, identifier: str, start: str) -> Xml:
    """Return the end alone, or from when to when."""
    if not start:
        return end
    return joined((_start(identifier, start), line_break(), run(f"Fin{NBSP}: "), end))


def _start(identifier: str, start: str) -> Xml:
    field = by_id(ADAPTATION)["start"]
    return joined((run(f"Début{NBSP}: "), date_place(f"{identifier}.{field.tag}", field.label, start)))


def _lines(place: Xml, others: Sequence[str]) -> Inline:
    """Return the place to fill, then one line for each detail."""
    broken = [piece for text in others for piece in (line_break(), run(typeset(text)))]
    return joined((place, *broken) if place else broken[1:])


LOCAL = "Engagement propre à ce contrat ; il ne répond à aucun engagement national cité."


def local_commitment(ctx: RenderContext, commitment: LocalCommitment) -> Iterator[Piece]:
    """Yield the block of one local commitment: what is promised, then the action."""
    rank = ctx.local_engagements[commitment.id]
    name = f"Engagement local{NBSP}{rank}"
    title = f"{name} — {cut_at_word(commitment.text, LONGEST_SUBJECT)}"
    lasting = ctx.bookmarked(lasting_bookmark(commitment.id), title)
    yield paragraph(Style.HEADING_3, ctx.bookmarked(local_bookmark(rank), lasting))
    alias = f"{name} — {cut_at_word(commitment.text, 40)}"
    yield prose_place(commitment.id, "Engagement", commitment.text, together=True, clause=alias)
    yield paragraph(Style.REASON, LOCAL)
    yield local_action(ctx, commitment.id, commitment.adaptation, f"l’engagement local{NBSP}{rank}")
