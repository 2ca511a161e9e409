"""The columns of the sheet: what each shows of an adaptation, and how what is typed there is read back.

One list says both directions, so that a column can be neither written nor read alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.amounts import ends_with_amount, is_only_amount, read_euros, show_euros
from app.domain.deadlines import read_deadline, read_year, show_deadline
from app.domain.profile import NO_ADAPTATION, Adaptation, Means, MeansKind, State
from app.domain.text import MAX_NAME, MAX_TEXT

SHEET = "Engagements"
YES, NO = "oui", "non"
STATES = {State.TO_DO: "à faire", State.DRAFTED: "rédigée", State.AGREED: "convenue"}


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
    if field in _KINDS:
        return tuple(means for means in adaptation.means if means.kind == field)
    return getattr(adaptation, field)


def adaptation_of(values: Mapping[str, Any], present: Adaptation) -> Adaptation:
    """The adaptation that says this in each column; the order of its means stays when they are the same."""
    fields = {field: value for field, value in values.items() if field not in _KINDS}
    means = present.means
    if any(values[kind] != said(present, kind) for kind in _KINDS):
        means = tuple(line for kind in _KINDS for line in values[kind])
    return replace(NO_ADAPTATION, **fields, means=means)


def _read_flag(text: str) -> bool:
    if text.casefold() not in {YES, NO}:
        raise CellRefused("« oui » ou « non » attendu")
    return text.casefold() == YES


def _show_flag(flag: bool) -> str:
    return YES if flag else NO


def _read_state(text: str) -> State:
    for state, words in STATES.items():
        if text.casefold() == words:
            return state
    raise CellRefused(f"attendu : {', '.join(STATES.values())}")


def _read_lines(text: str) -> tuple[str, ...]:
    lines = tuple(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))
    if any(len(line) > MAX_NAME for line in lines):
        raise CellRefused(f"{MAX_NAME} caractères au plus par ligne")
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


def _show_means(lines: Sequence[Means]) -> str:
    """One line for each funder: « Ville : 12 500 »."""
    return "\n".join(map(_show_means_line, lines))


def _show_means_line(means: Means) -> str:
    """A colon ends a name that could pass for a name and an amount."""
    if means.amount is not None:
        return f"{means.funder} : {show_euros(means.amount)}"
    return f"{means.funder} :" if ":" in means.funder else means.funder


def _means_reader(kind: MeansKind) -> Callable[[str], tuple[Means, ...]]:
    return lambda text: tuple(_read_means_line(line, kind) for line in _read_lines(text))


def _read_means_line(line: str, kind: MeansKind) -> Means:
    funder, separator, amount = (part.strip() for part in line.rpartition(":"))
    if not separator:
        funder, amount = line, ""
    try:
        means = Means(kind, funder, read_euros(amount))
    except ValueError:
        raise _no_means(line) from None
    if not funder or is_only_amount(funder) or (not separator and ends_with_amount(funder)):
        raise _no_means(line)
    return means


def _no_means(line: str) -> CellRefused:
    return CellRefused(f"« {line} » : un financeur et un montant en euros entiers ; exemple : Ville : 12 500")


def _means_column(title: str, kind: MeansKind) -> Column:
    return Column(title, kind.value, 24, _show_means, _means_reader(kind))


_KINDS = tuple(kind.value for kind in MeansKind)
COLUMNS = (
    Column("Au contrat", "included", 10, _show_flag, _read_flag, (YES, NO)),
    Column("Motif, s’il est écarté", "reason_excluded", 30),
    Column("Action locale", "local_action", 60),
    Column("État", "state", 12, STATES.__getitem__, _read_state, tuple(STATES.values())),
    Column("Quartiers (codes)", "quartiers", 16, "\n".join, _read_lines),
    Column("Pilote", "lead", 24, read=_read_line, longest=MAX_NAME),
    Column("Partenaires associés", "associated", 26, "\n".join, _read_lines),
    Column("Début", "start", 12, show_deadline, _read_date, longest=MAX_NAME),
    Column("Échéance", "deadline", 12, show_deadline, _read_date, longest=MAX_NAME),
    Column("Indicateur", "indicator", 34),
    Column("Départ", "indicator_baseline", 10, read=_read_line, longest=MAX_NAME),
    Column("Cible", "indicator_target", 10, read=_read_line, longest=MAX_NAME),
    Column("Année de la cible", "indicator_year", 10, show_deadline, _read_year, longest=MAX_NAME),
    Column("Source de l’indicateur", "indicator_source", 20, read=_read_line, longest=MAX_NAME),
    Column("Suivi par sexe", "indicator_by_sex", 10, _show_flag, _read_flag, (YES, NO)),
    Column("Moyens, en mots", "resources", 34),
    _means_column("Droit commun (€)", MeansKind.COMMON_LAW),
    _means_column("Crédits spécifiques (€)", MeansKind.SPECIFIC),
)
NATIONAL_COLUMNS = ("Identifiant", "Volet", "Source", "Engagement")
HEADERS = (*NATIONAL_COLUMNS, *(column.title for column in COLUMNS))
