"""The headings of contracts: of fiches, axes and objectives, chapters, tables that say the fiches again."""

import re

from app.domain.takeover.labels import folded

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


def chapter_of(heading: str) -> str:
    """Return the place of the text under a heading; empty where none fits."""
    words = folded(heading)
    for place, names in CHAPTERS:
        if any(folded(name) in words for name in names):
            return place
    return ""


def is_recap(heading: str) -> bool:
    """Return whether a heading is that of a table that says again what the fiches say."""
    return any(folded(words) in folded(heading) for words in RECAP)
