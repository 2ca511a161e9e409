"""The commands of `contrat-de-ville`. A refused input ends with 1 and one message per problem.

What each does is said here in one sentence, enough for the help: a command is imported when it is used.
"""

from importlib import import_module

import click
from flask import Flask
from flask.cli import FlaskGroup

from app import create_app

COMMANDS = {
    "serve": "Crée ou met à jour la base, puis sert le site.",
    "catalogue": "Le catalogue des engagements nationaux.",
    "draft": "Assemble le projet de contrat d’un profil.",
    "sources": "Écrit le dossier de sources d’un profil : lignes, adresses, confiance.",
    "batch": "Écrit un projet Word par profil ; un profil refusé est signalé et passé.",
    "comptes": "Les comptes du site : créer, donner un lien, fermer, lister.",
    "demo": "Enregistre un contrat de démonstration, d’un territoire imaginaire.",
    "redline": "Écrit ce qui change d’un profil à un autre en modifications suivies, dans un fichier Word.",
    "retours": "Les fichiers Word rendus par les partenaires.",
    "reprendre": "Reprend un contrat fait ailleurs (Word, ODT, PDF), et dit ce qui est sans place.",
    "profiles": "Les profils enregistrés.",
    "territoires": "La référence embarquée des communes et des groupements.",
    "template": "Les modèles Word de la collectivité.",
    "base": "La taille de la base de données, et ce qui l’allège.",
    "backup": "Écrit tout ce qui est enregistré dans un fichier, sauf la clé secrète.",
    "restore": "Remplace tout ce qui est enregistré par le contenu d’une sauvegarde.",
}
MODULES = dict.fromkeys(("base", "backup", "restore", "demo"), "profiles")
MODULES |= {"template": "draft", "sources": "draft", "catalogue": "reference", "territoires": "reference"}
"""The module of a command that does not bear its name."""


HELP = "Montre cette aide."


class _FrenchFormatter(click.HelpFormatter):
    """The frame of every help in French: click's own words are English."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of usage. « [OPTIONS] » and « COMMAND » are click's."""
        args = args.replace("COMMAND [ARGS]...", "COMMANDE …")
        super().write_usage(prog, args, prefix or "Usage : ")

    def write_heading(self, heading: str) -> None:
        """Write the title of a list."""
        self.write(f"{heading.replace('Commands', 'Commandes')} :\n")


class _Context(click.Context):
    """What `--help` is written with."""

    formatter_class = _FrenchFormatter


def _in_french(command: click.Command) -> click.Command:
    """Return the command with its help in French, and that of each command under it."""
    command.context_class = _Context
    click.help_option("--help", help=HELP)(command)
    for below in getattr(command, "commands", {}).values():
        _in_french(below)
    return command


class _Commands(FlaskGroup):
    """Our commands; Flask's own and its options work, unlisted.

    Neither the help nor a mistyped name loads the application.
    """

    context_class = _Context

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*COMMANDS, *click.Group.list_commands(self, ctx)})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in COMMANDS and name not in self.commands:
            module = import_module(f"app.cli.{MODULES.get(name, name)}")
            self.add_command(_in_french(getattr(module, name)))
        return click.Group.get_command(self, ctx, name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commandes"):
            formatter.write_dl(sorted(COMMANDS.items()))


def _create_app() -> Flask:
    """Return the site for a command of Flask's own; the database is left as the command ends."""
    app = create_app()
    click.get_current_context().call_on_close(app.extensions["contrat_de_ville"].profiles.close)
    return app


def _main() -> _Commands:
    commands = _Commands(
        name="contrat-de-ville",
        create_app=_create_app,
        add_version_option=False,
        help="Assistant de rédaction des contrats de ville.",
        epilog="« contrat-de-ville COMMANDE --help » dit les options d’une commande.",
    )
    for option in commands.params:
        option.hidden = True  # type: ignore[attr-defined]  # every one of Flask's is an option
    click.version_option(
        package_name="contrat-de-ville", message="%(package)s %(version)s", help="Montre la version."
    )(commands)
    click.help_option("--help", help=HELP)(commands)
    return commands


main = _main()
