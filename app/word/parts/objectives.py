"""The figured objectives of the national texts in one table, and the place for the local ones."""

from collections.abc import Iterator

from app.domain.draft import Entry
from app.word.manuscript import Manuscript, objective_bookmark, trace_bookmark
from app.word.ooxml import Column, Inline, Style, Xml, joined, link, paragraph, run, table
from app.word.parts.citation import target_state, target_value
from app.word.parts.places import open_place

COLUMNS = (
    Column("Engagement", 1800),
    Column("Objectif", 3238),
    Column("Valeur", 1700),
    Column("Échéance", 1200),
    Column("État", 1700),
)
LOCAL_OBJECTIVES = (
    "Le contrat fixe ses propres objectifs, avec une valeur et une échéance (décret n° 2024-1037, art. 2, "
    "auparavant loi n° 2014-173, art. 6, IV)."
)


def objectives(book: Manuscript) -> Xml:
    """National objectives with their state, then the local objectives to fill."""
    return joined(
        (
            book.chapter("Objectifs chiffrés"),
            book.section("Objectifs des textes nationaux"),
            _table(book),
            book.section("Objectifs du territoire"),
            open_place(
                "objectifs-locaux",
                "Objectifs chiffrés du contrat",
                LOCAL_OBJECTIVES,
            ),
        )
    )


def _table(book: Manuscript) -> Xml:
    rows = [row for entry in book.draft.entries() for row in _rows(book, entry)]
    if not rows:
        return paragraph(Style.NORMAL, "Aucun engagement retenu ne comporte d’objectif chiffré.")
    caption = "Objectifs chiffrés des engagements nationaux retenus"
    listed = table(COLUMNS, rows, description=caption, named_rows=False)
    return joined((paragraph(Style.CAPTION, caption), listed))


def _rows(book: Manuscript, entry: Entry) -> Iterator[tuple[Inline, ...]]:
    rank = book.engagements[entry.commitment.id]
    for place, target in enumerate(entry.targets):
        source = link(trace_bookmark(rank), "traçabilité")
        shown = joined((book.clause_link(entry.commitment.id), run("\n"), source))
        first = book.bookmarked(objective_bookmark(rank), shown) if place == 0 else shown
        baseline = f"\n({target.baseline})" if target.baseline else ""
        value = f"{target_value(target)}{baseline}"
        yield first, target.of, value, str(target.horizon or "aucune"), target_state(target, book.edition.on)
