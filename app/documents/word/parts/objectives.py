"""The figured objectives of the national texts in one table, and the place for those of the territory."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import groupby

from app.documents import RenderOptions
from app.documents.word.context import (
    VALUES,
    Annotations,
    CachedText,
    Quoted,
    RenderContext,
    cache_text,
    link_to_clause,
    objective_bookmark,
)
from app.documents.word.ooxml import (
    Column,
    Inline,
    Piece,
    Style,
    Xml,
    group_row,
    joined,
    long_table,
    paragraph,
    row,
    run,
)
from app.documents.word.parts import open_place
from app.documents.word.parts.citation import (
    baseline,
    by_year,
    short_convention,
    target_state,
    target_value,
)
from app.domain.catalogue import Target
from app.domain.draft import Draft, Entry
from app.domain.flags import is_over
from app.domain.french import typeset
from app.domain.orientations import objectives_of
from app.domain.text import is_blank

COLUMNS = (
    Column("Engagement", 2000),
    Column("Objectif", 2838),
    Column("Valeur", 1700),
    Column("Échéance", 1400),
    Column("État", 1700),
)
PAST_COLUMNS = (
    Column("Engagement", 1750),
    Column("Chiffre de la convention", 4338),
    Column("Valeur", 2100),
    Column("Période achevée", 1450),
)

FOR_THE_RECORD = "Pour mémoire"
PAST_TITLE = "Objectifs chiffrés des conventions — période achevée"
PAST_INTRO = typeset(
    "Ces chiffres sont ceux des conventions de 2013-2014, pour une période achevée selon notre lecture. "
    "Ils ne sont pas des objectifs du présent contrat."
)
LOCAL_OBJECTIVES = "Le contrat fixe ses propres objectifs, avec une valeur et une échéance : {}."


def objectives(ctx: RenderContext) -> Iterator[Piece]:
    """Yield the national objectives with their state, then the place for those of the territory.

    Nothing stands there once the orientations or the actions give figures: each of them says its own.
    """
    asked = not (ctx.draft.is_extract or ctx.signing or _has_own_figures(ctx.draft))
    if not asked and not any(_split(ctx, over=False)):
        return
    yield ctx.chapter("Objectifs chiffrés")
    yield ctx.section("Objectifs des textes nationaux")
    yield from _table(ctx)
    if asked:
        yield ctx.section("Objectifs du territoire")
        contents = LOCAL_OBJECTIVES.format(ctx.draft.outline.contents_in_full)
        yield open_place(ctx, "objectifs-locaux", "Objectifs chiffrés du contrat", contents)


def _has_own_figures(draft: Draft) -> bool:
    """Whether an objective of the orientations, or an action of a contract that has some, gives a figure."""
    orientations = draft.profile.orientations
    written = (action for section in draft.sections for _, action in section.written)
    return any(
        not is_blank(objective.indicator) or not is_blank(objective.target)
        for objective in objectives_of(orientations)
    ) or (bool(orientations) and any(not is_blank(action.indicator_target) for action in written))


def _table(ctx: RenderContext) -> Iterator[Piece]:
    rows = [_rows(ctx, entry, targets) for entry, targets in _split(ctx, over=False)]
    caption = "Objectifs chiffrés des engagements nationaux retenus"
    if rows:
        yield paragraph(Style.CAPTION, caption)
        yield from long_table(COLUMNS, rows, description=caption)
    else:
        yield paragraph(Style.NORMAL, "Aucun engagement retenu ne comporte d’objectif chiffré en cours.")


def _split(ctx: RenderContext, *, over: bool) -> Iterator[tuple[Entry, tuple[Target, ...]]]:
    """Yield the clauses with their figures that are over, or those of the body with the others."""
    for entry in ctx.draft.entries() if over else ctx.body_entries():
        past = past_figures(ctx, entry)
        chosen = past if over else tuple(target for target in entry.targets if target not in past)
        if chosen:
            yield entry, chosen


def past_figures(ctx: RenderContext, entry: Entry) -> tuple[Target, ...]:
    """Return the figures of a clause that are no objective any more; none in a trame that keeps them all."""
    if ctx.draft.outline.all_in_body:
        return ()
    return tuple(one for one in entry.targets if is_over(one, entry.standing, ctx.options.on))


def past_objectives(ctx: RenderContext) -> Iterator[Piece]:
    """Yield the annexe of the figures of a period that is over: they are no objective of this contract.

    In the edition to sign, each stands with its clause alone.
    """
    if ctx.signing:
        return
    in_body = list(_split(ctx, over=True))
    quoted = [entry for entry in ctx.draft.historical if entry.targets]
    if not in_body and not quoted:
        return
    yield ctx.annex(PAST_TITLE)
    yield paragraph(Style.NORMAL, PAST_INTRO, keep_next=True)
    current = {entry.commitment.id for entry, _ in _split(ctx, over=False)}
    rows = [
        _past_row(_source(ctx, entry, first=not at and entry.commitment.id not in current), target)
        for entry, targets in in_body
        for at, target in enumerate(by_year(targets))
    ]
    rows += _for_the_record(quoted)
    yield from long_table(PAST_COLUMNS, rows, description=PAST_TITLE)


def _for_the_record(entries: Iterable[Entry]) -> Iterator[Xml]:
    """Yield the figures of the clauses of « Pour mémoire », each convention once above its own."""
    for convention, some in groupby(entries, key=lambda entry: entry.convention):
        yield group_row(PAST_COLUMNS, f"{FOR_THE_RECORD}, {short_convention(convention)}")
        for entry in some:
            yield from (_past_row(run(FOR_THE_RECORD), target) for target in by_year(entry.targets))


def _source(ctx: RenderContext, entry: Entry, *, first: bool) -> Xml:
    """Return a link to the clause; the first row of one is what its block in the volet points at."""
    rank = ctx.engagements[entry.commitment.id]
    linked = link_to_clause(rank)
    return ctx.bookmarked(objective_bookmark(rank), linked) if first else linked


def _past_row(source: Xml, target: Target) -> Xml:
    value = " ".join(filter(None, (target_value(target), baseline(target))))
    return row(PAST_COLUMNS, (source, target.of, value, str(target.last_year or "oui")))


def _rows(ctx: RenderContext, entry: Entry, targets: tuple[Target, ...]) -> Piece:
    identifier = entry.commitment.id
    written = _written(ctx.quoted[identifier], targets, ctx.options.on)
    return written.fill(ctx, (str(ctx.engagements[identifier]).encode(),))


@lru_cache(maxsize=1024)
def _written(quoted: Quoted, targets: tuple[Target, ...], on: date) -> CachedText:
    """Return the rows of these figures of a clause, the same in every draft of a day but for its number."""

    def write(annotations: Annotations) -> Xml:
        source = link_to_clause(_RANK)
        first = annotations.bookmarked(objective_bookmark(_RANK), source)
        lines = enumerate(by_year(targets))
        return joined(row(COLUMNS, _cells(source if at else first, target, on)) for at, target in lines)

    return cache_text(RenderOptions(on), 1, write)


_RANK = VALUES[0]


def _cells(source: Xml, target: Target, on: date) -> tuple[Inline, ...]:
    value = "\n".join(filter(None, (target_value(target), baseline(target))))
    return source, target.of, value, str(target.horizon or "aucune"), target_state(target, on)
