"""The columns of the sheet: what each shows of an adaptation, and how what is typed there is read back.

One list says both directions, so that a column can be neither written nor read alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.amounts import show_euros
from app.domain.deadlines import read_deadline, read_year, show_deadline
from app.domain.limits import MAX_ASSOCIATES, associates_refusal
from app.domain.profile import Adaptation, Means, MeansKind, State
from app.domain.text import MAX_NAME, MAX_TEXT, without_accents
from app.formats.xlsx.cells import NO, YES

SHEET = "Engagements"
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


def _read_state(text: str) -> State:
    for state, words in STATES.items():
        if _word(text) == _word(words):
            return state
    raise CellRefused(f"attendu : {', '.join(STATES.values())}")


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
NATIONAL_COLUMNS = (
    Column("Identifiant", "id", 26),
    Column("Volet", "section", 26),
    Column("Source", "source", 34),
    Column("Engagement", "text", 60),
)
"""What the sheet quotes; `section` and `text` are read on the row of a local commitment."""

HEADERS = tuple(column.title for column in (*NATIONAL_COLUMNS, *COLUMNS))
