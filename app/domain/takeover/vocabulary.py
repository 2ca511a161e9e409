"""The words by which contracts call what their fiches-actions say, as data.

A word that a contract uses is added here and nowhere else. `labels` meets it whatever its case, accents,
plurals, articles, what stands in brackets, and the words of `MORE` after it.
"""

import re

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
        "désignation", "titre de la fiche", "intitulé de la fiche", "sujet", "intitulé court",
    ),
    NUMBER: ("n°", "numéro", "numéro de la fiche", "numéro de l’action", "référence", "réf", "code action"),
    "local_action": (
        "action locale", "description", "descriptif", "contenu", "présentation", "modalités", "déroulement",
        "modalités de mise en œuvre", "mise en œuvre", "déroulé", "étapes", "descriptif synthétique",
        "résumé",
        "détail", "contenu détaillé", "nature", "modalités opérationnelles", "description opérationnelle",
        "déclinaison opérationnelle", "en quoi consiste l’action", "description détaillée",
        "description synthétique",
        "contenu et modalités", "ce que nous ferons", "principe", "démarche", "méthode", "activités",
        "quoi",
        "étapes de mise en œuvre", "principales étapes", "contenu et déroulement",
        "description et modalités",
        "comment", "comment faire", "que faire", "que fait-on", "que va-t-on faire",
        "que voulons-nous faire", "modalités pratiques", "modalités d’intervention",
        "modalités d’organisation", "proposition",
        "réponse apportée", "travaux prévus", "nature des travaux", "caractéristiques",
        "étapes de réalisation", "grandes étapes", "étapes clés", "interventions", "exposé", "objet",
        "actions concrètes", "actions à conduire", "sous-actions", "déclinaison", "programme d’actions",
        "ce qui sera fait", "ce que prévoit l’action", "modalités de réalisation",
        "modalités de déploiement", "texte de l’action",
    ),
    "lead": (
        "pilote", "pilotage", "porteur", "porteur de projet", "structure porteuse", "maître d’ouvrage",
        "moa",
        "maîtrise d’ouvrage", "chef de file", "responsable", "référent", "service pilote",
        "service référent",
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
        "cheffe de file", "leader", "animation", "structure animatrice", "autorité responsable",
        "portage du projet", "pilotage et animation", "qui agit", "qui anime", "qui fait", "qui coordonne",
        "responsabilité", "structure coordinatrice", "organisme coordinateur", "coordinateur",
        "coordinatrice", "animatrice", "structure responsable de l’action",
    ),
    "associated": (
        "partenaire", "partenaire associé", "partenariat", "acteur associé", "acteur mobilisé",
        "partenaire mobilisé",
        "partenaire à mobiliser", "partenaire technique", "partenaire financier", "contributeur",
        "copilote",
        "co-pilote", "intervenant", "structure associée", "acteur concerné", "acteur", "autre partenaire",
        "partenaire principal", "associé", "avec qui", "partenaire pressenti", "qui participe",
        "partenaire impliqué", "en lien avec",
        "partenaire concerné", "partenaire opérationnel", "partenaire institutionnel",
        "structure partenaire",
        "partenaire technique et financier", "acteur à mobiliser", "service associé", "autre acteur",
        "partie prenante", "co-porteur", "coporteur", "réseau mobilisé", "réseau partenarial",
        "acteur impliqué",
        "collaboration",
        "maître d’œuvre", "maîtrise d’œuvre", "acteur relais", "acteur ressource", "relais", "prestataire",
        "co-animateur", "co-animation", "contribution des partenaires", "co-pilotage",
        "institution associée", "signataire associé", "signataire concerné", "structure impliquée",
        "structure mobilisée", "structure concernée", "collectivité associée",
        "réseau d’acteurs", "qui contribue", "qui aide", "autre intervenant",
        "personne ressource", "co-contractant",
    ),
    "deadline": (
        "échéance", "échéancier", "calendrier", "calendrier prévisionnel", "calendrier de réalisation",
        "planning",
        "délai", "date de fin", "terme", "durée", "période", "période de réalisation", "temporalité",
        "quand",
        "date de réalisation", "horizon", "date prévisionnelle", "date", "phasage",
        "échéance prévisionnelle",
        "calendrier de mise en œuvre", "délai de réalisation", "date butoir", "planning prévisionnel",
        "durée de l’action",
        "date d’achèvement", "année", "année de réalisation", "calendrier et durée",
        "échéance de réalisation", "agenda", "année de mise en œuvre",
        "jalon", "fin", "date clé", "planification", "programmation", "date limite", "chronologie",
        "chronogramme", "rétroplanning", "jusqu’à quand", "pour quand", "d’ici quand", "quelle échéance",
        "durée et calendrier", "mise en service", "échelonnement",
    ),
    "start": (
        "début", "date de début", "démarrage", "date de démarrage", "lancement", "date de lancement",
        "commencement", "date d’effet",
        "à partir de quand", "entrée en vigueur", "prise d’effet",
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
        "comment évaluer", "comment suivre", "comment savoir", "comment mesurer la réussite",
        "outil d’évaluation", "méthode d’évaluation", "modalité de suivi et d’évaluation",
        "dispositif de suivi", "dispositif d’évaluation", "indicateur clé", "mesure de performance",
        "instrument de mesure", "suivi de l’action", "quels indicateurs",
        "critère et indicateur",
    ),
    "indicator_target": (
        "résultat attendu", "résultat", "cible", "valeur cible", "effet attendu", "impact attendu",
        "livrable",
        "objectif chiffré", "attendu", "résultat visé", "effet recherché", "objectif quantitatif",
        "changement attendu", "valeur à atteindre", "valeur visée", "niveau attendu", "objectif à atteindre",
        "objectif cible",
        "effet", "effet escompté", "résultat escompté", "retombée attendue", "bénéfice attendu", "impact",
        "changement visé", "changement recherché", "réalisation attendue", "production attendue",
        "plus-value attendue", "objectif de résultat", "impact recherché",
    ),
    "indicator_baseline": (
        "valeur de départ", "départ", "situation de départ", "état initial", "valeur initiale",
        "valeur de référence", "situation initiale", "valeur actuelle", "point de départ", "niveau actuel",
        "valeur d’origine", "situation actuelle de l’indicateur",
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
        "montage financier", "crédits mobilisables", "moyens dédiés", "financements mobilisables",
        "participation financière", "subvention", "subvention sollicitée", "cofinanceur", "qui finance",
        "etp", "moyens humains matériels et financiers", "avec quoi", "ressources humaines",
        "ressources financières", "coût global", "recettes",         "contribution financière",
    ),
    "quartiers": (
        "quartier", "quartier concerné", "qpv", "qpv concerné", "quartier prioritaire concerné",
        "territoire",
        "territoire concerné", "localisation", "lieu", "périmètre", "secteur", "quartier ciblé", "zone",
        "site",
        "secteur géographique", "territoire d’intervention", "lieu de réalisation",
        "périmètre géographique",
        "où",
        "quartier visé", "secteur concerné", "territoire visé", "périmètre d’intervention",
        "quartier prioritaire", "quartier bénéficiaire",
        "lieu d’intervention", "localisation de l’action", "territoire de mise en œuvre",
        "géographie prioritaire", "échelle territoriale", "échelle géographique", "échelle d’intervention",
        "commune concernée", "communes concernées", "implantation", "géographie d’intervention",
        "champ géographique", "zone géographique", "quartiers et communes", "périmètre d’action",
        "dans quels quartiers", "quartier d’intervention", "échelle", "lieu de l’action",
        "territoire cible",
    ),
    "objectives": (
        "objectif opérationnel", "objectif stratégique", "axe", "orientation", "thématique", "pilier",
        "orientation stratégique", "axe stratégique", "volet", "thème", "axe du contrat",
        "objectif du contrat",
        "orientation du contrat", "programme", "priorité", "ambition",
        "rattachement", "axe de rattachement", "référence au contrat", "domaine", "champ d’intervention",
        "objectif du contrat de ville", "orientation stratégique du contrat",
    ),
    "review": ("revue annuelle", "bilan annuel"),
    OTHER: (
        "contexte", "constat", "diagnostic", "enjeu", "public", "bénéficiaire", "public cible",
        "public visé",
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
        "opportunité", "origine", "genèse", "historique", "état des lieux", "motivation", "justification",
        "raison d’être", "argumentaire", "cadre de référence", "cadre réglementaire", "mots-clés",
        "participation des habitants", "implication des habitants", "association des habitants",
        "place des habitants", "égalité femmes hommes", "développement durable", "laïcité", "suites",
        "points d’attention", "limites", "risques", "pérennité", "pérennisation", "effet levier",
        "qui est concerné", "contact", "rédacteur", "date de mise à jour", "date de rédaction",
        "date de création de la fiche", "mise à jour", "version", "situation actuelle", "commentaire",
        "leviers et freins", "freins et leviers", "conditions de mise en œuvre",
        "modalités de gouvernance", "actions liées", "pour quoi faire", "à qui s’adresse l’action",
        "cible de l’action", "population cible", "population concernée", "bénéficiaires directs",
        "instances de suivi", "comité de suivi", "liens avec d’autres actions", "pourquoi agir",
    ),
    NOWHERE: ("texte national", "porté ici par", "repris de", "note hors citation"),
}  # fmt: skip
"""The labels of each field of an action, in the singular."""


def words_of(*lines: str) -> frozenset[str]:
    """Return the words of some lines."""
    return frozenset(word for line in lines for word in line.split())


MORE = words_of(
    "action projet operation fiche mesure programme dispositif previsionnel previsionnelle concerne",
    "concernee mobilise mobilisee mobiliser mobilisable associe associee associer pressenti pressentie",
    "envisage envisagee potentiel potentielle eventuel eventuelle principal principale technique",
    "financier financiere institutionnel institutionnelle operationnel operationnelle local locale",
    "identifie identifiee implique impliquee impliquer vise visee cible ciblee global globale general",
    "generale estime estimee estimatif estimative indicatif indicative propose proposee retenu retenue",
    "attendu attendue prevu prevue annuel annuelle pluriannuel pluriannuelle total totale detaille",
    "detaillee synthetique succinct succincte juridique administratif referent referente realisation",
    "mise oeuvre suivi resultat evaluation quantitatif quantitative qualitatif qualitative dedie",
    "dediee necessaire disponible sollicite sollicitee demande complementaire prioritaire geographique",
    "intervention humain humaine materiel materielle clef cle envisager terrain externe interne",
    "solliciter consulter inclure economique social sociale associatif associative public privee prive",
    "possible souhaite souhaitee definitif definitive provisoire specifique commun commune",
)
"""Words, folded and in the singular, that say no more of what a label names: « Partenaires techniques »."""

OPEN = words_of(
    "indicateur partenaire partenariat critere calendrier echeancier echeance financement cout pilote porteur"
)
"""What begins a label whatever follows: « Partenaires du territoire »; a title begins otherwise."""

WHO_NOUNS = words_of(
    "structure service direction organisme institution collectivite association entite acteur",
    "operateur partenaire signataire organisation pole unite equipe elu agent personne binome chef",
    "maitre maitrise co",
)
"""What may be said to lead: « Service référent », « Chef de file »."""

ROLES = words_of(
    "pilote pilotage porteur porteuse portage referent referente responsable coordinateur",
    "coordinatrice coordonnateur coordonnatrice animateur animatrice file ouvrage leader",
)
"""The words of which one, with those above, names who leads; with « co » before, who helps."""

BEFORE = frozenset(("nom", "liste", "autre", "qui", "avec", "dans", "pour", "quel", "principal", "principaux",
                    "eventuel", "futur", "type", "rappel", "precision", "designation"))  # fmt: skip
"""Words before those that name it: « Nom du porteur », « Avec quels partenaires »."""

CORE = frozenset(
    ("lead", "associated", "deadline", "start", "indicator", "indicator_target", "resources", "quartiers")
)
"""The fields that tell a fiche-action from another text."""

LONG = frozenset(("local_action", "indicator", "resources", "review", OTHER, NOWHERE, "indicator_target"))
"""The fields that go on with the next paragraphs."""

WITHIN: dict[str, dict[str, tuple[str, ...]]] = {
    "lead": {"associated": ("avec", "en lien avec", "partenaires", "appui", "co-pilote", "associés")},
    "start": {"deadline": ("fin", "échéance", "terme")},
    "deadline": {
        "start": ("début", "démarrage", "lancement"),
        "deadline": ("fin", "échéance", "terme", "achèvement"),
    },
    "indicator": {
        "indicator_baseline": ("départ", "valeur de départ", "valeur initiale"),
        "indicator_target": ("cible", "valeur cible", "objectif", "valeur à atteindre"),
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

COLUMN_HEADS = frozenset(
    ("rubrique", "rubriques", "champ", "item", "element", "elements", "point", "section", "donnee",
     "libelle de la rubrique", "intitule de la rubrique", "information", "informations", "donnees")
)  # fmt: skip
"""What stands, folded, above the labels of a fiche in a table whose columns have titles."""
