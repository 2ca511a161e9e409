"""The words by which contracts call things: the labels of fiches-actions, headings, kinds of signatories.

All that the matcher knows of French wording stands here, as data: a word that a contract uses is added here
and nowhere else. A label is met whatever its case, accents, plurals, articles and what stands in brackets.
"""

import re
from functools import lru_cache

from app.domain.text import name_key, without_accents

TITLE, NUMBER, OTHER, NOWHERE = "title", "number", "other", "nowhere"
"""What a fiche has beside the fields of an action: its title, its number, a text with a label of its own, and
what the catalogue or the application says by itself."""

LABELS: dict[str, tuple[str, ...]] = {
    TITLE: (
        "action", "intitulé", "intitulé de l’action", "nom de l’action", "titre", "titre de l’action",
        "dénomination", "libellé", "libellé de l’action", "fiche action", "projet", "nom du projet",
        "intitulé du projet", "titre du projet", "mesure", "opération", "intitulé de l’opération",
        "engagement",
        "action proposée", "action retenue", "action prévue", "action envisagée", "action à mener",
        "action phare", "nom de la fiche",
    ),
    NUMBER: ("n°", "numéro", "numéro de la fiche", "numéro de l’action", "référence", "réf", "code action"),
    "local_action": (
        "action locale", "description", "descriptif", "contenu", "présentation", "modalités", "déroulement",
        "modalités de mise en œuvre", "mise en œuvre", "déroulé", "étapes", "descriptif synthétique",
        "résumé",
        "détail", "contenu détaillé", "nature", "modalités opérationnelles", "description opérationnelle",
        "déclinaison opérationnelle", "en quoi consiste l’action", "description détaillée",
        "description synthétique",
        "contenu et modalités", "ce que nous ferons", "principe", "démarche", "méthode", "activités", "quoi",
        "étapes de mise en œuvre", "principales étapes", "contenu et déroulement", "description et modalités",
    ),
    "lead": (
        "pilote", "pilotage", "porteur", "porteur de projet", "structure porteuse", "maître d’ouvrage", "moa",
        "maîtrise d’ouvrage", "chef de file", "responsable", "référent", "service pilote", "service référent",
        "opérateur", "organisme porteur", "qui pilote", "qui porte", "porté par", "structure pilote",
        "service responsable",
        "structure responsable", "animateur", "coordonnateur", "coordination", "portage",
        "pilote opérationnel",
        "institution pilote", "organisme responsable", "porteur pressenti", "pilote pressenti", "qui",
        "piloté par",
        "responsable de la mise en œuvre", "structure référente", "maître d’ouvrage pressenti",
        "chef de projet",
        "service instructeur", "collectivité pilote", "partenaire pilote", "signataire pilote",
        "acteur pilote", "acteur porteur",
        "direction pilote", "direction porteuse", "direction référente", "service porteur",
        "institution porteuse",
        "institution référente", "organisation pilote", "organisation porteuse", "collectivité porteuse",
        "binôme pilote", "nom du porteur", "nom du pilote", "association porteuse", "entité pilote",
        "entité porteuse", "organisme pilote", "élu référent",
    ),
    "associated": (
        "partenaire", "partenaire associé", "partenariat", "acteur associé", "acteur mobilisé",
        "partenaire mobilisé",
        "partenaire à mobiliser", "partenaire technique", "partenaire financier", "contributeur", "copilote",
        "co-pilote", "intervenant", "structure associée", "acteur concerné", "acteur", "autre partenaire",
        "partenaire principal", "associé", "avec qui", "partenaire pressenti", "qui participe",
        "partenaire impliqué", "en lien avec",
        "partenaire concerné", "partenaire opérationnel", "partenaire institutionnel", "structure partenaire",
        "partenaire technique et financier", "acteur à mobiliser", "service associé", "autre acteur",
        "partie prenante", "co-porteur", "coporteur", "réseau mobilisé", "réseau partenarial",
        "acteur impliqué",
        "collaboration",
    ),
    "deadline": (
        "échéance", "échéancier", "calendrier", "calendrier prévisionnel", "calendrier de réalisation",
        "planning",
        "délai", "date de fin", "terme", "durée", "période", "période de réalisation", "temporalité", "quand",
        "date de réalisation", "horizon", "date prévisionnelle", "date", "phasage", "échéance prévisionnelle",
        "calendrier de mise en œuvre", "délai de réalisation", "date butoir", "planning prévisionnel",
        "durée de l’action",
        "date d’achèvement", "année", "année de réalisation", "calendrier et durée",
        "échéance de réalisation", "agenda", "année de mise en œuvre",
    ),
    "start": (
        "début", "date de début", "démarrage", "date de démarrage", "lancement", "date de lancement",
        "commencement", "date d’effet",
    ),
    "indicator": (
        "indicateur", "indicateur de suivi", "indicateur d’évaluation", "indicateur de résultat",
        "évaluation",
        "indicateur de réalisation", "indicateur de réussite", "indicateur de suivi et d’évaluation",
        "critère",
        "critère d’évaluation", "suivi et évaluation", "mesure des résultats", "critère de réussite",
        "comment mesurer", "modalités d’évaluation", "indicateur retenu", "indicateur d’impact",
        "outil de mesure",
        "indicateur de moyens et de résultats", "indicateur quantitatif", "indicateur qualitatif", "suivi",
        "indicateur de performance", "mesure de la réussite",
        "comment saurons-nous que c’est réussi", "modalités de suivi",
        "suivi-évaluation", "mesure de l’impact", "mesure d’impact", "impact mesuré",
    ),
    "indicator_target": (
        "résultat attendu", "résultat", "cible", "valeur cible", "effet attendu", "impact attendu",
        "livrable",
        "objectif chiffré", "attendu", "résultat visé", "effet recherché", "objectif quantitatif",
        "changement attendu",
        "objectif cible",
    ),
    "indicator_baseline": (
        "valeur de départ", "départ", "situation de départ", "état initial", "valeur initiale",
        "valeur de référence",
    ),
    "indicator_source": ("source de l’indicateur", "source des données", "source"),
    "indicator_year": ("année de la cible",),
    "resources": (
        "moyens", "budget", "budget prévisionnel", "financement", "plan de financement", "coût", "montant",
        "coût prévisionnel", "coût estimatif", "coût total", "moyens mobilisés", "moyens financiers",
        "crédits",
        "moyens humains", "moyens humains et financiers", "crédits mobilisés", "financeur", "ressources",
        "ressources mobilisées", "droit commun", "crédits spécifiques", "enveloppe", "budget estimé",
        "combien",
        "estimation financière", "moyens nécessaires", "coût et financement", "financement prévisionnel",
        "enveloppe prévisionnelle", "moyens à mobiliser", "plan de financement prévisionnel",
        "budget estimatif",
        "crédits politique de la ville", "droit commun mobilisé", "moyens techniques",
        "source de financement",
        "moyens matériels", "avec moyens", "coût et moyens", "budget annuel", "coût annuel",
        "crédits sollicités", "montant prévisionnel", "cofinancement", "dépense", "dépense prévisionnelle",
    ),
    "quartiers": (
        "quartier", "quartier concerné", "qpv", "qpv concerné", "quartier prioritaire concerné", "territoire",
        "territoire concerné", "localisation", "lieu", "périmètre", "secteur", "quartier ciblé", "zone",
        "site",
        "secteur géographique", "territoire d’intervention", "lieu de réalisation", "périmètre géographique",
        "où",
        "quartier visé", "secteur concerné", "territoire visé", "périmètre d’intervention",
        "quartier prioritaire", "quartier bénéficiaire",
        "lieu d’intervention", "localisation de l’action", "territoire de mise en œuvre",
        "géographie prioritaire", "échelle territoriale", "échelle géographique", "échelle d’intervention",
    ),
    "objectives": (
        "objectif opérationnel", "objectif stratégique", "axe", "orientation", "thématique", "pilier",
        "orientation stratégique", "axe stratégique", "volet", "thème", "axe du contrat",
        "objectif du contrat",
        "orientation du contrat", "programme", "priorité", "ambition",
    ),
    "review": ("revue annuelle", "bilan annuel"),
    OTHER: (
        "contexte", "constat", "diagnostic", "enjeu", "public", "bénéficiaire", "public cible", "public visé",
        "objectif", "finalité", "objectif visé", "articulation", "observation", "remarque",
        "point de vigilance",
        "frein", "levier", "dispositif", "condition de réussite", "objectif général", "objectif spécifique",
        "égalité femmes-hommes", "contexte et enjeux", "constats et enjeux", "éléments de contexte",
        "public concerné",
        "objectif de l’action", "lien avec d’autres actions", "articulation avec d’autres dispositifs",
        "public prioritaire", "public bénéficiaire", "rappel du diagnostic", "but", "pourquoi", "pour qui",
        "plus-value",
        "dispositif mobilisé", "prise en compte de l’égalité", "communication", "objectif poursuivi",
        "besoin",
        "perspective", "état d’avancement", "avancement", "statut", "facteur de réussite",
        "dispositifs existants",
        "transversalité", "problématique", "objectifs et résultats", "publics et territoires",
    ),
    NOWHERE: ("texte national", "porté ici par", "repris de", "note hors citation"),
}  # fmt: skip
"""The labels of each field of an action, in the singular."""

CORE = frozenset(
    ("lead", "associated", "deadline", "start", "indicator", "indicator_target", "resources", "quartiers")
)
"""The fields that tell a fiche-action from another text."""

LONG = frozenset(("local_action", "indicator", "resources", "review", OTHER, NOWHERE, "indicator_target"))
"""The fields that go on with the next paragraphs."""

WITHIN: dict[str, dict[str, tuple[str, ...]]] = {
    "lead": {"associated": ("avec", "en lien avec", "partenaires")},
    "start": {"deadline": ("fin", "échéance", "terme")},
    "deadline": {
        "start": ("début", "démarrage", "lancement"),
        "deadline": ("fin", "échéance", "terme", "achèvement"),
    },
    "indicator": {
        "indicator_baseline": ("départ", "valeur de départ", "valeur initiale"),
        "indicator_target": ("cible", "valeur cible"),
        "indicator_year": ("année", "année de la cible"),
        "indicator_source": ("source",),
        "indicator_baseline_women": ("départ femmes",),
        "indicator_baseline_men": ("départ hommes",),
        "indicator_target_women": ("cible femmes",),
        "indicator_target_men": ("cible hommes",),
    },
}
"""What a label means within the text of another one."""

REACHED = re.compile(r"^Atteint en (?P<year>20\d{2})\s*:\s*(?P<value>[^()·]*?)\s*(?:\((?P<sex>[^)]*)\))?$")
"""« Atteint en 2025 : 71 (femmes : 29, hommes : 42) »."""
BY_SEX = "suivi par sexe"
STATES = {"à démarrer": "to_start", "en cours": "under_way", "réalisée": "done", "abandonnée": "given_up",
          "rédigée": "drafted", "convenue": "agreed"}  # fmt: skip
PLACEHOLDER = re.compile(
    r"^\W*(?:à\s(?:compléter|définir|préciser|renseigner)|néant|sans\sobjet|xx+)?\W*$", re.IGNORECASE
)

FICHE = re.compile(
    r"^\W*(?P<kind>fiche[ -]action|fiche[ -]projet|fiche|action|mesure|engagement(?: local)?"
    r"|opération|projet)s?\b"
    r"\s*(?:n\s*[°ºo]\s*)?"
    r"(?P<number>(?:local )?[0-9IVX]+(?:[.\-][0-9]+)*[a-z]?|[A-Z]\s?\.?\s?[0-9]+(?:[.\-][0-9]+)*)?"
    r"\s*(?:[:–—.\-|]+|$)\s*(?P<title>.*)$",
    re.IGNORECASE | re.DOTALL,
)
"""« Fiche action n° 3 : Ouvrir un lieu », « Action 1.2 – Ouvrir un lieu »."""

RECAP = ("tableau d’ensemble", "récapitulatif", "liste des actions", "liste des fiches",
         "synthèse des actions", "sommaire des fiches", "index des",
         "tableau de synthèse", "vue d’ensemble")  # fmt: skip
"""The headings of tables that say again what the fiches say."""

DIRECTIONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"^\W*(?:\d[\d.]*\W+)?{words}\s*(?:n\s*[°ºo]\s*)?"
                      r"(?P<number>[0-9]+(?:\.[0-9]+)*|[IVX]+|[A-F])\b"
                      r"\s*[:–—.\-]*\s*(?P<title>.+)$", re.IGNORECASE))
    for kind, words in (
        ("axis", r"(?:axe(?: stratégique)?|pilier|priorité|ambition|volet|thématique|enjeu)"),
        ("orientation", r"orientation(?: stratégique)?"),
        ("objective", r"objectif(?: stratégique| général| opérationnel| spécifique)?"),
    )
)  # fmt: skip
"""The headings of axes, orientations and objectives, from the greatest."""

CHALLENGE = ("enjeu", "enjeux", "constat")
EXPECTED = ("attendu", "résultat attendu", "effet attendu")

CHAPTERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("hors-quartiers", ("hors des quartiers", "poches de pauvreté", "hors qpv",
        "hors géographie prioritaire")),
    ("articulation-sante-familles", ("santé et familles", "contrat local de santé",
        "convention territoriale globale")),
    ("articulation-education", ("éducation cités éducatives", "cité éducative", "cités éducatives")),
    ("articulation-prevention", ("prévention de la délinquance clspd", "stratégie territoriale de sécurité")),
    ("articulation-territoire", ("articulation", "habitat mobilité et aménagement",
        "cohérence avec les autres")),
    ("annexe-tfpb", ("abattement", "tfpb", "taxe foncière")),
    ("annexe-pacte-financier", ("pacte financier",)),
    ("npnru-cadre", ("cadre de référence des conventions", "renouvellement urbain", "npnru", "anru")),
    ("revision-2027", ("révision", "mi-parcours", "mi parcours", "clause de revoyure")),
    ("actualisation", ("actualisation", "avenant", "modification du contrat")),
    ("revue-annuelle", ("revue annuelle", "revue de projet", "bilan annuel")),
    ("rapport-annuel", ("rapport annuel",)),
    ("indicateurs-nationaux", ("indicateurs nationaux",)),
    ("indicateurs-locaux", ("indicateurs locaux", "tableau de bord")),
    ("evaluation", ("évaluation", "suivi du contrat", "observation", "observatoire")),
    ("participation-moyens", ("moyens dédiés", "formation des habitants", "maison du projet")),
    ("participation", ("participation", "conseil citoyen", "conseils citoyens", "place des habitants",
        "concertation")),
    ("maire", ("rôle des maires", "rôle du maire")),
    ("ingenierie", ("ingénierie",)),
    ("conduite", ("équipe projet", "équipe opérationnelle", "comité technique", "animation du contrat",
        "conduite")),
    ("associations", ("conventions pluriannuelles", "soutien aux associations")),
    ("pilotage", ("comité de pilotage", "gouvernance", "pilotage", "instances")),
    ("droit-commun", ("droit commun",)),
    ("moyens-specifiques", ("crédits spécifiques", "instruments spécifiques", "programmation financière",
        "moyens financiers")),
    ("investissement", ("investissement",)),
    ("diagnostic", ("diagnostic", "état des lieux", "portrait de territoire", "présentation du territoire",
        "contexte territorial",
                    "les enjeux", "bilan du contrat")),
)  # fmt: skip
"""The place of the text under a heading, by words of the heading; the first that fits."""

SIGNATORIES = (
    "signataire",
    "les parties",
    "partenaires signataires",
    "entre les soussignés",
    "parties au contrat",
)

PARTNERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (partner, re.compile(words))
    for partner, words in (
        ("procureur", r"\bprocureure?\b|\bparquet\b"),
        ("recteur", r"\brecteur|\brectrice|\brectorat|\bdasen\b|\bdsden\b|education nationale|academie\b"),
        ("ars", r"\bars\b|agence regionale de sante"),
        ("caf", r"\bcaf\b|allocations familiales"),
        ("cpam", r"\bcpam\b|assurance maladie"),
        ("cma", r"\bcma\b|chambre des? metiers"),
        ("cci", r"\bcci\b|chambre de commerce"),
        ("caisse-des-depots", r"caisse des depots|banque des territoires"),
        ("france-travail", r"france travail|pole emploi"),
        ("mission-locale", r"mission locale"),
        ("defenseur-des-droits", r"defenseure? des droits"),
        ("bailleurs", r"bailleur|\bhlm\b|office public de l habitat|\boph\b|habitat\b|logement"),
        ("region", r"conseil regional|^(?:la )?region\b"),
        ("departement", r"conseil departemental|^(?:le )?departement\b"),
        ("epci", r"communaute (?:d agglomeration|de communes|urbaine)|\bmetropole\b|agglomeration\b|"
                 r"etablissement public territorial|\bept\b|\bepci\b|intercommunalite"),
        ("commune", r"^(?:la )?(?:ville|commune|mairie)\b"),
        ("etat", r"^l etat\b|^etat\b|\bprefecture\b|\bprefete?\b"),
    )
)  # fmt: skip
"""The kind of a signatory by words of its name, folded; the first that fits."""

_BRACKETS = re.compile(r"\([^)]{0,60}\)")
_JOINTS = re.compile(r"[^a-z0-9°]+")
_SMALL = frozenset(
    ["le", "la", "les", "l", "de", "du", "des", "d", "un", "une", "en", "sur", "au", "aux", "a", "et"]
) | {"cette", "ce", "cet", "quel", "quels", "quelle", "quelles", "est", "sont", "il"}
_SHORT_WORD = 3
_LEADING = re.compile(r"^(?:[0-9]+|[ivx]+|[a-h])$")
_SUFFIXES = frozenset(("action", "projet", "operation", "fiche", "mesure", "envisage", "previsionnel"))
_MOST_WORDS = 4
_ONE_PHRASE = re.compile(r"^(?:[A-ZÀ-Ý][^A-ZÀ-Ý0-9:;,]*|[A-ZÀ-Ý’' ]+)$")
_NOT_IN_LABELS = frozenset(("contrat", "ville", "politique", "annexe", "fiche"))
"""Words of titles that begin like labels: « Moyens du contrat »."""
_EITHER = re.compile(r"\s*/\s*|\s+ou\s+|\s+et\s+|\s*[&+]\s*|\s*,\s*|\s+[–—-]\s+", re.IGNORECASE)
_CAPITAL = re.compile(r"\s+(?=[A-ZÀ-Ý][a-zà-ÿ])")
"""Two labels on two lines of a cell, that a PDF gives as one: « Pilote Partenaires »."""
LONGEST_LABEL = 64


@lru_cache(20_000)
def folded(text: str) -> str:
    """Return the words of a text without case, accents and signs."""
    return " ".join(_JOINTS.sub(" ", without_accents(name_key(text))).split())


@lru_cache(20_000)
def _key(text: str) -> str:
    words = folded(_BRACKETS.sub(" ", text.replace("(s)", "").replace("(e)", ""))).split()
    while len(words) > 1 and _LEADING.match(words[0]):
        words = words[1:]
    kept = [word.rstrip("sx") if len(word) > _SHORT_WORD else word for word in words if word not in _SMALL]
    return " ".join(kept)


_FIELDS = {_key(label): name for name, labels in LABELS.items() for label in labels}
_WITHIN = {
    name: {_key(label): field for field, labels in inner.items() for label in labels}
    for name, inner in WITHIN.items()
}


@lru_cache(20_000)
def field_of(label: str) -> str:
    """Return the field that a label names; empty for other words."""
    if not label or len(label) > LONGEST_LABEL:
        return ""
    key = _key(label)
    if found := _FIELDS.get(key):
        return found
    words = key.split()
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words = words[:-1]
        if found := _FIELDS.get(" ".join(words)):
            return found
    if found := _begun(key, label):
        return found
    return next(iter(fields_of(label)), "")


@lru_cache(20_000)
def fields_of(label: str) -> tuple[str, ...]:
    """Return the fields that a label names one after another, each once: « Pilote / Partenaires ».

    Empty for a label of one field only, and where a part of it is none.
    """
    if not label or len(label) > LONGEST_LABEL or _FIELDS.get(_key(label)):
        return ()
    for sign in (_EITHER, _CAPITAL):
        parts = [_field_of_part(part) for part in sign.split(label)]
        if len(parts) > 1 and all(parts):
            return tuple(dict.fromkeys(parts))
    return ()


def _field_of_part(part: str) -> str:
    words = _key(part).split()
    while len(words) > 1 and words[-1] in _SUFFIXES and " ".join(words) not in _FIELDS:
        words = words[:-1]
    return _FIELDS.get(" ".join(words), "")


def _begun(key: str, label: str) -> str:
    """Return the field of a label that goes on: « Partenaires à associer »."""
    words = key.split()
    if len(words) > _MOST_WORDS or not _NOT_IN_LABELS.isdisjoint(words) or not _ONE_PHRASE.match(label):
        return ""
    for length in range(len(words) - 1, 0, -1):
        found = _FIELDS.get(" ".join(words[:length]), "")
        if found and (length > 1 or found in CORE):
            return found
    return ""


def field_within(field: str, label: str) -> str:
    """Return what a label means within the text of a field; empty for other words."""
    return _WITHIN.get(field, {}).get(_key(label), "")


def bare(label: str) -> str:
    """Return a label without the signs around it."""
    return label.strip(" \t\n\u00a0\u202f:.*–—-|")


def is_placeholder(text: str) -> bool:
    """Return whether a text says nothing: « à compléter », a dash."""
    return PLACEHOLDER.match(text) is not None


def partner_of(name: str) -> str:
    """Return the kind of a signatory; empty where nothing tells it."""
    words = folded(name)
    return next((partner for partner, pattern in PARTNERS if pattern.search(words)), "")


def chapter_of(heading: str) -> str:
    """Return the place of the text under a heading; empty where none fits."""
    words = folded(heading)
    for place, names in CHAPTERS:
        if any(folded(name) in words for name in names):
            return place
    return ""


COLUMN_HEADS = frozenset(
    ("rubrique", "rubriques", "champ", "item", "element", "elements", "point", "section", "donnee",
     "libelle de la rubrique", "intitule de la rubrique", "information", "informations", "donnees")
)  # fmt: skip
"""What stands, folded, above the labels of a fiche in a table whose columns have titles."""


def is_recap(heading: str) -> bool:
    """Return whether a heading is that of a table that says again what the fiches say."""
    return any(folded(words) in folded(heading) for words in RECAP)
