"""The columns of the sheet: what each shows of an adaptation, and how what is typed there is read back.

One list says both directions, so that a column can be neither written nor read alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.amounts import read_euros, show_euros
from app.domain.deadlines import read_deadline, show_deadline
from app.domain.profile import Adaptation, Means, MeansKind, State

SHEET = "Engagements"
YES, NO = "oui", "non"
STATES = {State.TO_DO: "à faire", State.DRAFTED: "rédigée", State.AGREED: "convenue"}


class CellRefused(ValueError):
    """What is typed in a cell cannot be read. The message says what to type instead, in French."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column about one field of an adaptation. `width` is in characters."""

    title: str
    field: str
    width: int
    show: Callable[[Any], str] = str
    read: Callable[[str], Any] = str
    choices: Sequence[str] = ()


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
    return tuple(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))


def _read_date(text: str) -> str:
    try:
        return read_deadline(text)
    except ValueError:
        raise CellRefused("cette date n’existe pas ou n’est pas plausible ; exemple : 31/12/2028") from None


def show_means(adaptation: Adaptation, kind: MeansKind) -> str:
    """One line for each funder: « Ville : 12 500 »."""
    lines = [means for means in adaptation.means if means.kind is kind]
    return "\n".join(
        means.funder if means.amount is None else f"{means.funder} : {show_euros(means.amount)}"
        for means in lines
    )


def read_means(text: str, kind: MeansKind) -> tuple[Means, ...]:
    """The lines of such a cell. Raises CellRefused."""
    return tuple(_read_means_line(line, kind) for line in _read_lines(text))


def _read_means_line(line: str, kind: MeansKind) -> Means:
    funder, separator, amount = line.rpartition(":")
    if not separator:
        return Means(kind, line)
    try:
        return Means(kind, funder.strip(), read_euros(amount))
    except ValueError:
        raise CellRefused(
            f"« {line} » : un financeur et un montant en euros entiers ; exemple : Ville : 12 500"
        ) from None


COLUMNS = (
    Column("Au contrat", "included", 10, _show_flag, _read_flag, (YES, NO)),
    Column("Motif, s’il est écarté", "reason_excluded", 30),
    Column("Action locale", "local_action", 60),
    Column("État", "state", 12, STATES.__getitem__, _read_state, tuple(STATES.values())),
    Column("Quartiers (codes)", "quartiers", 16, "\n".join, _read_lines),
    Column("Pilote", "lead", 24),
    Column("Partenaires associés", "associated", 26, "\n".join, _read_lines),
    Column("Début", "start", 12, show_deadline, _read_date),
    Column("Échéance", "deadline", 12, show_deadline, _read_date),
    Column("Indicateur", "indicator", 34),
    Column("Départ", "indicator_baseline", 10),
    Column("Cible", "indicator_target", 10),
    Column("Année de la cible", "indicator_year", 10, show_deadline, _read_date),
    Column("Source de l’indicateur", "indicator_source", 20),
    Column("Suivi par sexe", "indicator_by_sex", 10, _show_flag, _read_flag, (YES, NO)),
    Column("Moyens, en mots", "resources", 34),
)
MEANS_COLUMNS = {MeansKind.COMMON_LAW: "Droit commun (€)", MeansKind.SPECIFIC: "Crédits spécifiques (€)"}
NATIONAL_COLUMNS = ("Identifiant", "Volet", "Source", "Engagement")
HEADERS = (*NATIONAL_COLUMNS, *(column.title for column in COLUMNS), *MEANS_COLUMNS.values())
