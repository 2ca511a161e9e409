"""The figured objectives of the national texts in one table, and the place for the local ones."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from app.documents.render_options import RenderOptions
from app.documents.word.annotations import Annotations
from app.documents.word.cache import VALUES, CachedText, Quoted, cache_text
from app.documents.word.context import RenderContext, link_to_clause, objective_bookmark, trace_bookmark
from app.documents.word.ooxml import (
    Column,
    Inline,
    Piece,
    Style,
    Xml,
    joined,
    link,
    long_table,
    paragraph,
    row,
    run,
)
from app.documents.word.parts.citation import baseline, by_year, target_state, target_value
from app.documents.word.parts.places import open_place
from app.domain.catalogue import Target
from app.domain.draft import Entry

COLUMNS = (
    Column("Engagement", 2000),
    Column("Objectif", 2838),
    Column("Valeur", 1700),
    Column("Échéance", 1400),
    Column("État", 1700),
)
LOCAL_OBJECTIVES = (
    "Le contrat fixe ses propres objectifs, avec une valeur et une échéance (décret n° 2024-1037, art. 2, "
    "auparavant loi n° 2014-173, art. 6, IV)."
)


def objectives(ctx: RenderContext) -> Iterator[Piece]:
    """National objectives with their state, then the local objectives to fill, which are everybody's."""
    if ctx.draft.is_extract and not any(entry.targets for entry in ctx.draft.entries()):
        return
    yield ctx.chapter("Objectifs chiffrés")
    yield ctx.section("Objectifs des textes nationaux")
    yield from _table(ctx)
    if ctx.draft.is_extract:
        return
    yield ctx.section("Objectifs du territoire")
    yield open_place("objectifs-locaux", "Objectifs chiffrés du contrat", LOCAL_OBJECTIVES)


def _table(ctx: RenderContext) -> Iterator[Piece]:
    rows = [_rows(ctx, entry) for entry in ctx.draft.entries() if entry.targets]
    caption = "Objectifs chiffrés des engagements nationaux retenus"
    if rows:
        yield paragraph(Style.CAPTION, caption)
        yield from long_table(COLUMNS, rows, description=caption)
    else:
        yield paragraph(Style.NORMAL, "Aucun engagement retenu ne comporte d’objectif chiffré.")


def _rows(ctx: RenderContext, entry: Entry) -> Piece:
    identifier = entry.commitment.id
    written = _written(ctx.quoted[identifier], ctx.options.on)
    return written.fill(ctx, (str(ctx.engagements[identifier]).encode(),))


@lru_cache(maxsize=1024)
def _written(quoted: Quoted, on: date) -> CachedText:
    """Return the rows of a clause, the same in every draft of a day but for its number."""

    def write(annotations: Annotations) -> Xml:
        source = joined((link_to_clause(_RANK), run("\n"), link(trace_bookmark(_RANK), "traçabilité")))
        first = annotations.bookmarked(objective_bookmark(_RANK), source)
        lines = enumerate(by_year(quoted.targets))
        return joined(row(COLUMNS, _cells(source if at else first, target, on)) for at, target in lines)

    return cache_text(RenderOptions(on), 1, write)


_RANK = VALUES[0]


def _cells(source: Xml, target: Target, on: date) -> tuple[Inline, ...]:
    value = "\n".join(filter(None, (target_value(target), baseline(target))))
    return source, target.of, value, str(target.horizon or "aucune"), target_state(target, on)
