"""Each field of what an official types, described once.

Form, page, workbook, Word table, comparison, JSON and copy follow these tables. To add a field: an attribute
in `profile.py` and a row here; its words elsewhere only where it needs a presentation of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.profile import MeansKind, State
from app.domain.text import MAX_NAME, MAX_TEXT


class Kind(StrEnum):
    """What a field holds: how it is asked, read, written and compared."""

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
    """The lines of a budget, each of MEANS."""


class Group(StrEnum):
    """The part of the form that asks for a field; NONE for the forms that place it themselves."""

    NONE = ""
    ACTION = "L’action"
    PEOPLE = "Qui, quand"
    MEASURE = "Comment cela se mesure"
    BUDGET = "Avec quels moyens"


_LINES = {Kind.LINE, Kind.DATE, Kind.YEAR, Kind.AMOUNT}


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `id` is its attribute, its key in JSON and its name in the form: code works by it alone.

    `label` names it for a reader: comparison, page, workbook. `help` explains it in the form, under
    `question` where that is not the label. `words`: each choice by its value, `answers` in the form where
    they differ; of a flag, `said` is what a true one says. `column` is the title in the workbook where it is
    not the label, `width` that of the column in characters. `example` ends the message about a wrong date.

    `beside`: the field whose place in the Word table is followed by this one, as « `short`: text ».
    """

    id: str
    kind: Kind
    label: str
    help: str = ""
    group: Group = Group.NONE
    question: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    said: str = ""
    column: str = ""
    width: int = 20
    example: str = ""
    rows: int = 2
    beside: str = ""
    short: str = ""

    @property
    def longest(self) -> int:
        """The most characters typed in a form or in a cell."""
        return MAX_NAME if self.kind in _LINES else MAX_TEXT


STATES: Mapping[str, str] = {State.TO_DO: "à faire", State.DRAFTED: "rédigée", State.AGREED: "convenue"}
STATE_ANSWERS: Mapping[str, str] = {
    State.TO_DO: "À faire",
    State.DRAFTED: "Rédigée",
    State.AGREED: "Convenue avec les signataires",
}
MEANS_KINDS: Mapping[str, str] = {
    MeansKind.COMMON_LAW: "Droit commun",
    MeansKind.SPECIFIC: "Crédits spécifiques",
}
MEANS_ANSWERS: Mapping[str, str] = {
    **MEANS_KINDS,
    MeansKind.SPECIFIC: "Crédits spécifiques de la politique de la ville",
}

ADAPTATION: tuple[Field, ...] = (
    Field(
        "included",
        Kind.FLAG,
        "Au contrat",
        "Un engagement écarté reste cité en annexe, avec son motif.",
        question="Cet engagement figure-t-il au contrat ?",
        width=10,
    ),
    Field(
        "reason_excluded",
        Kind.TEXT,
        "Motif, s’il est écarté",
        "Il figurera dans l’annexe, à côté de l’engagement écarté.",
        width=30,
    ),
    Field(
        "local_action",
        Kind.PROSE,
        "Action locale",
        "Ce que les signataires font ici. Une ligne vide sépare deux paragraphes, « - » commence une puce, "
        "**gras**, *italique*, [texte](https://adresse). 20 000 caractères au plus.",
        Group.ACTION,
        width=60,
        rows=8,
    ),
    Field(
        "state",
        Kind.CHOICE,
        "État",
        "« Convenue » : ceux qui la portent en sont d’accord.",
        Group.ACTION,
        question="Où en est cette action ?",
        words=STATES,
        answers=STATE_ANSWERS,
        width=12,
    ),
    Field(
        "quartiers",
        Kind.QUARTIERS,
        "Quartiers",
        "Aucun coché : tout le territoire.",
        Group.ACTION,
        question="Quartiers concernés",
        column="Quartiers (codes)",
        width=16,
    ),
    Field(
        "lead",
        Kind.LINE,
        "Pilote",
        "Un signataire, choisi dans la liste ou écrit, ou tout autre nom.",
        Group.PEOPLE,
        width=24,
    ),
    Field(
        "associated",
        Kind.NAMES,
        "Partenaires associés",
        "Un par ligne.",
        Group.PEOPLE,
        width=26,
        beside="lead",
        short="Avec",
    ),
    Field(
        "start",
        Kind.DATE,
        "Début",
        "Une date (01/01/2027), une année, ou quelques mots.",
        Group.PEOPLE,
        width=12,
        example="01/01/2027",
    ),
    Field(
        "deadline",
        Kind.DATE,
        "Échéance",
        "Une date (31/12/2028), une année, ou quelques mots (fin 2027).",
        Group.PEOPLE,
        width=12,
        example="31/12/2028",
    ),
    Field(
        "indicator",
        Kind.TEXT,
        "Indicateur",
        "Ce qui est compté : « personnes accueillies dans l’année ».",
        Group.MEASURE,
        width=34,
    ),
    Field(
        "indicator_baseline",
        Kind.LINE,
        "Départ",
        "Ce qu’il vaut aujourd’hui : 120, 35 %.",
        Group.MEASURE,
        question="Valeur de départ",
        width=10,
        beside="indicator",
    ),
    Field(
        "indicator_target",
        Kind.LINE,
        "Cible",
        "Ce qu’il doit valoir : 300, 50 %.",
        Group.MEASURE,
        width=10,
        beside="indicator",
    ),
    Field(
        "indicator_year",
        Kind.YEAR,
        "Année de la cible",
        "L’année où la cible est atteinte : 2028.",
        Group.MEASURE,
        width=10,
        beside="indicator",
        short="Année",
    ),
    Field(
        "indicator_source",
        Kind.LINE,
        "Source de l’indicateur",
        "Qui le produit : Insee, CAF, enquête locale.",
        Group.MEASURE,
        beside="indicator",
        short="Source",
    ),
    Field(
        "indicator_by_sex",
        Kind.FLAG,
        "Suivi par sexe",
        "Attendu dans le volet égalité, utile dans tous.",
        Group.MEASURE,
        answers={"oui": "L’indicateur compte à part les femmes et les hommes"},
        said="L’indicateur est suivi par sexe.",
        width=10,
        beside="indicator",
    ),
    Field(
        "resources",
        Kind.TEXT,
        "Moyens, en mots",
        "Équipe, locaux, ingénierie : ce qui ne se chiffre pas.",
        Group.BUDGET,
        width=34,
    ),
    Field("means", Kind.MEANS, "Moyens", group=Group.BUDGET),
)
MEANS: tuple[Field, ...] = (
    Field(
        "kind",
        Kind.CHOICE,
        "Nature",
        "Droit commun, ou crédits de la politique de la ville.",
        words=MEANS_KINDS,
        answers=MEANS_ANSWERS,
    ),
    Field("funder", Kind.LINE, "Financeur", "Qui l’apporte : un signataire, l’Europe."),
    Field("amount", Kind.AMOUNT, "Montant", "En euros : 12 500."),
)
SIGNATORY: tuple[Field, ...] = (
    Field(
        "name",
        Kind.LINE,
        "Signataire",
        "Avec son article : « la Ville de Lyon », « l’État », « le Département du Rhône ».",
        question="Nom du signataire (obligatoire)",
    ),
    Field(
        "representative",
        Kind.LINE,
        "Représentant",
        "La personne qui signera : « Mme Camille Exemple ».",
    ),
    Field("title", Kind.LINE, "Qualité", "« maire », « préfète de région », « directeur général »."),
    Field(
        "body",
        Kind.LINE,
        "Assemblée ou instance",
        "Celle qui a habilité le représentant : « conseil municipal », « conseil communautaire ».",
    ),
    Field(
        "deliberated_on",
        Kind.DATE,
        "Date de la délibération",
        "Une date : 12/03/2027.",
        example="12/03/2027",
    ),
    Field(
        "deliberation",
        Kind.LINE,
        "Numéro de la délibération",
        "Tel que l’assemblée le porte : 2027-014.",
    ),
)


def by_id(described: tuple[Field, ...]) -> dict[str, Field]:
    """Return the fields of a table by their id."""
    return {each.id: each for each in described}
