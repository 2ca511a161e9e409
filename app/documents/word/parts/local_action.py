"""What the signatories do here: about a commitment, or by one of this contract alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from app.documents.word.context import (
    Annotations,
    CachedXml,
    RenderContext,
    lasting_bookmark,
    local_bookmark,
)
from app.documents.word.ooxml import (
    NOTHING,
    TABLE_END,
    Column,
    Encoded,
    Inline,
    Piece,
    Style,
    Xml,
    block_row,
    choice_place,
    date_place,
    inline,
    joined,
    keep_with_next,
    paragraph,
    prose_place,
    prose_runs,
    run,
    shown_length,
    strong,
    table_opening,
    text_place,
    value_place,
    xml_text,
)
from app.domain.field_text import FollowUp, details_of, follow_up, labels_of, own_lines
from app.domain.fields import ADAPTATION, STATES, Kind, by_id
from app.domain.french import NBSP, typeset
from app.domain.markup import is_plain
from app.domain.orientations import known_objectives
from app.domain.profile import NO_ADAPTATION, Adaptation, LocalCommitment, State
from app.domain.text import cut_at_word

ACTION = by_id(ADAPTATION)["local_action"].label
LONGEST_SUBJECT = 60
"""How many characters of a local commitment its heading shows: about one line."""
PAGE_WIDTH = 9638

FICHE = (Column("Rubrique", 1800), Column("Contenu", 7838))
"""The columns of a fiche: what a row is about, and what is said."""


def fiche_opening(name: str, reason: Xml, remarks: Iterable[str], annotations: Annotations) -> Xml:
    """Return the table of a fiche up to its header row: which commitment, and why or by whom it is here."""
    said = annotations.commented(reason, remarks)
    columns = (replace(FICHE[0], title=name), replace(FICHE[1], title=said))
    return table_opening(columns, f"Fiche de l’{name[0].lower()}{name[1:]}", named_rows=True)


SHORT_ACTION = 450
"""Characters of an action whose rows stay together: kept whole, longer ones would leave pages half empty."""
KEPT_AT_THE_END = 2
"""Rows that stay with the last one of a fiche, so that none stands alone on a page."""


def fiche_row(title: str, content: Xml, *, kept: bool = True) -> Xml:
    """Return a row of a fiche. `kept`: on the page of the next one, unless it is long."""
    cells = (paragraph(Style.TABLE_TEXT, title), content)
    return block_row(FICHE, tuple(map(keep_with_next, cells)) if kept else cells)


def above_the_table(ctx: RenderContext, identifier: str, typed: Adaptation) -> Xml:
    """Return an action of several paragraphs, under the heading of its fiche.

    In a cell, a control around paragraphs is lost by some readers (docx-preview 0.4).
    """
    if is_plain(typed.local_action):
        return NOTHING
    ends = (identifier, ctx.bookmarked)
    alias = f"{ACTION}, {_about(ctx, identifier)}"
    return prose_place(
        f"{identifier}.action", _titled(typed), typed.local_action, together=True, alias=alias, ends=ends
    )


def _about(ctx: RenderContext, identifier: str) -> str:
    """Return what a control is about, in its name: « engagement 12 », « engagement local 2 »."""
    local = ctx.local_engagements.get(identifier)
    return f"engagement local{NBSP}{local}" if local else f"engagement{NBSP}{ctx.engagements[identifier]}"


def action_rows(ctx: RenderContext, identifier: str, adaptation: Adaptation) -> Iterator[Piece]:
    """Yield the rows of the action in a fiche.

    In the edition to sign, what nobody wrote is not printed: neither place nor title.
    """
    rows = tuple(_rows(ctx, identifier, adaptation))
    last = len(rows) - 1
    is_short = shown_length(content for _, content in rows) < SHORT_ACTION
    for at, (title, content) in enumerate(rows):
        yield fiche_row(title, content, kept=at < last and (is_short or at >= last - KEPT_AT_THE_END))


def _titled(typed: Adaptation) -> str:
    return ACTION if typed.progress is State.TO_DO else f"{ACTION} ({STATES[typed.progress]})"


def _rows(ctx: RenderContext, identifier: str, typed: Adaptation) -> Iterator[tuple[str, Xml]]:
    signing, about = ctx.signing, _about(ctx, identifier)
    if is_plain(typed.local_action) and (typed.local_action or not signing):
        place = text_place(f"{identifier}.action", f"{ACTION}, {about}", typed.local_action)
        yield _titled(typed), paragraph(Style.TABLE_TEXT, place)
    yield from _own_lines(ctx, identifier, typed)
    places = _Places(ctx.choices, identifier, about)
    for column in follow_up(typed):
        if not signing or _says(column, typed):
            place = places.place(column, typed, signing=signing)
            apart = column.field.id == "resources"  # the lines of a budget
            yield column.title, _lines(place, places.details(column, typed), apart=apart)


_APART = f"{NBSP} "
"""Before each place of a line; the reader of returned files parts them there."""
_ANY_ID, _ANY_NAME = "\ue000", "\ue001"
"""Stand for the id of a commitment and for its name in `_blank_places`; no id holds them."""


def blank_places(ctx: RenderContext, identifier: str, *, alone: bool = False) -> Encoded:
    """Return the places of an action of which nothing is typed, to stand in one paragraph, maybe `alone`."""
    values = (xml_text(identifier).encode(), _about(ctx, identifier).encode())
    return _blank_places(ctx.choices, alone=alone).fill(values, ctx.control_ids)


@lru_cache(maxsize=8)
def _blank_places(choices: Xml, *, alone: bool) -> CachedXml:
    """Return what every commitment has as long as nothing is typed: written once for the same signatories."""
    places = _Places(choices, _ANY_ID, _ANY_NAME)
    by_title = {ACTION: text_place(f"{_ANY_ID}.action", f"{ACTION}, {_ANY_NAME}")} | {
        column.title: places.place(column, NO_ADAPTATION, signing=False)
        for column in follow_up(NO_ADAPTATION)
    }
    line: list[Inline] = []
    for title, place in by_title.items():
        line += [_APART, strong(f"{title}{NBSP}:{NBSP}"), place]
    return CachedXml(inline(line[1:] if alone else line), _ANY_ID + _ANY_NAME)


def _own_lines(ctx: RenderContext, identifier: str, adaptation: Adaptation) -> Iterator[tuple[str, Xml]]:
    """Yield a row for each field that has one and says something: where the action takes place."""
    profile, about = ctx.draft.profile, _about(ctx, identifier)
    known = known_objectives(adaptation.objectives, profile.orientations)
    for field, text in own_lines(replace(adaptation, objectives=known), labels_of(profile)):
        said = prose_runs(text) if field.kind is Kind.PROSE else run(text)
        place = value_place(f"{identifier}.{field.tag}", f"{field.label}, {about}", said)
        yield field.short or field.label, paragraph(Style.TABLE_TEXT, place)


def _says(column: FollowUp, typed: Adaptation) -> bool:
    return bool(column.text or column.details or (column.field.id == "deadline" and typed.start))


@dataclass(frozen=True, slots=True)
class _Places:
    """The controls of the follow-up of an action: their tags begin with its id, their names end with its."""

    choices: Xml
    identifier: str
    about: str

    def place(self, column: FollowUp, typed: Adaptation, *, signing: bool) -> Xml:
        """Return the control of a field: a list of the signatories, a date picker or a place for text."""
        field = column.field
        if signing and not column.text:
            starts = field.id == "deadline" and typed.start
            return self._start(typed.start) if starts else NOTHING
        tag, alias = f"{self.identifier}.{field.tag}", f"{column.title}, {self.about}"
        if field.proposes_signatories:
            return choice_place(tag, alias, self.choices, column.text)
        if field.kind is Kind.DATE:
            place = date_place(tag, alias, column.text)
            return self._period(place, typed.start) if field.id == "deadline" else place
        # Amounts say the means already: an empty place before them would look forgotten.
        if field.id == "resources" and typed.means and not column.text:
            return NOTHING
        return text_place(tag, alias, column.text)

    def _period(self, end: Xml, start: str) -> Xml:
        """Return the end alone, or from when to when."""
        if not start:
            return end
        return joined((self._start(start), run(f"{NBSP}{NBSP} Fin{NBSP}: "), end))

    def _start(self, start: str) -> Xml:
        field = by_id(ADAPTATION)["start"]
        tag, alias = f"{self.identifier}.{field.tag}", f"{field.label}, {self.about}"
        return joined((run(f"Début{NBSP}: "), date_place(tag, alias, start)))

    def details(self, column: FollowUp, typed: Adaptation) -> Iterator[Xml]:
        """Yield each thing known beside a field, each text in a control of its own."""
        for detail in details_of(typed, column.field.id):
            pieces = [run(f"{detail.label}{NBSP}: ")] if detail.label else []
            for rank, (tag, text) in enumerate(detail.texts):
                pieces += [run(" ; ")] if rank else []
                _, _, number = tag.partition(".")
                name = f"{column.title} {number}" if number else detail.label or text
                alias = f"{name}, {self.about}"
                pieces.append(value_place(f"{self.identifier}.{tag}", alias, run(typeset(text))))
            yield joined(pieces)


def _lines(place: Xml, others: Iterable[Xml], *, apart: bool) -> Xml:
    """Return the place to fill and what is known beside it; `apart`: each on a line of its own."""
    pieces = ([place] if place else []) + list(others)
    if apart:
        return joined(paragraph(Style.TABLE_TEXT, piece) for piece in pieces)
    return paragraph(Style.TABLE_TEXT, Xml(BETWEEN.join(pieces)))


BETWEEN = run(" · ")
"""Between what is known of an indicator, on one line."""


LOCAL = "Engagement propre à ce contrat ; il ne répond à aucun engagement national cité."


def local_commitment(ctx: RenderContext, commitment: LocalCommitment) -> Iterator[Piece]:
    """Yield the block of one local commitment: what is promised, then the action."""
    rank = ctx.local_engagements[commitment.id]
    name = f"Engagement local{NBSP}{rank}"
    title = f"{name} — {cut_at_word(commitment.text, LONGEST_SUBJECT)}"
    lasting = ctx.bookmarked(lasting_bookmark(commitment.id), title)
    yield paragraph(Style.HEADING_3, ctx.bookmarked(local_bookmark(rank), lasting))
    alias = f"{name} — {cut_at_word(commitment.text, 40)}"
    said = is_plain(commitment.text)
    if not said:
        yield prose_place(commitment.id, "Engagement", commitment.text, together=True, alias=alias)
    yield above_the_table(ctx, commitment.id, commitment.adaptation)
    yield fiche_opening(name, run(LOCAL), (), ctx)
    if said:
        place = text_place(commitment.id, alias, commitment.text)
        yield fiche_row("Engagement", paragraph(Style.TABLE_TEXT, place))
    yield from action_rows(ctx, commitment.id, commitment.adaptation)
    yield TABLE_END
