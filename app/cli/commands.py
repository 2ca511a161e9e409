"""The commands, and what each does in one sentence: enough for the help, without a single import.

A command is imported when it is used.
"""

COMMANDS = {
    "serve": "Crée ou met à jour la base, puis sert le site.",
    "catalogue": "Le catalogue des engagements nationaux.",
    "draft": "Assemble le projet de contrat d’un profil.",
    "batch": "Écrit un projet Word par profil ; un profil refusé est signalé et passé.",
    "demo": "Enregistre un contrat de démonstration, d’un territoire imaginaire.",
    "profiles": "Les profils enregistrés.",
    "territoires": "La référence embarquée des communes et des groupements.",
    "template": "Les modèles Word de la collectivité.",
    "base": "La taille de la base de données, et ce qui l’allège.",
    "backup": "Écrit tout ce qui est enregistré dans un fichier, sauf la clé secrète.",
    "restore": "Remplace tout ce qui est enregistré par le contenu d’une sauvegarde.",
}
MODULES = {"restore": "backup"}
"""The module of a command that does not bear its name."""
