"""A cell of means read back, one funder a line: « Ville : 12 500 ». What is ambiguous is refused."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.problems import quote
from app.domain.profile import Means, MeansKind
from app.domain.profile_reader import MAX_AMOUNT, MAX_MEANS
from app.domain.text import MAX_NAME
from app.domain.typed_values import ends_with_amount, is_only_amount, show_euros
from app.formats.xlsx.columns import CellRefused, show_means_line

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
