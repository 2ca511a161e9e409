"""The commands of `contrat-de-ville`. A refused input ends with 1 and one message per problem."""

from importlib import import_module

import click
from flask.cli import FlaskGroup

from app import create_app
from app.cli.commands import COMMANDS, MODULES


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
