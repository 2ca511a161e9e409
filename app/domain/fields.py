"""Each field of an action, a means line, a signatory, an orientation, an objective and a portrait, once.

Form, page, JSON, workbook, Word file, comparison and copy follow these tables: a field is added by an
attribute in `profile.py` and a row here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.profile import ClausePlace, MeansKind, MeansState, State
from app.domain.text import MAX_NAME, MAX_TEXT


class Kind(StrEnum):
    """What a field holds: how it is asked for, read, written and compared."""

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

    OBJECTIVES = "objectives"
    """A tuple of the ids of objectives."""

    TERM_YEAR = "term_year"
    """A year of the term of the contract; empty for the whole of it."""

    MEANS = "means"
    """The lines of a budget."""

    FIGURES = "figures"
    """The figures of a quartier."""

    VALUES = "values"
    """The values of an indicator, a line for each year."""


class Place(StrEnum):
    """Where the Word file and the page say a field."""

    LINE = "line"
    """On a line of its own: « label: text »."""

    FOLLOW_UP = "follow_up"
    """In a column of the follow-up of the action."""

    APART = "apart"
    """In a part that names the field: the action and its state, the annexe of what is left out, the visas."""


class Group(StrEnum):
    """The part of the form of an action that asks for a field, in the order of the form."""

    CONTRACT = "contract"
    """For a national commitment only: one of the contract is not left out, it is removed."""

    ACTION = "action"
    WHO = "who"
    MEASURE = "measure"
    MEANS = "means"


GROUPS: Mapping[Group, str] = {
    Group.CONTRACT: "Au contrat",
    Group.ACTION: "L’action",
    Group.WHO: "Qui, quand",
    Group.MEASURE: "Comment cela se mesure",
    Group.MEANS: "Avec quels moyens",
}
YES, NO = "oui", "non"
_LINES = {Kind.LINE, Kind.DATE, Kind.YEAR, Kind.AMOUNT, Kind.TERM_YEAR}
LISTS = {Kind.MEANS, Kind.VALUES}
"""The kinds that hold lines, each of which has the fields of a table of its own."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `id` is its attribute, its key in JSON and its name in a form: code works by it alone.

    `label` names it for whoever fills in or reads; `short` where room is scarce; `question` is how a form
    asks for it where that is not its label, with `help` under it. `missing` is what to do when it is empty
    and must not be. `lacking`: what is said of an action without it, « sans pilote ».

    `words`: each choice by its value; of a year, what is said without one. Of a flag: how a form words YES
    and NO, or YES alone, beside a box to tick; `said` is what a true one says in a comparison.

    `column` is the title in the workbook where it is not the label, `width` that of the column in characters.
    `headings` are titles that it had in workbooks of before, which are still read.

    `former_words`: what a choice was called in workbooks of before. `asked_with`: the flag without which a
    form need not ask for it.

    `tag` names its control in the Word file, after the id of what it is about: « justice-2013-4.cible ».

    `place` is where a reader meets it, but for one that is said `beside` another: « short: text ».
    """

    id: str
    kind: Kind
    label: str
    help: str = ""
    question: str = ""
    missing: str = ""
    lacking: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    former_words: Mapping[str, str] = field(default_factory=dict)
    asked_with: str = ""
    said: str = ""
    column: str = ""
    headings: tuple[str, ...] = ()
    width: int = 20
    place: Place = Place.LINE
    tag: str = ""
    beside: str = ""
    short: str = ""
    group: Group = Group.ACTION
    side_by_side: bool = False
    """Whether the form sets it beside its neighbours that are so too."""

    brief: bool = False
    """Whether a few characters are expected."""

    asks: bool = False
    """Whether it answers a question: a word that alone fills several such fields answers none."""

    proposes_signatories: bool = False
    """Whether the names of the signatories are offered."""

    example: str = ""
    """What may be typed, where it is not the example of its kind."""

    @property
    def longest(self) -> int:
        """Return the most characters typed in it."""
        return MAX_NAME if self.kind in _LINES else MAX_TEXT


STATES: Mapping[str, str] = {
    State.TO_DO: "à écrire",
    State.DRAFTED: "rédigée",
    State.AGREED: "convenue",
    State.TO_START: "à démarrer",
    State.UNDER_WAY: "en cours",
    State.DONE: "réalisée",
    State.GIVEN_UP: "abandonnée",
}
CLAUSE_PLACES: Mapping[str, str] = {
    ClausePlace.USUAL: "selon notre lecture",
    ClausePlace.BODY: "corps du contrat",
    ClausePlace.HISTORICAL: "pour mémoire",
}
MEANS_KINDS: Mapping[str, str] = {
    MeansKind.COMMON_LAW: "Droit commun",
    MeansKind.SPECIFIC: "Crédits spécifiques",
}
MEANS_STATES: Mapping[str, str] = {
    MeansState.UNSAID: "non précisé",
    MeansState.ACQUIRED: "acquis",
    MeansState.REQUESTED: "demandé",
    MeansState.SOUGHT: "à rechercher",
}
WHOLE_TERM = "Toute la durée"
"""What is said of a means without a year."""

ADAPTATION: tuple[Field, ...] = (
    Field(
        "included",
        Kind.FLAG,
        "Au contrat",
        question="Cet engagement figure-t-il au contrat ?",
        help="Un engagement écarté reste cité en annexe, avec son motif.",
        words={YES: "Oui, il figure au contrat", NO: "Non, il est écarté"},
        width=10,
        place=Place.APART,
        group=Group.CONTRACT,
    ),
    Field(
        "reason_excluded",
        Kind.TEXT,
        "Motif, s’il est écarté",
        help="Il figurera dans l’annexe, à côté de l’engagement écarté.",
        width=30,
        place=Place.APART,
        group=Group.CONTRACT,
    ),
    Field(
        "local_action",
        Kind.PROSE,
        "Action locale",
        help="Ce que les signataires font ici.",
        width=60,
        place=Place.APART,
        asks=True,
    ),
    Field(
        "state",
        Kind.CHOICE,
        "État",
        question="Où en est cette action ?",
        help="« Convenue » : ceux qui la portent en sont d’accord.",
        words=STATES,
        former_words={State.TO_DO: "à faire"},
        width=12,
        place=Place.APART,
        tag="etat",
    ),
    Field(
        "objectives",
        Kind.OBJECTIVES,
        "Objectifs opérationnels",
        short="Objectifs",
        question="À quels objectifs opérationnels l’action contribue-t-elle ?",
        help="Ceux de la page « Orientations et objectifs » ; aucun coché : à aucun.",
        column="Objectifs (numéros)",
        width=12,
        tag="objectifs",
    ),
    Field(
        "quartiers",
        Kind.QUARTIERS,
        "Quartiers concernés",
        short="Quartiers",
        help="Aucun coché : tout le territoire.",
        column="Quartiers (codes)",
        width=16,
        tag="quartiers",
    ),
    Field(
        "review",
        Kind.TEXT,
        "Revue annuelle",
        help="Ce que la dernière revue retient : ce qui est fait, ce qui bloque, ce qui suit.",
        width=34,
        tag="revue",
    ),
    Field(
        "lead",
        Kind.LINE,
        "Pilote",
        help="Un signataire, choisi dans la liste ou écrit, ou tout autre nom.",
        lacking="sans pilote",
        width=24,
        place=Place.FOLLOW_UP,
        tag="pilote",
        group=Group.WHO,
        side_by_side=True,
        proposes_signatories=True,
    ),
    Field(
        "associated",
        Kind.NAMES,
        "Partenaires associés",
        help="Un par ligne.",
        width=26,
        beside="lead",
        short="Avec",
        group=Group.WHO,
        side_by_side=True,
        tag="associes",
    ),
    Field(
        "start",
        Kind.DATE,
        "Début",
        help="Une date (01/01/2027), une année, ou quelques mots.",
        example="01/01/2027",
        width=12,
        place=Place.APART,
        group=Group.WHO,
        side_by_side=True,
        tag="debut",
    ),
    Field(
        "deadline",
        Kind.DATE,
        "Échéance",
        help="Une date (31/12/2028), une année, ou quelques mots (fin 2027).",
        lacking="sans échéance",
        width=12,
        place=Place.FOLLOW_UP,
        tag="echeance",
        group=Group.WHO,
        side_by_side=True,
    ),
    Field(
        "indicator",
        Kind.TEXT,
        "Indicateur",
        help="Ce qui est compté : « personnes accueillies dans l’année ».",
        lacking="sans indicateur",
        width=34,
        place=Place.FOLLOW_UP,
        tag="indicateur",
        group=Group.MEASURE,
        asks=True,
    ),
    Field(
        "indicator_baseline",
        Kind.LINE,
        "Valeur de départ",
        help="Ce qu’il vaut aujourd’hui : 120, 35 %.",
        column="Départ",
        width=10,
        beside="indicator",
        short="Départ",
        group=Group.MEASURE,
        side_by_side=True,
        brief=True,
        tag="depart",
    ),
    Field(
        "indicator_target",
        Kind.LINE,
        "Cible",
        help="Ce qu’il doit valoir : 300, 50 %.",
        width=10,
        beside="indicator",
        group=Group.MEASURE,
        side_by_side=True,
        brief=True,
        asks=True,
        tag="cible",
    ),
    Field(
        "indicator_year",
        Kind.YEAR,
        "Année de la cible",
        help="L’année où la cible est atteinte : 2028.",
        width=10,
        beside="indicator",
        short="Année",
        group=Group.MEASURE,
        side_by_side=True,
        brief=True,
        tag="annee",
    ),
    Field(
        "indicator_source",
        Kind.LINE,
        "Source de l’indicateur",
        help="Qui le produit : Insee, CAF, enquête locale.",
        beside="indicator",
        short="Source",
        group=Group.MEASURE,
        side_by_side=True,
        tag="source",
    ),
    Field(
        "indicator_by_sex",
        Kind.FLAG,
        "Suivi par sexe",
        help="Attendu dans le volet égalité, utile dans tous.",
        words={YES: "L’indicateur compte à part les femmes et les hommes"},
        said="L’indicateur est suivi par sexe.",
        width=10,
        beside="indicator",
        group=Group.MEASURE,
        tag="sexe",
    ),
    Field(
        "indicator_baseline_women",
        Kind.LINE,
        "Valeur de départ, femmes",
        help="Ce qu’il vaut aujourd’hui pour les femmes.",
        width=10,
        beside="indicator",
        short="Départ, femmes",
        group=Group.MEASURE,
        asked_with="indicator_by_sex",
        side_by_side=True,
        brief=True,
        tag="depart-femmes",
    ),
    Field(
        "indicator_baseline_men",
        Kind.LINE,
        "Valeur de départ, hommes",
        help="Ce qu’il vaut aujourd’hui pour les hommes.",
        width=10,
        beside="indicator",
        short="Départ, hommes",
        group=Group.MEASURE,
        asked_with="indicator_by_sex",
        side_by_side=True,
        brief=True,
        tag="depart-hommes",
    ),
    Field(
        "indicator_target_women",
        Kind.LINE,
        "Cible, femmes",
        help="Ce qu’il doit valoir pour les femmes.",
        width=10,
        beside="indicator",
        short="Cible, femmes",
        group=Group.MEASURE,
        asked_with="indicator_by_sex",
        side_by_side=True,
        brief=True,
        tag="cible-femmes",
    ),
    Field(
        "indicator_target_men",
        Kind.LINE,
        "Cible, hommes",
        help="Ce qu’il doit valoir pour les hommes.",
        width=10,
        beside="indicator",
        short="Cible, hommes",
        group=Group.MEASURE,
        asked_with="indicator_by_sex",
        side_by_side=True,
        brief=True,
        tag="cible-hommes",
    ),
    Field(
        "indicator_values",
        Kind.VALUES,
        "Valeurs atteintes",
        width=26,
        beside="indicator",
        short="Atteint",
        group=Group.MEASURE,
        tag="valeurs",
    ),
    Field("means", Kind.MEANS, "Moyens", beside="resources", group=Group.MEANS),
    Field(
        "resources",
        Kind.TEXT,
        "Moyens, en mots",
        help="Équipe, locaux, ingénierie : ce qui ne se chiffre pas.",
        lacking="sans moyens",
        width=34,
        place=Place.FOLLOW_UP,
        tag="moyens",
        short="Moyens",
        group=Group.MEANS,
        asks=True,
    ),
    Field(
        "place",
        Kind.CHOICE,
        "Place dans le contrat",
        question="Où figure-t-il, s’il n’est pas écarté ?",
        help="Ce qui est achevé selon notre lecture, et où rien n’est écrit, va en annexe « Pour mémoire ».",
        words=CLAUSE_PLACES,
        width=18,
        place=Place.APART,
        group=Group.CONTRACT,
    ),
)
MEANS: tuple[Field, ...] = (
    Field(
        "kind",
        Kind.CHOICE,
        "Nature",
        help="Droit commun, ou crédits de la politique de la ville.",
        words=MEANS_KINDS,
    ),
    Field("funder", Kind.LINE, "Financeur", help="Qui l’apporte : un signataire, l’Europe."),
    Field("year", Kind.TERM_YEAR, "Année", help="Celle où il est apporté.", words={"": WHOLE_TERM}),
    Field("state", Kind.CHOICE, "Situation", help="Acquis, demandé, à rechercher.", words=MEANS_STATES),
    Field("amount", Kind.AMOUNT, "Montant", help="En euros : 12\u202f500."),
)
VALUES: tuple[Field, ...] = (
    Field("year", Kind.TERM_YEAR, "Année", help="Celle du relevé.", words={"": "Choisir"}),
    Field("value", Kind.LINE, "Valeur", help="Ce qu’il valait : 130, 40 %.", brief=True),
    Field("women", Kind.LINE, "Femmes", asked_with="indicator_by_sex", brief=True),
    Field("men", Kind.LINE, "Hommes", asked_with="indicator_by_sex", brief=True),
)
SIGNATORY: tuple[Field, ...] = (
    Field(
        "name",
        Kind.LINE,
        "Nom du signataire",
        help="Avec son article : « la Ville de Lyon », « l’État », « le Département du Rhône ».",
        missing="indiquez qui signe. Exemple : la Ville de Lyon.",
        place=Place.APART,
    ),
    Field(
        "ground",
        Kind.LINE,
        "Fondement",
        help="Le texte de loi ou la convention qui le fait signer ; « choix local » sinon.",
        place=Place.APART,
    ),
    Field(
        "representative",
        Kind.LINE,
        "Représentant",
        help="La personne qui signera : « Mme Camille Exemple ».",
        place=Place.APART,
    ),
    Field(
        "title",
        Kind.LINE,
        "Qualité",
        help="« maire », « préfète de région », « directeur général ».",
        place=Place.APART,
    ),
    Field(
        "body",
        Kind.LINE,
        "Assemblée ou instance",
        help="Celle qui a habilité le représentant : « conseil municipal », « conseil communautaire ».",
        place=Place.APART,
    ),
    Field(
        "deliberated_on",
        Kind.DATE,
        "Date de la délibération",
        help="Une date : 12/03/2027.",
        example="12/03/2027",
        place=Place.APART,
        side_by_side=True,
    ),
    Field(
        "deliberation",
        Kind.LINE,
        "Numéro de la délibération",
        help="Tel que l’assemblée le porte : 2027-014.",
        place=Place.APART,
        side_by_side=True,
    ),
)
ORIENTATION: tuple[Field, ...] = (
    Field(
        "challenge",
        Kind.PROSE,
        "Enjeu",
        help="Ce que le diagnostic montre, et à quoi l’orientation répond.",
        width=40,
        tag="enjeu",
    ),
    Field(
        "title",
        Kind.LINE,
        "Orientation",
        help="Ce que le contrat veut changer : « Rapprocher l’emploi des habitants ».",
        missing="écrivez ce que le contrat veut changer. Exemple : Rapprocher l’emploi des habitants.",
        width=40,
        place=Place.APART,
    ),
)
OBJECTIVE: tuple[Field, ...] = (
    Field(
        "title",
        Kind.LINE,
        "Objectif opérationnel",
        help="Ce que les signataires veulent atteindre : « Ouvrir un lieu d’accueil dans chaque quartier ».",
        missing="écrivez ce qui est à atteindre. Exemple : Ouvrir un lieu d’accueil dans chaque quartier.",
        width=40,
        place=Place.APART,
    ),
    Field(
        "expected",
        Kind.PROSE,
        "Attendu",
        help="Ce que l’on doit constater à son terme.",
        width=40,
        tag="attendu",
    ),
    Field(
        "indicator",
        Kind.TEXT,
        "Indicateur",
        help="Ce qui est compté : « demandeurs d’emploi accompagnés ».",
        width=34,
        tag="indicateur",
    ),
    Field(
        "baseline",
        Kind.LINE,
        "Valeur de départ",
        help="Ce qu’il vaut aujourd’hui : 120, 35 %.",
        short="Départ",
        width=12,
        tag="depart",
        side_by_side=True,
        brief=True,
    ),
    Field(
        "target",
        Kind.LINE,
        "Cible",
        help="Ce qu’il doit valoir : 300, 50 %.",
        width=12,
        tag="cible",
        side_by_side=True,
        brief=True,
    ),
    Field(
        "year",
        Kind.YEAR,
        "Année de la cible",
        help="L’année où la cible est atteinte : 2030.",
        short="Année",
        example="2030",
        width=12,
        tag="annee",
        side_by_side=True,
        brief=True,
    ),
)

FIGURE: tuple[Field, ...] = (
    Field(
        "label",
        Kind.LINE,
        "Chiffre",
        help="Ce qui est compté : population, revenu médian.",
        width=34,
    ),
    Field("value", Kind.LINE, "Valeur", help="Avec son unité : 5 230, 32 %.", width=16, brief=True),
    Field("year", Kind.LINE, "Année", help="Celle du chiffre : 2021.", width=10, brief=True),
    Field("source", Kind.LINE, "Source", help="Qui le publie : Insee, CAF.", width=24),
)
"""A figure of the portrait of a quartier."""

PORTRAIT: tuple[Field, ...] = (
    Field("figures", Kind.FIGURES, "Chiffres", place=Place.APART),
    Field(
        "challenges",
        Kind.PROSE,
        "Enjeux",
        help="Ce qui est en jeu dans ce quartier.",
        width=60,
        place=Place.APART,
        tag="enjeux",
    ),
    Field(
        "priorities",
        Kind.PROSE,
        "Priorités",
        help="Ce qui y passe en premier d’ici la fin du contrat.",
        width=60,
        place=Place.APART,
        tag="priorites",
    ),
)


def by_id(described: tuple[Field, ...]) -> dict[str, Field]:
    """Return the fields of a table by their id."""
    return {each.id: each for each in described}
