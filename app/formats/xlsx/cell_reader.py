"""The cells of a row read back as values: every problem is named by its cell.

A cell of means has one funder a line: « Ville : 12 500 ». What is ambiguous is refused.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.french import typeset
from app.domain.problems import Problems, quote
from app.domain.profile import NO_ADAPTATION, Means, MeansKind, Territory
from app.domain.profile_reader import MAX_AMOUNT, MAX_MEANS
from app.domain.text import MAX_NAME, clean
from app.domain.typed_values import ends_with_amount, is_only_amount, show_euros
from app.formats.xlsx.cells import Cell
from app.formats.xlsx.columns import COLUMNS, KINDS, OBJECTIVES, CellRefused, Column, said, show_means_line
from app.formats.xlsx.package import WorkbookRefused
from app.formats.xlsx.table import MAX_REMARKS

EXAMPLE = "un financeur et un montant en euros attendus ; exemple : Ville : 12 500"
SEPARATE = "plusieurs financeurs ou montants : écrivez un financeur par ligne ; exemple : Ville : 12 500"
THOUSANDS = "milliers ou centimes ? écrivez 12 500 ou 12,50"
MOST_LINES = 4 * MAX_MEANS
"""Lines of a cell that are looked at one by one: an action has MAX_MEANS at most."""

NEXT_FUNDER = ";,/|+"
"""What may part a funder's amount from the next funder, on one line."""

_SPACES = re.compile(r"[ \u00a0\u202f\u2009]")
_EUROS = re.compile(r"([0-9]{1,13})(?:[.,]([0-9]{1,20}))?(?:€|euros?|eur)?", re.IGNORECASE)
_THOUSANDS = 3
"""Digits after a comma or a point that may be thousands as well as cents."""


@dataclass(frozen=True, slots=True)
class ReadMeans:
    """The lines of a cell; one without a funder is an amount alone. `notes` say what was rounded."""

    lines: tuple[Means, ...]
    notes: tuple[str, ...]


def read_means(text: str, kind: MeansKind, known: Sequence[Means]) -> ReadMeans:
    """Return the lines of a cell; one that shows a known line says that one. Raises CellRefused."""
    shown = {show_means_line(means): means for means in known}
    reader = _MeansReader(kind)
    typed = [line for line in map(str.strip, text.split("\n")) if line]
    if len(typed) > MOST_LINES:
        raise CellRefused(f"{MAX_MEANS} financeurs au plus par action")
    for line in typed:
        if line in shown:
            reader.lines.append(shown[line])
        elif len(line) > MAX_NAME:
            raise CellRefused(f"{MAX_NAME} caractères au plus par ligne")
        else:
            reader.read(line)
    return ReadMeans(tuple(reader.lines), tuple(reader.notes))


class _MeansReader:
    def __init__(self, kind: MeansKind) -> None:
        self._kind = kind
        self.lines: list[Means] = []
        self.notes: list[str] = []

    def read(self, line: str) -> None:
        """Take one line, which may hold several funders, each with its amount."""
        for funder, amount in _funders(line):
            euros = self._euros(amount, line) if amount else None
            self.lines.append(Means(self._kind, funder, euros))

    def _euros(self, amount: str, line: str) -> int:
        typed = _SPACES.sub("", amount)
        found = _EUROS.fullmatch(typed)
        if found is None:
            raise CellRefused(f"« {quote(line)} » : {EXAMPLE}")
        whole, cents = int(found[1]), found[2] or ""
        if len(cents) == _THOUSANDS:
            raise CellRefused(f"« {quote(line)} » : {THOUSANDS}")
        euros = whole + (cents[:1] >= "5")
        if euros > MAX_AMOUNT:
            raise CellRefused(f"« {quote(line)} » : {EXAMPLE}")
        if cents.strip("0"):
            self.notes.append(f"« {quote(amount.strip())} » arrondi à {show_euros(euros)}\u00a0€")
        return euros


def _funders(line: str) -> Iterator[tuple[str, str]]:
    """Yield the funders of a line, each with its amount as typed. Raises CellRefused."""
    first, *rest = (piece.strip() for piece in line.split(":"))
    if not rest:
        yield _alone(line)
        return
    funder = first
    for piece in rest[:-1]:
        amount, following = _next_funder(piece)
        if amount:
            yield _named(funder, amount, line)
            funder = following
        elif _EUROS.fullmatch(_SPACES.sub("", piece)):
            raise CellRefused(f"« {quote(line)} » : {SEPARATE}")
        else:
            funder = f"{funder} : {piece}"
    yield _named(funder, rest[-1], line)


def _alone(line: str) -> tuple[str, str]:
    """Return the funder and the amount of a line without a colon, one of them empty.

    An amount in figures waits for its funder.
    """
    if _EUROS.fullmatch(_SPACES.sub("", line)):
        return "", line
    if is_only_amount(line) or ends_with_amount(line):
        raise CellRefused(f"« {quote(line)} » : {EXAMPLE}")
    return line, ""


def _named(funder: str, amount: str, line: str) -> tuple[str, str]:
    if not funder or is_only_amount(funder):
        raise CellRefused(f"« {quote(line)} » : {EXAMPLE}")
    if any(sign in amount for sign in ";/|+"):
        raise CellRefused(f"« {quote(line)} » : {SEPARATE}")
    if any(sign in funder for sign in ";|") or ends_with_amount(funder):
        raise CellRefused(f"« {quote(line)} » : {SEPARATE}")
    return funder, amount


def _next_funder(piece: str) -> tuple[str, str]:
    """Return the amount and the next funder of « 12 500 ; CAF »; two empty texts for anything else."""
    for place, sign in enumerate(piece):
        if sign in NEXT_FUNDER:
            amount, following = piece[:place].strip(), piece[place + 1 :].strip()
            if _EUROS.fullmatch(_SPACES.sub("", amount)) and following and not following[0].isdigit():
                return amount, following
    return "", ""


_OF_ACTION = {column.field for column in COLUMNS}
_NUMBER_SEPARATORS = re.compile(r"[\s;/|]+|,\s+")
QUARTIER_SEPARATORS = ",;|/"


class CellReader:
    """Reads cells one by one, and goes on after a problem to find the next one.

    `remarks` say in French what was understood of a cell that was not written as it should be. `objectives`
    are the ids of the objectives by their numbers.
    """

    def __init__(self, territory: Territory) -> None:
        self._territory = territory
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
            if column.field in KINDS:
                return self._means(cell, text, column, known)
            named = {"quartiers": self._quartiers, OBJECTIVES: self._served}.get(column.field)
            return named(text, known) if named else column.read(text)
        except CellRefused as refused:
            self.refuse(cell, str(refused))
            return usual

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
        read = read_means(text, KINDS[column.field], [means for lines in known for means in lines])
        for note in read.notes:
            self.remark(cell, note)
        return read.lines

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
        return f"son code ou son nom est attendu ; exemple : {quartiers[0].code} ou {quartiers[0].name}"


def _parts(line: str) -> list[str]:
    """Return the names on a line that is not one name."""
    for separator in QUARTIER_SEPARATORS[1:]:
        line = line.replace(separator, QUARTIER_SEPARATORS[0])
    return [name for name in map(str.strip, line.split(QUARTIER_SEPARATORS[0])) if name]
