"""The columns of the sheet: what each shows of an adaptation, and how what is typed there is read back.

One list says both directions, so that a column can be neither written nor read alone.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from app.domain.field_text import (
    TypedRefused,
    in_brackets,
    read_names,
    read_typed,
    show,
    show_typed,
    when_and_how_sure,
)
from app.domain.fields import (
    ADAPTATION,
    FIGURE,
    MEANS_KINDS,
    NO,
    OBJECTIVE,
    ORIENTATION,
    PORTRAIT,
    YES,
    Field,
    Kind,
)
from app.domain.limits import MAX_NAMES, names_refusal
from app.domain.profile import Adaptation, Means, MeansKind
from app.domain.text import MAX_NAME, MAX_TEXT, without_accents
from app.domain.typed_values import show_euros

SHEET = "Engagements"
GUIDE, ACTIONS, BUDGET, INDICATORS = SUMMARIES = ("Mode d’emploi", "Actions", "Budget", "Indicateurs")
"""Sheets of an export that say what others hold, and that are not read."""

LIST_SIGN = re.compile(r"^(?:[-–—+*•·▪]\s+|[•▪]\s*)", re.MULTILINE)
"""What people type before each line of a list."""


class CellRefused(ValueError):
    """What is typed in a cell cannot be read. The message says what to type instead, in French."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column about one thing that an adaptation says. `width` and `longest` are in characters.

    `headings` are titles that the column had in workbooks of before.
    """

    title: str
    field: str
    width: int
    show: Callable[[Any], str] = str
    read: Callable[[str], Any] = str
    choices: Sequence[str] = ()
    headings: Sequence[str] = ()
    longest: int = MAX_TEXT


def said(adaptation: Adaptation, field: str) -> Any:
    """Return what an adaptation says in the column of this field.

    A column of means says the lines of one kind.
    """
    if field in KINDS:
        return tuple(means for means in adaptation.means if means.kind == field)
    return getattr(adaptation, field)


def adaptation_of(values: Mapping[str, Any], present: Adaptation) -> Adaptation:
    """Return the present adaptation with what each column says; a column that is not there changes nothing.

    The order of its means stays when they are the same.
    """
    fields = {field: value for field, value in values.items() if field not in KINDS}
    means = present.means
    if any(values.get(kind, said(present, kind)) != said(present, kind) for kind in KINDS):
        means = tuple(line for kind in KINDS for line in values.get(kind, said(present, kind)))
    return replace(present, **fields, means=means)


def fold_word(text: str) -> str:
    """Return a word of a list as it is compared: without accents, case, or the ending that agrees."""
    return " ".join(without_accents(text).casefold().split()).rstrip("e")


def _read_flag(text: str) -> bool:
    if fold_word(text) not in {YES, NO}:
        raise CellRefused("« oui » ou « non » attendu")
    return fold_word(text) == YES


def _show_flag(flag: bool) -> str:
    return YES if flag else NO


def _read_choice(field: Field, text: str) -> str:
    for choices in (field.words, field.former_words):
        for value, words in choices.items():
            if fold_word(text) == fold_word(words):
                return value
    raise CellRefused(f"attendu : {', '.join(field.words.values())}")


def _read_names(text: str, label: str) -> tuple[str, ...]:
    names = read_names(LIST_SIGN.sub("", text))
    if any(len(name) > MAX_NAME for name in names):
        raise CellRefused(f"{MAX_NAME} caractères au plus par ligne")
    if len(names) > MAX_NAMES:
        raise CellRefused(names_refusal(label, len(names)))
    return names


def _read_line(field: Field, text: str) -> Any:
    """Return what a cell of one line says; a line end in it is a space."""
    try:
        return read_typed(field, " ".join(text.split("\n")).strip())
    except TypedRefused as refused:
        raise CellRefused(f"{refused.reason} ; exemple : {refused.example}") from None


_BRACKETED = re.compile(r"[)\]]$")


def show_means_line(means: Means) -> str:
    """Return the line of a funder: « Ville : 12 500 (2025, demandé) ».

    A colon ends a name that passes for more than a name.
    """
    details = in_brackets(when_and_how_sure(means))
    if means.amount is None and not details and _BRACKETED.search(means.funder):
        return f"{means.funder}\u00a0:"
    if means.amount is None and details:
        return f"{means.funder}\u00a0:{details}"
    return f"{show_plain_means(means)}{details}"


def show_plain_means(means: Means) -> str:
    """Return the line as workbooks had it before means had a year: « Ville : 12 500 »."""
    if means.amount is not None:
        return f"{means.funder}\u00a0: {show_euros(means.amount)}"
    return f"{means.funder}\u00a0:" if ":" in means.funder else means.funder


def _show_means(lines: Sequence[Means]) -> str:
    return "\n".join(map(show_means_line, lines))


def _means_column(kind: MeansKind) -> Column:
    """Return a column that `lines.py` reads: what it says may depend on the lead of the row."""
    return Column(f"{MEANS_KINDS[kind]} (€)", kind.value, 34, _show_means)


OBJECTIVES = "objectives"
"""The column of the objectives that an action serves."""

KINDS = {kind.value: kind for kind in MeansKind}
"""The kind of means of each column about some, by its field."""

VALUES = "indicator_values"
"""The field of the column of yearly values, which `lines.py` reads too: it knows the term."""

_ONE_LINE = {Kind.LINE, Kind.DATE, Kind.YEAR, Kind.AMOUNT}


def column_of(field: Field) -> Column:
    """Return the column of a field that has one of its own."""
    column = Column(field.column or field.label, field.id, field.width, partial(show_typed, field))
    column = replace(column, headings=field.headings, longest=field.longest)
    match field.kind:
        case Kind.CHOICE:
            read = partial(_read_choice, field)
            return replace(
                column, show=field.words.__getitem__, read=read, choices=tuple(field.words.values())
            )
        case Kind.FLAG:
            return replace(column, show=_show_flag, read=_read_flag, choices=(YES, NO))
        case Kind.VALUES:
            return replace(column, show=partial(show, field))
        case Kind.NAMES | Kind.QUARTIERS | Kind.OBJECTIVES:
            return replace(column, read=partial(_read_names, label=field.label))
        case kind if kind in _ONE_LINE:
            return replace(column, read=partial(_read_line, field))
        case _:
            return column


COLUMNS = (
    *(column_of(field) for field in ADAPTATION if field.kind is not Kind.MEANS),
    *map(_means_column, MeansKind),
)
NATIONAL_COLUMNS = (
    Column("Identifiant", "id", 26),
    Column("Volet", "section", 26),
    Column("Source", "source", 34),
    Column("Engagement", "text", 60),
)
"""What the sheet quotes; `section` and `text` are read on the row of a local commitment."""


def numbered_columns(numbers: Mapping[str, str]) -> tuple[Column, ...]:
    """Return the columns of the sheet of commitments, where objectives stand by their numbers."""

    def show(ids: Sequence[str]) -> str:
        return "\n".join(numbers.get(one, one) for one in ids)

    return tuple(replace(column, show=show) if column.field == OBJECTIVES else column for column in COLUMNS)


HEADERS = tuple(column.title for column in (*NATIONAL_COLUMNS, *COLUMNS))


@dataclass(frozen=True, eq=False)
class SheetColumns:
    """A sheet and its columns; `identifier` is the field of the one that says what a row is about.

    `name` stands in the coordinates of its cells, and is empty for the sheet of the commitments. Without one
    of the fields of `required` a row cannot be read; by default the identifier alone is.
    """

    title: str
    columns: tuple[Column, ...]
    identifier: str
    name: str = ""
    required: tuple[str, ...] = ()

    def missing(self, present: Collection[str]) -> str:
        """Return what to do about a required column that is not among these fields; empty without any."""
        needed = {self.identifier, *self.required} - set(present)
        titles = [f"« {column.title} »" for column in self.columns if column.field in needed]
        where = f" de la feuille « {self.title} »" if self.name else ""
        if len(titles) > 1:
            return f"les colonnes {', '.join(titles)}{where} manquent : remettez-les, ou exportez de nouveau"
        return "".join(
            f"la colonne {one}{where} manque : remettez-la, ou exportez de nouveau" for one in titles
        )


COMMITMENTS = SheetColumns(
    SHEET,
    (*NATIONAL_COLUMNS, *COLUMNS),
    "id",
)
_QUARTIER_COLUMNS = (Column("Code", "code", 14), Column("Quartier", "quartier", 30))
PORTRAITS = SheetColumns(
    "Quartiers",
    (*_QUARTIER_COLUMNS, *(column_of(field) for field in PORTRAIT if field.kind is not Kind.FIGURES)),
    "code",
    "Quartiers",
)
"""A row for each quartier: what is at stake there, and what comes first."""

FIGURES = SheetColumns(
    "Chiffres",
    (*_QUARTIER_COLUMNS, *map(column_of, FIGURE)),
    "code",
    "Chiffres",
    required=tuple(field.id for field in FIGURE),
)
"""A row for each figure of the portrait of a quartier. The list is read as a whole, with all that it says."""
OF_ORIENTATION = tuple(column_of(field) for field in ORIENTATION)
OF_OBJECTIVE = tuple(replace(column_of(field), field=f"objective.{field.id}") for field in OBJECTIVE)
ORIENTATIONS = SheetColumns(
    "Orientations",
    (Column("Identifiant", "id", 22), Column("Numéro", "number", 9), *OF_ORIENTATION, *OF_OBJECTIVE),
    "id",
    "Orientations",
)
"""A row for each orientation and for each objective, whose texts are in columns of their own."""
