"""The cells of a row read back as values: every problem is named by its cell."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.french import typeset
from app.domain.outlines import Term
from app.domain.problems import Problems, quote
from app.domain.profile import NO_ADAPTATION, IndicatorValue, Means, Territory
from app.domain.text import clean
from app.formats.xlsx.cells import Cell
from app.formats.xlsx.columns import COLUMNS, KINDS, OBJECTIVES, VALUES, CellRefused, Column, said
from app.formats.xlsx.lines import read_indicator_values, read_means
from app.formats.xlsx.package import WorkbookRefused
from app.formats.xlsx.table import MAX_REMARKS

_OF_ACTION = {column.field for column in COLUMNS}
_NUMBER_SEPARATORS = re.compile(r"[\s;/|]+|,\s+")
QUARTIER_SEPARATORS = ",;|/"


class CellReader:
    """Reads cells one by one, and goes on after a problem to find the next one.

    `remarks` say in French what was understood of a cell that was not written as it should be. `objectives`
    are the ids of the objectives by their numbers.
    """

    def __init__(self, territory: Territory, term: Term) -> None:
        self._territory = territory
        self._term = term
        self.problems = Problems(WorkbookRefused)
        self.remarks: list[str] = []
        self.objectives: Mapping[str, str] = {}

    def refuse(self, cell: Cell, message: str) -> None:
        """Note a problem. Raise WorkbookRefused at the one that is too many."""
        self.problems.add(f"cellule {cell.coordinate}", typeset(message))

    def remark(self, cell: Cell, message: str) -> None:
        """Note what was understood, as far as anybody reads on."""
        if len(self.remarks) < MAX_REMARKS:
            self.remarks.append(typeset(f"Cellule {cell.coordinate} : {message}."))

    def text(self, cell: Cell, longest: int) -> str:
        """Return what the cell shows, cleaned."""
        text = self._shown(cell)
        self._measure(cell, text, longest)
        return text

    def value(self, cell: Cell, column: Column, *known: Any) -> Any:
        """Return what the cell says.

        One that shows a known value says that one, even where it is refused today.
        """
        text = self._shown(cell)
        for value in known:
            if column.show(value) == text:
                return value
        usual = said(NO_ADAPTATION, column.field) if column.field in _OF_ACTION else ""
        if not text or not self._measure(cell, text, column.longest):
            return usual
        try:
            return self._typed(cell, text, column, known)
        except CellRefused as refused:
            self.refuse(cell, str(refused))
            return usual

    def _typed(self, cell: Cell, text: str, column: Column, known: Sequence[Any]) -> Any:
        """Return the value of a text that shows no known one. Raises CellRefused."""
        if column.field in KINDS:
            return self._means(cell, text, column, known)
        readers = {"quartiers": self._quartiers, OBJECTIVES: self._served, VALUES: self._values}
        read = readers.get(column.field)
        return read(text, known) if read else column.read(text)

    def _shown(self, cell: Cell) -> str:
        if cell.fault:
            self.refuse(cell, cell.fault)
        text = clean(cell.text).text
        return text if text.strip() else ""

    def _measure(self, cell: Cell, text: str, longest: int) -> bool:
        if len(text) > longest:
            self.refuse(cell, f"{len(text)} caractères ; {longest} au plus")
        return len(text) <= longest

    def _means(self, cell: Cell, text: str, column: Column, known: Sequence[Any]) -> tuple[Means, ...]:
        lines = [means for lines in known for means in lines]
        read = read_means(text, KINDS[column.field], lines, self._term)
        for note in read.notes:
            self.remark(cell, note)
        return read.lines

    def _values(self, text: str, known: Sequence[Any]) -> tuple[IndicatorValue, ...]:
        return read_indicator_values(text, [value for values in known for value in values], self._term)

    def _quartiers(self, text: str, known: Sequence[Any]) -> tuple[str, ...]:
        """Return the codes of the quartiers that are named, one or several a line."""
        kept = {code for codes in known for code in codes}
        codes: list[str] = []
        for line in filter(None, map(str.strip, text.split("\n"))):
            whole = [line] if self._code(line, kept) else _parts(line)
            for name in whole:
                code = self._code(name, kept)
                if code is None:
                    raise CellRefused(
                        f"« {quote(name)} » n’est pas un quartier de ce contrat ; {self._possible()}"
                    )
                codes.append(code)
        return tuple(dict.fromkeys(codes))

    def _served(self, text: str, known: Sequence[Any]) -> tuple[str, ...]:
        """Return the ids of the objectives that are named by their numbers or ids."""
        kept = {one for ids in known for one in ids} | set(self.objectives.values())
        ids: list[str] = []
        for name in _NUMBER_SEPARATORS.split(text.strip()):
            typed = name.lower()
            found = typed if typed in kept else self.objectives.get(typed.replace(",", "."))
            if found is None:
                message = f"« {quote(name)} » n’est pas un objectif de ce contrat ; {self._numbers()}"
                raise CellRefused(message)
            ids.append(found)
        return tuple(dict.fromkeys(ids))

    def _numbers(self) -> str:
        if not self.objectives:
            return "il n’en a aucun"
        return f"un numéro par ligne est attendu ; exemple : {next(iter(self.objectives))}"

    def _code(self, name: str, kept: set[str]) -> str | None:
        """Return the code that a text names; one that the action has already may stay."""
        return name if name in kept else self._territory.quartier_code(name)

    def _possible(self) -> str:
        quartiers = self._territory.quartiers
        if not quartiers:
            return "il n’en a aucun"
        code = quartiers[0].code
        label = self._territory.quartier_label(code)
        return f"son code ou son nom est attendu ; exemple : {code} ou {label}"


def _parts(line: str) -> list[str]:
    """Return the names on a line that is not one name."""
    for separator in QUARTIER_SEPARATORS[1:]:
        line = line.replace(separator, QUARTIER_SEPARATORS[0])
    return [name for name in map(str.strip, line.split(QUARTIER_SEPARATORS[0])) if name]
