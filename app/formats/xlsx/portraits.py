"""The sheets of the quartiers: their portraits written, and read back beside what the site says of them.

A text is merged cell by cell; the figures of a quartier are one list. One without a row stays as it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from app.domain.draft import Draft
from app.domain.field_text import show_figure
from app.domain.fields import FIGURE, by_id
from app.domain.problems import quote
from app.domain.profile import NO_PORTRAIT, Figure, Portrait, Profile
from app.domain.profile_reader import MAX_FIGURES
from app.domain.quartiers import quartier_parts
from app.domain.text import MAX_NAME, is_blank
from app.formats.xlsx.cell_reader import CellReader
from app.formats.xlsx.columns import FIGURES, PORTRAITS, Column
from app.formats.xlsx.table import Line, Row, Table

PLACE = "Quartiers"
UNKNOWN = "quartier inconnu « {} » : reprenez le code du classeur exporté"
LACKING = {"label": "indiquez ce que ce chiffre compte", "value": "indiquez la valeur de ce chiffre"}
Merge = Callable[[Line, Column, Any, Any, Any], Any]
_FIGURE_LIST = Column("Chiffres", "code", 0, lambda figures: "\n".join(map(show_figure, figures)))


def portrait_rows(draft: Draft) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the sheet of the quartiers, those of the contract first, then those that left."""
    for code, label, portrait in _portraits(draft):
        texts = (str(getattr(portrait, column.field)) for column in PORTRAITS.columns[2:])
        yield (code, label, *texts)


def figure_rows(draft: Draft) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the sheet of their figures."""
    for code, label, portrait in _portraits(draft):
        for figure in portrait.figures:
            yield (code, label, *(str(getattr(figure, column.field)) for column in FIGURES.columns[2:]))


def _portraits(draft: Draft) -> Iterator[tuple[str, str, Portrait]]:
    for part in quartier_parts(draft):
        yield part.quartier.code, part.label, part.portrait
    for code, portrait in draft.profile.portraits.items():
        if code not in draft.territory.quartier_labels:
            yield code, draft.territory.quartier_label(code), portrait


class PortraitMerge:
    """What the sheets of the quartiers change. `merge` settles what both sides say in one place."""

    def __init__(
        self, table: Table, present: Profile, exported: Profile | None, reader: CellReader, merge: Merge
    ) -> None:
        self._sheets = table.portraits, table.figures
        self._present, self._exported = present, exported
        self._reader, self._merge = reader, merge
        self._known = {
            code
            for profile in (present, exported)
            if profile
            for code in (*profile.territory.quartier_labels, *profile.portraits)
        }

    def portraits(self) -> dict[str, Portrait]:
        """Return the portraits of the contract with what the sheets say."""
        texts, figures = self._sheets
        merged = dict(self._present.portraits)
        seen: set[str] = set()
        for row in texts.rows if texts else ():
            code = self._code(row)
            if code in seen:
                self._reader.refuse(row["code"], f"« {quote(code)} » figure déjà plus haut")
            elif code:
                merged[code] = self._with_texts(merged.get(code, NO_PORTRAIT), row, code)
            seen.add(code)
        coded = [(self._code(row), row) for row in (figures.rows if figures else ())]
        for code, rows in groupby(sorted(coded, key=lambda one: one[0]), key=lambda one: one[0]):
            if code:
                read = self._figures([row for _, row in rows], code)
                merged[code] = replace(merged.get(code, NO_PORTRAIT), figures=read)
        return merged

    def _code(self, row: Row) -> str:
        """Return the code of the quartier of a row; notes a problem for one that nobody knows."""
        typed = self._reader.text(row["code"], MAX_NAME).strip()
        code = typed if typed in self._known else self._present.territory.quartier_code(typed) or ""
        if not code and not row["code"].fault:
            self._reader.refuse(row["code"], UNKNOWN.format(quote(typed)))
        return code

    def _of(self, profile: Profile | None, code: str) -> Portrait:
        return profile.portraits.get(code, NO_PORTRAIT) if profile else NO_PORTRAIT

    def _line(self, row: Row, code: str) -> Line:
        return Line(row, self._present.territory.quartier_label(code), PLACE)

    def _with_texts(self, portrait: Portrait, row: Row, code: str) -> Portrait:
        before, now = self._of(self._exported, code), self._of(self._present, code)
        line = self._line(row, code)
        merged: dict[str, Any] = {}
        for column in PORTRAITS.columns[2:]:
            if cell := row.cells.get(column.field):
                said = getattr(before, column.field), getattr(now, column.field)
                theirs = self._reader.value(cell, column, *said)
                merged[column.field] = self._merge(line, column, *said, theirs)
        return replace(portrait, **merged)

    def _figures(self, rows: list[Row], code: str) -> tuple[Figure, ...]:
        before, now = self._of(self._exported, code).figures, self._of(self._present, code).figures
        theirs = tuple(map(self._figure, rows))
        if len(theirs) > max(MAX_FIGURES, len(now)):
            self._reader.refuse(rows[MAX_FIGURES]["code"], f"{MAX_FIGURES} chiffres au plus par quartier")
        merged: tuple[Figure, ...] = self._merge(self._line(rows[0], code), _FIGURE_LIST, before, now, theirs)
        return merged

    def _figure(self, row: Row) -> Figure:
        typed = {
            column.field: self._reader.text(row.cells[column.field], column.longest)
            for column in FIGURES.columns[2:]
        }
        said = {field: " ".join(text.split("\n")).strip() for field, text in typed.items()}
        for field, message in LACKING.items():
            if is_blank(said.get(field, "")):
                self._reader.refuse(row.cells.get(field, row["code"]), message)
        return Figure(**{field: said.get(field, "") for field in by_id(FIGURE)})
