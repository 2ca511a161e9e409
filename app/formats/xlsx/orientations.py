"""The sheet of orientations: one row for each orientation and for each objective, written and read back.

An objective belongs to the orientation of the nearest row above it. The order of the rows is not read back.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from app.domain.limits import MAX_OBJECTIVES, MAX_ORIENTATIONS
from app.domain.orientations import (
    OBJECTIVE_ID,
    ORIENTATION_ID,
    Orientations,
    new_objective_id,
    new_orientation_id,
    objectives_of,
    orientation_numbers,
    orientation_of,
    put,
    put_objective,
)
from app.domain.problems import quote
from app.domain.profile import Objective, Orientation
from app.domain.text import MAX_NAME, is_blank
from app.formats.xlsx.cell_reader import CellReader
from app.formats.xlsx.cells import Cell
from app.formats.xlsx.columns import OF_OBJECTIVE, OF_ORIENTATION, Column
from app.formats.xlsx.portraits import Merge
from app.formats.xlsx.table import IDENTIFIER, Difference, Line, Row, Table, fold

PLACE = "Orientations et objectifs"
_TITLE, _OBJECTIVE_TITLE, _NUMBER = "title", "objective.title", "number"
REMOVED = "(retiré du contrat)"
NO_TITLE = "écrivez son titre ; une orientation ou un objectif se retire sur le site"
NO_PARENT = "à quelle orientation ? écrivez-la sur cette ligne ou sur une ligne au-dessus"
UNKNOWN = "identifiant inconnu « {} » : reprenez celui du classeur exporté, ou videz la cellule"
MOST_ROWS = MAX_ORIENTATIONS + MAX_OBJECTIVES
TOO_MANY = f"trop de lignes : {MAX_ORIENTATIONS} orientations et {MAX_OBJECTIVES} objectifs au plus"
TWICE = "« {} » figure déjà plus haut"

Record = Orientation | Objective


def orientation_rows(orientations: Orientations) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the sheet: each orientation, then its objectives."""
    numbers = orientation_numbers(orientations)
    for orientation in orientations:
        said = (column.show(_of(orientation, column)) for column in OF_ORIENTATION)
        yield (orientation.id, numbers[orientation.id], *said, *("" for _ in OF_OBJECTIVE))
        for objective in orientation.objectives:
            texts = (column.show(_of(objective, column)) for column in OF_OBJECTIVE)
            yield (objective.id, numbers[objective.id], *("" for _ in OF_ORIENTATION), *texts)


def _attribute(column: Column) -> str:
    return column.field.removeprefix("objective.")


def _of(record: Record, column: Column) -> str:
    return str(getattr(record, _attribute(column)))


class OrientationMerge:
    """What the rows of the sheet change in the present orientations, beside those that were exported.

    `merge` settles what both sides say in a cell, `choose` asks about what was removed. `known` gave the
    numbers that the workbook shows, and `numbered` are the ids of the objectives by them.
    """

    def __init__(
        self,
        present: Orientations,
        exported: Orientations | None,
        reader: CellReader,
        merge: Merge,
        choose: Callable[[Difference], bool],
    ) -> None:
        self._merged, self._exported = present, exported
        self._reader, self._merge, self._choose = reader, merge, choose
        self.known = present if exported is None else exported
        numbers = orientation_numbers(self.known)
        self.numbered = {numbers[one.id]: one.id for one in objectives_of(self.known)}
        self._former = _by_id(exported or ())
        self._seen: set[str] = set()
        self._parent: Orientation | None = None

    def read(self, table: Table | None) -> Orientations:
        """Return the orientations of the contract with what the sheet says."""
        rows = table.rows if table else ()
        if len(rows) > MOST_ROWS + len(_by_id(self.known)):
            self._reader.refuse(rows[MOST_ROWS][IDENTIFIER], TOO_MANY)
            return self._merged
        for row in rows:
            self._row(row)
        return self._merged

    def _row(self, row: Row) -> None:
        """Take one row: an orientation, an objective, or a new orientation with its first objective."""
        cell = row[IDENTIFIER]
        identifier = self._reader.text(cell, MAX_NAME).strip().lower()
        if identifier in self._seen:
            self._reader.refuse(cell, TWICE.format(quote(identifier)))
            return
        self._seen |= {identifier} - {""}
        of_orientation, of_objective = (
            pattern.fullmatch(identifier) is not None for pattern in (ORIENTATION_ID, OBJECTIVE_ID)
        )
        lost = self._exported is not None and identifier not in self._former | _by_id(self._merged)
        if identifier and (lost or not (of_orientation or of_objective)):
            self._reader.refuse(cell, UNKNOWN.format(quote(identifier)))
            return
        if of_orientation or (not identifier and _says(row, _TITLE)):
            self._orientation(row, identifier)
        if of_objective or (not identifier and _says(row, _OBJECTIVE_TITLE)):
            self._objective(row, identifier)

    def _orientation(self, row: Row, identifier: str) -> None:
        now = _found(self._merged, identifier, row.cells.get(_TITLE))
        former = self._former.get(identifier)
        before = former if isinstance(former, Orientation) else None
        blank = Orientation(now.id if now else identifier or new_orientation_id(), "")
        taken = self._record(row, OF_ORIENTATION, before, now, blank)
        if taken is not None:
            self._merged = put(self._merged, taken)
        self._parent = taken or before

    def _objective(self, row: Row, identifier: str) -> None:
        parent = orientation_of((*self._merged, *(self._exported or ())), identifier) or self._parent
        if parent is None:
            self._reader.refuse(row[IDENTIFIER], NO_PARENT)
            return
        here = [each for one in self._merged if one.id == parent.id for each in one.objectives]
        now = _found(here, identifier, row.cells.get(_OBJECTIVE_TITLE))
        former = self._former.get(identifier)
        before = former if isinstance(former, Objective) else None
        blank = Objective(now.id if now else identifier or new_objective_id(), "")
        taken = self._record(row, OF_OBJECTIVE, before, now, blank)
        if taken is not None:
            self._merged = put_objective(self._merged, parent, taken)
            number = row.cells[_NUMBER].text.strip().replace(",", ".") if _NUMBER in row.cells else ""
            if number:
                self.numbered.setdefault(number, taken.id)

    def _record(self, row: Row, columns: Sequence[Column], before: Any, now: Any, blank: Any) -> Any:
        """Return the record with what the row changes; None for one that stays removed, or is refused."""
        there = [column for column in columns if column.field in row.cells]
        said = {column: (_of(before or blank, column), _of(now or blank, column)) for column in there}
        read = {column: self._reader.value(row[column.field], column, *said[column]) for column in there}
        typed = {_attribute(column): theirs for column, theirs in read.items()}
        name = typed.get(_TITLE, (now or before or blank).title)
        if is_blank(name):
            cells = [row[column.field] for column in there if _attribute(column) == _TITLE]
            self._reader.refuse((cells or [row[IDENTIFIER]])[0], NO_TITLE)
            return now
        if before is not None and now is None:
            return self._removed(row, before, replace(before, **typed), columns)
        line = Line(row, name, PLACE)
        values = {
            _attribute(column): self._merge(line, column, *said[column], theirs)
            for column, theirs in read.items()
        }
        return replace(now or blank, **values)

    def _removed(self, row: Row, before: Any, theirs: Any, columns: Sequence[Column]) -> Any:
        """Return a removed record if its row changed and the official says so."""
        title = next(column for column in columns if _attribute(column) == _TITLE)
        cell = row.cells.get(title.field, row[IDENTIFIER])
        lost = Difference(
            cell.coordinate, cell.row, theirs.title, PLACE, title.title, REMOVED, theirs.title, cell.sheet
        )
        return theirs if theirs != before and self._choose(lost) else None


def _by_id(orientations: Orientations) -> dict[str, Record]:
    known: dict[str, Record] = {one.id: one for one in orientations}
    return known | {one.id: one for one in objectives_of(orientations)}


def _found(records: Sequence[Any], identifier: str, title: Cell | None) -> Any:
    """Return the record of an id; without one, that of the title: it may have been taken already."""
    if identifier:
        return next((one for one in records if one.id == identifier), None)
    typed = fold(title.text) if title else ""
    return next((one for one in records if fold(one.title) == typed), None)


def _says(row: Row, name: str) -> bool:
    cell = row.cells.get(name)
    return cell is not None and not is_blank(cell.text)
