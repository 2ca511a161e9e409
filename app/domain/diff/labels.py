"""What a statement is about, and the words that the comparison shows for it; no code reads these words."""

from collections.abc import Mapping
from enum import StrEnum

from app.domain.field_text import YES_OR_NO
from app.domain.fields import CLAUSE_PLACES, STATES
from app.domain.french import NARROW
from app.domain.profile import ClausePlace, State


class Subject(StrEnum):
    """What a statement is about, in the order of the contract."""

    CONTRACT = "contract"
    TERRITORY = "territory"
    SIGNATORIES = "signatories"
    ORIENTATIONS = "orientations"
    NATIONAL = "national"
    COMMITMENTS = "commitments"
    LOCAL = "local"
    QUARTIERS = "quartiers"
    TEXTS = "texts"


class TextKind(StrEnum):
    """How a text reads: a value, prose in light markup, a list with a name on each line, a name."""

    VALUE = "value"
    PROSE = "prose"
    LIST = "list"
    NAME = "name"


SUBJECTS: Mapping[Subject, str] = {
    Subject.CONTRACT: "contrat",
    Subject.TERRITORY: "territoire",
    Subject.SIGNATORIES: "signataires",
    Subject.ORIENTATIONS: "orientations et objectifs",
    Subject.NATIONAL: "engagements nationaux",
    Subject.COMMITMENTS: "engagements",
    Subject.LOCAL: "engagements locaux",
    Subject.QUARTIERS: "quartiers",
    Subject.TEXTS: "textes",
}
CONTRACT_LABELS = {
    "name": "Nom du contrat",
    "outline": "Plan du contrat",
    "territory": "Territoire",
    "kind": "Nature du territoire",
    "grouping": "Forme juridique du groupement",
    "communes": "Communes",
    "populations": "Populations",
    "quartiers": "Quartiers prioritaires",
    "facts_reason": "Motif des faits indiqués",
    "situation": "Situation",
    "partners": "Signataires",
    "order": "Ordre",
}
LOCAL_LABELS = {"text": "Engagement", "section": "Volet"}
OBJECTIVE_LABELS = {"orientation": "Dans l’orientation"}
CLAUSE_LABELS = {"words": "Texte national", "source": "Source", "section": "Volet", "carriers": "Porté par"}
CARRIERS = "carriers"
"""The field that says who carries a clause, and what parts the names in its text."""

BETWEEN_BODIES = f"{NARROW}; "
HISTORICAL = "Annexe « Pour mémoire »"
AMENDED_LABELS = {"reason_excluded": "Motif du retrait"}
"""What the forms word for who drafts, worded for who signs."""

KINDS = {
    "epci": "intercommunalité (EPCI)",
    "ept": "établissement public territorial",
    "commune": "commune",
}
GROUPINGS = {
    "CC": "communauté de communes",
    "CA": "communauté d’agglomération",
    "CU": "communauté urbaine",
    "METRO": "métropole",
    "METLYON": "métropole de Lyon",
    "EPT": "établissement public territorial",
}
UNSAID = {
    "included": YES_OR_NO[True],
    "place": CLAUSE_PLACES[ClausePlace.USUAL],
    "state": STATES[State.TO_DO],
}
"""What the statements that nobody touched would say."""

UNKNOWN = "À préciser"
"""What is said of a fact that nobody knows."""
