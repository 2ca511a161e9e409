"""The words that the comparison shows for what it compares by id; no code reads them."""

from collections.abc import Mapping

from app.domain.diff.subject import Subject
from app.domain.profile import MeansKind, State

SUBJECTS: Mapping[Subject, str] = {
    Subject.CONTRACT: "contrat",
    Subject.TERRITORY: "territoire",
    Subject.SIGNATORIES: "signataires",
    Subject.NATIONAL: "engagements nationaux",
    Subject.COMMITMENTS: "engagements",
    Subject.LOCAL: "engagements locaux",
    Subject.TEXTS: "textes",
}
CONTRACT_LABELS = {
    "name": "Nom du contrat",
    "outline": "Trame",
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
ADAPTATION_LABELS = {
    "included": "Au contrat",
    "reason_excluded": "Motif, s’il est écarté",
    "local_action": "Action locale",
    "state": "État",
    "quartiers": "Quartiers",
    "lead": "Pilote",
    "associated": "Partenaires associés",
    "start": "Début",
    "deadline": "Échéance",
    "indicator": "Indicateur",
    "indicator_baseline": "Départ",
    "indicator_target": "Cible",
    "indicator_year": "Année de la cible",
    "indicator_source": "Source de l’indicateur",
    "indicator_by_sex": "Suivi par sexe",
    "resources": "Moyens, en mots",
    "means": "Moyens",
}
SIGNATORY_LABELS = {
    "name": "Signataire",
    "representative": "Représentant",
    "title": "Qualité",
    "body": "Assemblée ou instance",
    "deliberated_on": "Date de la délibération",
    "deliberation": "Numéro de la délibération",
}
LOCAL_LABELS = {"text": "Engagement", "section": "Volet"}
CLAUSE_LABELS = {"words": "Texte national", "source": "Source", "section": "Volet", "carriers": "Porté par"}
AMENDED_LABELS = {"reason_excluded": "Motif du retrait"}
"""What the forms word for who drafts, worded for who signs."""

STATES = {State.TO_DO: "à faire", State.DRAFTED: "rédigée", State.AGREED: "convenue"}
MEANS = {MeansKind.COMMON_LAW: "Droit commun", MeansKind.SPECIFIC: "Crédits spécifiques"}
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
YES_OR_NO = {True: "oui", False: "non"}

BY_SEX = "L’indicateur est suivi par sexe."
"""What a ticked box means, for those who read the contract and not the form; an empty one says nothing."""

UNSAID = {"included": YES_OR_NO[True], "state": STATES[State.TO_DO]}
"""What the statements that nobody touched would say."""

UNKNOWN = "À préciser"
"""What is said of a fact that nobody knows."""
