"""The commands that save everything to one file, and bring it back. The site may run meanwhile."""

from pathlib import Path

import click

from app.cli.commands import COMMANDS
from app.cli.common import EXISTING_FILE, NEW_FILE, open_catalogue, open_or_replace_profiles, open_profiles
from app.cli.errors import refusals
from app.store import restore_backup, write_backup


@click.command(help=COMMANDS["backup"])
@click.argument("file", type=NEW_FILE)
def backup(file: Path) -> None:
    """Everything that is saved, in one file."""
    store = open_profiles()
    with refusals(f"{file}: "):
        count = write_backup(store, file)
    click.echo(f"{count} profil(s) sauvegardé(s) dans {file}. La clé secrète n’y est pas.")


@click.command(help=COMMANDS["restore"])
@click.argument("file", type=EXISTING_FILE)
@click.option("--replace", is_flag=True, help="Remplace les profils que la base contient déjà.")
def restore(file: Path, replace: bool) -> None:
    """Everything that a backup holds, put back."""
    known = open_catalogue()
    store = open_or_replace_profiles(known)
    with refusals(f"{file}: "):
        count = restore_backup(store, file, replace=replace)
        store.catalogues.settle(known.hash)
    click.echo(f"{count} profil(s) restauré(s).")
