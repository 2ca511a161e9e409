"""The commands of `contrat-de-ville`. A refused input ends with 1 and one message per problem.

What each does is said here in one sentence, enough for the help: a command is imported when it is used.
"""

from importlib import import_module

import click
from flask.cli import FlaskGroup

from app import create_app

COMMANDS = {
    "serve": "Crée ou met à jour la base, puis sert le site.",
    "catalogue": "Le catalogue des engagements nationaux.",
    "draft": "Assemble le projet de contrat d’un profil.",
    "sources": "Écrit le dossier de sources d’un profil : lignes, adresses, confiance.",
    "batch": "Écrit un projet Word par profil ; un profil refusé est signalé et passé.",
    "demo": "Enregistre un contrat de démonstration, d’un territoire imaginaire.",
    "profiles": "Les profils enregistrés.",
    "territoires": "La référence embarquée des communes et des groupements.",
    "template": "Les modèles Word de la collectivité.",
    "base": "La taille de la base de données, et ce qui l’allège.",
    "backup": "Écrit tout ce qui est enregistré dans un fichier, sauf la clé secrète.",
    "restore": "Remplace tout ce qui est enregistré par le contenu d’une sauvegarde.",
}
MODULES = {"restore": "base", "backup": "base", "demo": "profiles", "template": "draft", "sources": "draft"}
"""The module of a command that does not bear its name."""


class _Commands(FlaskGroup):
    """Flask's own commands and ours. Neither the help nor a mistyped name loads the application."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*COMMANDS, *click.Group.list_commands(self, ctx)})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in COMMANDS and name not in self.commands:
            self.add_command(getattr(import_module(f"app.cli.{MODULES.get(name, name)}"), name))
        return click.Group.get_command(self, ctx, name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        flask = {name: command.get_short_help_str() for name, command in self.commands.items()}
        with formatter.section("Commandes"):
            formatter.write_dl(sorted({**flask, **COMMANDS}.items()))


main = _Commands(
    name="contrat-de-ville",
    create_app=create_app,
    help="Assistant de rédaction des contrats de ville.",
)
