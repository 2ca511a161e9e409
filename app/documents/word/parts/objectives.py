"""The figured objectives of the national texts in one table, and the place for the local ones."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from app.documents.render_options import Edition
from app.documents.word.annotations import VALUES, Apparatus, Passage, passage
from app.documents.word.context import Manuscript, link_to_clause, objective_bookmark, trace_bookmark
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
from app.documents.word.quoted import Quoted
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


def objectives(book: Manuscript) -> Iterator[Piece]:
    """National objectives with their state, then the local objectives to fill, which are everybody's."""
    if book.draft.is_extract and not any(entry.targets for entry in book.draft.entries()):
        return
    yield book.chapter("Objectifs chiffrés")
    yield book.section("Objectifs des textes nationaux")
    yield from _table(book)
    if book.draft.is_extract:
        return
    yield book.section("Objectifs du territoire")
    yield open_place("objectifs-locaux", "Objectifs chiffrés du contrat", LOCAL_OBJECTIVES)


def _table(book: Manuscript) -> Iterator[Piece]:
    rows = [_rows(book, entry) for entry in book.draft.entries() if entry.targets]
    caption = "Objectifs chiffrés des engagements nationaux retenus"
    if rows:
        yield paragraph(Style.CAPTION, caption)
        yield from long_table(COLUMNS, rows, description=caption)
    else:
        yield paragraph(Style.NORMAL, "Aucun engagement retenu ne comporte d’objectif chiffré.")


def _rows(book: Manuscript, entry: Entry) -> Piece:
    identifier = entry.commitment.id
    written = _written(book.quoted[identifier], book.edition.on)
    return book.taken(written, (str(book.engagements[identifier]).encode(),))


@lru_cache(maxsize=1024)
def _written(quoted: Quoted, on: date) -> Passage:
    """The rows of a clause, the same in every draft of a day but for its number."""

    def write(apparatus: Apparatus) -> Xml:
        source = joined((link_to_clause(_RANK), run("\n"), link(trace_bookmark(_RANK), "traçabilité")))
        first = apparatus.bookmarked(objective_bookmark(_RANK), source)
        lines = enumerate(by_year(quoted.targets))
        return joined(row(COLUMNS, _cells(source if at else first, target, on)) for at, target in lines)

    return passage(Edition(on), 1, write)


_RANK = VALUES[0]


def _cells(source: Xml, target: Target, on: date) -> tuple[Inline, ...]:
    value = "\n".join(filter(None, (target_value(target), baseline(target))))
    return source, target.of, value, str(target.horizon or "aucune"), target_state(target, on)
