"""The cells that hold several lines: the means of an action, the values that an indicator reached.

A cell of means has one funder a line: « Ville : 12 500 (2025, demandé) ». What is ambiguous is refused.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.field_text import show_indicator_value
from app.domain.fields import MEANS_STATES, VALUES
from app.domain.outlines import Term
from app.domain.problems import quote
from app.domain.profile import IndicatorValue, Means, MeansKind, MeansState
from app.domain.profile_reader import A_YEAR, MAX_AMOUNT, MAX_MEANS, MAX_VALUES
from app.domain.text import MAX_NAME
from app.domain.typed_values import (
    begins_with_amount,
    ends_with_amount,
    holds_amount,
    is_only_amount,
    show_euros,
)
from app.formats.xlsx.columns import LIST_SIGN, CellRefused, fold_word, show_means_line, show_plain_means

EXAMPLE = "un financeur et un montant en euros attendus ; exemple : Ville : 12 500"
SEPARATE = "plusieurs financeurs ou montants : écrivez un financeur par ligne ; exemple : Ville : 12 500"
THOUSANDS = "milliers ou centimes ? écrivez 12 500 ou 12,50"
MOST_LINES = 4 * MAX_MEANS
"""Lines of a cell that are looked at one by one: an action has MAX_MEANS at most."""

NEXT_FUNDER = ";,/|+"
"""What may part a funder's amount from the next funder, on one line."""

MOST = f"{MAX_MEANS} lignes de moyens au plus par action"
DETAILS = (
    "entre parenthèses, l’année, puis acquis, demandé ou à rechercher ; "
    "exemple : Ville : 12 500 (2025, demandé)"
)
A_VALUE = "une année et une valeur attendues ; exemple : 2025 : 130 (femmes : 70, hommes : 60)"

_SPACES = re.compile(r"[ \u00a0\u202f\u2009]")
_EUROS = re.compile(r"([0-9]{1,13})(?:[.,]([0-9]{1,20}))?(?:€|euros?|eur)?", re.IGNORECASE)
_THOUSANDS = 3
"""Digits after a comma or a point that may be thousands as well as cents."""


@dataclass(frozen=True, slots=True)
class ReadMeans:
    """The lines of a cell; one without a funder is an amount alone. `notes` say what was rounded."""

    lines: tuple[Means, ...]
    notes: tuple[str, ...]


def read_means(text: str, kind: MeansKind, known: Sequence[Means], term: Term) -> ReadMeans:
    """Return the lines of a cell; one that shows a known line says that one. Raises CellRefused."""
    shown = {show_plain_means(means): means for means in known if not (means.year or means.state)}
    shown |= {show_means_line(means): means for means in known}
    reader = _MeansReader(kind, term)
    typed = [line for line in map(str.strip, text.split("\n")) if line]
    if len(typed) > MOST_LINES:
        raise CellRefused(MOST)
    for line in typed:
        if line in shown:
            reader.lines.append(shown[line])
        elif len(line) > MAX_NAME:
            raise CellRefused(f"{MAX_NAME} caractères au plus par ligne")
        elif given := LIST_SIGN.sub("", line):
            reader.read(given)
    return ReadMeans(tuple(reader.lines), tuple(reader.notes))


class _MeansReader:
    def __init__(self, kind: MeansKind, term: Term) -> None:
        self._kind = kind
        self._term = term
        self.lines: list[Means] = []
        self.notes: list[str] = []

    def read(self, line: str) -> None:
        """Take one line, which may hold several funders, each with its amount."""
        given, words = _details(line)
        year, state = self._when_and_how_sure(words, line)
        funders = list(_funders(given))
        if (words and len(funders) > 1) or _DETAILS_WITHIN.search(given):
            raise CellRefused(f"« {quote(line)} » : {SEPARATE}")
        for funder, amount in funders:
            euros = self._euros(amount, line) if amount else None
            self.lines.append(Means(self._kind, funder, euros, year, state))

    def _when_and_how_sure(self, words: Sequence[str], line: str) -> tuple[str, MeansState]:
        """Return the year and the state that some words say, each at most once."""
        years = [word for word in words if A_YEAR.fullmatch(word)]
        states = [_STATES[fold_word(word)] for word in words if fold_word(word) in _STATES]
        if len(years) > 1 or len(states) > 1 or len(years) + len(states) < len(words):
            raise CellRefused(f"« {quote(line)} » : {DETAILS}")
        if years and years[0] not in self._term:
            raise CellRefused(f"« {quote(line)} » : {self._term.refusal(years[0])}")
        return "".join(years), states[0] if states else MeansState.UNSAID

    def _euros(self, amount: str, line: str) -> int:
        typed = _SPACES.sub("", amount)
        found = _EUROS.fullmatch(typed)
        if found is None:
            raise CellRefused(f"« {quote(line)} » : {EXAMPLE}")
        whole, cents = int(found[1]), found[2] or ""
        if len(cents) == _THOUSANDS and 0 < whole < 10**_THOUSANDS:
            raise CellRefused(f"« {quote(line)} » : {THOUSANDS}")
        euros = whole + (cents[:1] >= "5")
        if euros > MAX_AMOUNT:
            raise CellRefused(f"« {quote(line)} » : {EXAMPLE}")
        if cents.strip("0"):
            self.notes.append(f"« {quote(amount.strip())} » arrondi à {show_euros(euros)}\u00a0€")
        return euros


_STATES = {fold_word(words): MeansState(value) for value, words in MEANS_STATES.items() if value}
_AT_END = re.compile(r"[(\[]([^()\[\]]*)[)\]]$")
_DETAILS_WITHIN = re.compile(r":.*[(\[]\s*20[0-9]{2}\b[^()\[\]]*[)\]]")
"""A year in brackets after a first amount: what follows it is another funder."""


def _details(line: str) -> tuple[str, tuple[str, ...]]:
    """Return a line without the year and the state in brackets at its end, and these as typed.

    Brackets that say neither belong to what is before them, such as a name.
    """
    found = _AT_END.search(line)
    words = tuple(filter(None, map(str.strip, re.split("[,;]", found[1])))) if found else ()
    told = [bool(A_YEAR.fullmatch(word) or fold_word(word) in _STATES) for word in words]
    before = line[: found.start()].strip() if found else line
    if not (all(told) if ":" not in before else any(told)) or not before:
        return line, ()
    return before, words


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
        elif begins_with_amount(piece):
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
    if is_only_amount(line) or ends_with_amount(line) or holds_amount(line):
        raise CellRefused(f"« {quote(line)} » : {EXAMPLE}")
    return line, ""


def _named(funder: str, amount: str, line: str) -> tuple[str, str]:
    if not funder or is_only_amount(funder):
        raise CellRefused(f"« {quote(line)} » : {EXAMPLE}")
    if any(sign in amount for sign in ";/|+"):
        raise CellRefused(f"« {quote(line)} » : {SEPARATE}")
    if any(sign in funder for sign in ";|") or ends_with_amount(funder) or holds_amount(funder):
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


def read_indicator_values(
    text: str, known: Sequence[IndicatorValue], term: Term
) -> tuple[IndicatorValue, ...]:
    """Return the values of a cell, one a year; a line that shows a known one says that one.

    Raises CellRefused.
    """
    shown = {show_indicator_value(value): value for value in known}
    typed = [line for line in map(str.strip, text.split("\n")) if line]
    if len(typed) > MAX_VALUES:
        raise CellRefused(f"{MAX_VALUES} années au plus par action")
    values = tuple(shown.get(line) or _indicator_value(line, term) for line in typed)
    years = [value.year for value in values]
    for rank, year in enumerate(years):
        if year in years[:rank]:
            raise CellRefused(f"l’année {year} figure deux fois : gardez une seule ligne")
    return values


_VALUE = re.compile(r"(20[0-9]{2})\s*:\s*(.*)")
_BY_SEX = re.compile(r"(femmes|hommes)\s*:\s*(.+)", re.IGNORECASE)
_NEXT_SEX = re.compile(r"\s*[,;]\s*(?=(?:femmes|hommes)\s*:)", re.IGNORECASE)
_SEXES = {field.label.lower(): field.id for field in VALUES if field.asked_with}


def _indicator_value(line: str, term: Term) -> IndicatorValue:
    found = _VALUE.fullmatch(line)
    if found is None or not found[2]:
        raise CellRefused(f"« {quote(line)} » : {A_VALUE}")
    year, said = found[1], found[2]
    if year not in term:
        raise CellRefused(f"« {quote(line)} » : {term.refusal(year)}")
    value = IndicatorValue(year, **(_by_sex(said) or _whole_and_by_sex(said)))
    if max(map(len, (value.value, value.women, value.men))) > MAX_NAME:
        raise CellRefused(f"{MAX_NAME} caractères au plus par ligne")
    return value


def _whole_and_by_sex(said: str) -> dict[str, str]:
    bracketed = _AT_END.search(said)
    parts = _by_sex(bracketed[1]) if bracketed else {}
    return {"value": said[: bracketed.start()].strip(), **parts} if bracketed and parts else {"value": said}


def _by_sex(said: str) -> dict[str, str]:
    """Return what is said of women and of men; nothing where the text says something else."""
    parts = [_BY_SEX.fullmatch(part.strip()) for part in _NEXT_SEX.split(said)]
    named = [part[1].lower() for part in parts if part]
    if None in parts or len(set(named)) < len(parts):
        return {}
    return {_SEXES[part[1].lower()]: part[2] for part in parts if part}
