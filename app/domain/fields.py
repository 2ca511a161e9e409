"""Each field of an action and of a signatory, described once.

JSON, workbook, Word table, comparison and copy follow these tables: a field is added by an attribute in
`profile.py` and a row here. The forms and the page that shows an action name their fields themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.profile import MeansKind, State
from app.domain.text import MAX_NAME, MAX_TEXT


class Kind(StrEnum):
    """What a field holds: how it is read, written and compared."""

    LINE = "line"
    TEXT = "text"
    PROSE = "prose"
    """A text with light markup, compared word by word."""

    DATE = "date"
    """An ISO date, a year or words."""

    YEAR = "year"
    AMOUNT = "amount"
    """Whole euros, or None."""

    CHOICE = "choice"
    FLAG = "flag"
    NAMES = "names"
    """A tuple of names, one a line."""

    QUARTIERS = "quartiers"
    """A tuple of the codes of quartiers."""

    MEANS = "means"
    """The lines of a budget."""


_LINES = {Kind.LINE, Kind.DATE, Kind.YEAR, Kind.AMOUNT}


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `id` is its attribute, and its key in JSON: code works by it alone.

    `label` names it for a reader of a comparison or of the workbook. `words`: each choice by its value; of a
    flag, `said` is what a true one says. `column` is the title in the workbook where it is not the label,
    `width` that of the column in characters.

    `beside`: the field whose place in the Word table is followed by this one, as « `short`: text ».
    """

    id: str
    kind: Kind
    label: str
    words: Mapping[str, str] = field(default_factory=dict)
    said: str = ""
    column: str = ""
    width: int = 20
    beside: str = ""
    short: str = ""

    @property
    def longest(self) -> int:
        """The most characters typed in a cell."""
        return MAX_NAME if self.kind in _LINES else MAX_TEXT


STATES: Mapping[str, str] = {State.TO_DO: "à faire", State.DRAFTED: "rédigée", State.AGREED: "convenue"}
MEANS_KINDS: Mapping[str, str] = {
    MeansKind.COMMON_LAW: "Droit commun",
    MeansKind.SPECIFIC: "Crédits spécifiques",
}

ADAPTATION: tuple[Field, ...] = (
    Field("included", Kind.FLAG, "Au contrat", width=10),
    Field("reason_excluded", Kind.TEXT, "Motif, s’il est écarté", width=30),
    Field("local_action", Kind.PROSE, "Action locale", width=60),
    Field("state", Kind.CHOICE, "État", words=STATES, width=12),
    Field("quartiers", Kind.QUARTIERS, "Quartiers", column="Quartiers (codes)", width=16),
    Field("lead", Kind.LINE, "Pilote", width=24),
    Field("associated", Kind.NAMES, "Partenaires associés", width=26, beside="lead", short="Avec"),
    Field("start", Kind.DATE, "Début", width=12),
    Field("deadline", Kind.DATE, "Échéance", width=12),
    Field("indicator", Kind.TEXT, "Indicateur", width=34),
    Field("indicator_baseline", Kind.LINE, "Départ", width=10, beside="indicator"),
    Field("indicator_target", Kind.LINE, "Cible", width=10, beside="indicator"),
    Field("indicator_year", Kind.YEAR, "Année de la cible", width=10, beside="indicator", short="Année"),
    Field("indicator_source", Kind.LINE, "Source de l’indicateur", beside="indicator", short="Source"),
    Field(
        "indicator_by_sex",
        Kind.FLAG,
        "Suivi par sexe",
        said="L’indicateur est suivi par sexe.",
        width=10,
        beside="indicator",
    ),
    Field("resources", Kind.TEXT, "Moyens, en mots", width=34),
    Field("means", Kind.MEANS, "Moyens"),
)
SIGNATORY: tuple[Field, ...] = (
    Field("name", Kind.LINE, "Signataire"),
    Field("representative", Kind.LINE, "Représentant"),
    Field("title", Kind.LINE, "Qualité"),
    Field("body", Kind.LINE, "Assemblée ou instance"),
    Field("deliberated_on", Kind.DATE, "Date de la délibération"),
    Field("deliberation", Kind.LINE, "Numéro de la délibération"),
)


def by_id(described: tuple[Field, ...]) -> dict[str, Field]:
    """Return the fields of a table by their id."""
    return {each.id: each for each in described}
