"""The cells of a sheet read back as values: every problem is named by its cell."""

from collections.abc import Iterator
from typing import Any

from app.domain.document_reader import Problem
from app.domain.profile import NO_ADAPTATION, Territory
from app.domain.text import clean
from app.workbook.columns import HEADERS, CellRefused, Column, said
from app.workbook.sheet import AnyCell, Sheet, shown


class CellReader:
    """Reads cells one by one, and goes on after a problem to find the next one."""

    def __init__(self, sheet: Sheet, territory: Territory) -> None:
        self._sheet = sheet
        self._territory = territory
        self.problems: list[Problem] = []

    def refuse(self, cell: AnyCell, message: str) -> None:
        """Notes a problem."""
        self.problems.append(Problem(f"cellule {cell.coordinate}", message))

    def rows(self) -> Iterator[tuple[AnyCell, ...]]:
        """The rows under the headers that hold something; none when a header is not what it should be."""
        if self._sheet.rows and self._headers(self._sheet.rows[0]):
            for row in self._sheet.rows[1:]:
                if any(cell.value is not None or cell.coordinate in self._sheet.unsolved for cell in row):
                    yield row

    def text(self, cell: AnyCell, longest: int) -> str:
        """What the cell shows, cleaned."""
        text = self._shown(cell)
        self._measure(cell, text, longest)
        return text

    def value(self, cell: AnyCell, column: Column, *known: Any) -> Any:
        """What the cell says. One that shows a known value says that one, even where it is refused today."""
        text = self._shown(cell)
        for value in known:
            if column.show(value) == text:
                return value
        usual = said(NO_ADAPTATION, column.field)
        if not text or not self._measure(cell, text, column.longest):
            return usual
        try:
            value = column.read(text)
        except CellRefused as refused:
            self.refuse(cell, str(refused))
            return usual
        return self._codes(cell, value, known) if column.field == "quartiers" else value

    def _headers(self, row: tuple[AnyCell, ...]) -> bool:
        for cell, title in zip(row, HEADERS, strict=True):
            if cell.value != title:
                message = f"la colonne « {title} » est attendue ici : exportez de nouveau le classeur"
                self.refuse(cell, message)
        return not self.problems

    def _shown(self, cell: AnyCell) -> str:
        if cell.data_type == "e":
            self.refuse(cell, "cette formule donne une erreur : remplacez-la par sa valeur")
            return ""
        if cell.coordinate in self._sheet.unsolved:
            self.refuse(
                cell, "cette formule n’a pas de résultat dans le fichier : remplacez-la par sa valeur"
            )
        return clean(shown(cell)).text

    def _measure(self, cell: AnyCell, text: str, longest: int) -> bool:
        if len(text) > longest:
            self.refuse(cell, f"{len(text)} caractères ; {longest} au plus")
        return len(text) <= longest

    def _codes(self, cell: AnyCell, names: tuple[str, ...], known: tuple[Any, ...]) -> tuple[str, ...]:
        """The codes of the quartiers that are named; a code that the action has already may stay."""
        kept = {code for codes in known for code in codes}
        codes = {name: name if name in kept else self._territory.quartier_code(name) for name in names}
        for name, code in codes.items():
            if code is None:
                self.refuse(cell, f"« {name} » n’est pas un quartier de ce contrat ; {self._possible()}")
        return tuple(dict.fromkeys(code for code in codes.values() if code))

    def _possible(self) -> str:
        quartiers = self._territory.quartiers
        if not quartiers:
            return "il n’en a aucun"
        return f"son code ou son nom est attendu ; exemple : {quartiers[0].code} ou {quartiers[0].name}"
