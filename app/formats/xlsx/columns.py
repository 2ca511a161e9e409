"""The columns of the sheet: what each shows of an adaptation, and how what is typed there is read back.

One list says both directions, so that a column can be neither written nor read alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from app.domain.fields import ADAPTATION, Field, Kind
from app.domain.limits import MAX_ASSOCIATES, associates_refusal
from app.domain.profile import Adaptation, Means, MeansKind
from app.domain.text import MAX_NAME, MAX_TEXT, without_accents
from app.domain.typed_values import read_deadline, read_euros, read_year, show_deadline, show_euros
from app.formats.xlsx.cells import NO, YES

SHEET = "Engagements"


class CellRefused(ValueError):
    """What is typed in a cell cannot be read. The message says what to type instead, in French."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column about one thing that an adaptation says. `width` and `longest` are in characters."""

    title: str
    field: str
    width: int
    show: Callable[[Any], str] = str
    read: Callable[[str], Any] = str
    choices: Sequence[str] = ()
    longest: int = MAX_TEXT


def said(adaptation: Adaptation, field: str) -> Any:
    """What an adaptation says in the column of this field; a column of means says the lines of one kind."""
    if field in KINDS:
        return tuple(means for means in adaptation.means if means.kind == field)
    return getattr(adaptation, field)


def adaptation_of(values: Mapping[str, Any], present: Adaptation) -> Adaptation:
    """The present adaptation with what each column says; a column that is not there changes nothing.

    The order of its means stays when they are the same.
    """
    fields = {field: value for field, value in values.items() if field not in KINDS}
    means = present.means
    if any(values.get(kind, said(present, kind)) != said(present, kind) for kind in KINDS):
        means = tuple(line for kind in KINDS for line in values.get(kind, said(present, kind)))
    return replace(present, **fields, means=means)


def _word(text: str) -> str:
    """A word of a list as it is compared: without accents, case, or the ending that agrees with a noun."""
    return " ".join(without_accents(text).casefold().split()).rstrip("e")


def _read_flag(text: str) -> bool:
    if _word(text) not in {YES, NO}:
        raise CellRefused("« oui » ou « non » attendu")
    return _word(text) == YES


def _show_flag(flag: bool) -> str:
    return YES if flag else NO


def _read_choice(choices: Mapping[str, str], text: str) -> str:
    for value, words in choices.items():
        if _word(text) == _word(words):
            return value
    raise CellRefused(f"attendu : {', '.join(choices.values())}")


def _read_amount(text: str) -> int | None:
    try:
        return read_euros(_read_line(text))
    except ValueError:
        raise CellRefused("montant en euros entiers attendu ; exemple : 12 500") from None


def _read_lines(text: str) -> tuple[str, ...]:
    lines = tuple(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))
    if any(len(line) > MAX_NAME for line in lines):
        raise CellRefused(f"{MAX_NAME} caractères au plus par ligne")
    if len(lines) > MAX_ASSOCIATES:
        raise CellRefused(associates_refusal(len(lines)))
    return lines


def _read_line(text: str) -> str:
    return " ".join(text.split("\n")).strip()


def _read_date(text: str) -> str:
    try:
        return read_deadline(_read_line(text))
    except ValueError:
        raise CellRefused("cette date n’existe pas ou n’est pas plausible ; exemple : 31/12/2028") from None


def _read_year(text: str) -> str:
    try:
        return read_year(_read_line(text))
    except ValueError:
        raise CellRefused("l’année où la cible est atteinte est attendue ; exemple : 2028") from None


def show_means_line(means: Means) -> str:
    """The line of a funder, « Ville : 12 500 ». A colon ends a name that passes for a name and an amount."""
    if means.amount is not None:
        return f"{means.funder}\u00a0: {show_euros(means.amount)}"
    return f"{means.funder}\u00a0:" if ":" in means.funder else means.funder


def _show_means(lines: Sequence[Means]) -> str:
    return "\n".join(map(show_means_line, lines))


def _means_column(title: str, kind: MeansKind) -> Column:
    """A column that `means.py` reads: what it says may depend on the lead of the row."""
    return Column(title, kind.value, 24, _show_means)


KINDS = {kind.value: kind for kind in MeansKind}
"""The kind of means of each column about some, by its field."""

_BY_KIND: Mapping[Kind, tuple[Callable[[Any], str], Callable[[str], Any]]] = {
    Kind.LINE: (str, _read_line),
    Kind.FLAG: (_show_flag, _read_flag),
    Kind.DATE: (show_deadline, _read_date),
    Kind.YEAR: (show_deadline, _read_year),
    Kind.AMOUNT: (show_euros, _read_amount),
    Kind.NAMES: ("\n".join, _read_lines),
    Kind.QUARTIERS: ("\n".join, _read_lines),
}
"""How a cell shows and reads a field; texts as they are."""


def _column(field: Field) -> Column:
    """The column of a field that has one of its own."""
    column = Column(field.column or field.label, field.id, field.width, longest=field.longest)
    if field.kind is Kind.CHOICE:
        words = field.words
        read_choice = partial(_read_choice, words)
        return replace(column, show=words.__getitem__, read=read_choice, choices=tuple(words.values()))
    show, read = _BY_KIND.get(field.kind, (str, str))
    return replace(column, show=show, read=read, choices=(YES, NO) if field.kind is Kind.FLAG else ())


COLUMNS = (
    *(_column(field) for field in ADAPTATION if field.kind is not Kind.MEANS),
    _means_column("Droit commun (€)", MeansKind.COMMON_LAW),
    _means_column("Crédits spécifiques (€)", MeansKind.SPECIFIC),
)
NATIONAL_COLUMNS = (
    Column("Identifiant", "id", 26),
    Column("Volet", "section", 26),
    Column("Source", "source", 34),
    Column("Engagement", "text", 60),
)
"""What the sheet quotes; `section` and `text` are read on the row of a local commitment."""

HEADERS = tuple(column.title for column in (*NATIONAL_COLUMNS, *COLUMNS))
