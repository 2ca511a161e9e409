"""The commands of the database: what it takes on the disk; everything saved to one file, and brought back.

The site may run meanwhile.
"""

from pathlib import Path

import click

from app.cli import COMMANDS
from app.cli.common import (
    EXISTING_FILE,
    NEW_FILE,
    open_catalogue,
    open_or_replace_profiles,
    open_profiles,
    refusals,
)
from app.domain.french import count_noun
from app.formats.archive import show_size
from app.store import Profiles, restore_backup, write_backup


@click.group(help=COMMANDS["base"])
def base() -> None:
    """Group the commands of the database."""


@base.command("taille")
def show_sizes() -> None:
    """Dit ce que prennent les contrats et leurs versions."""
    with refusals():
        click.echo(_sizes_of(open_profiles()))


@base.command("alleger")
def trim() -> None:
    """Retire les versions qui ne sont plus à garder, range les autres, rend la place au disque.

    Sont gardées : toutes celles des sept derniers jours, puis la dernière de chaque jour, et pour toujours
    celles qui ont un nom ou qui ont été téléchargées. Le site peut tourner pendant ce temps.
    """
    profiles = open_profiles()
    with refusals():
        click.echo(f"Avant : {_sizes_of(profiles)}")
        removed = profiles.storage.trim()
        profiles.storage.give_back()
        click.echo(f"{count_noun(removed, 'version retirée', 'versions retirées')}.")
        click.echo(f"Après : {_sizes_of(profiles)}")


def _sizes_of(profiles: Profiles) -> str:
    sizes = profiles.storage.sizes()
    return (
        f"base {show_size(sizes.database)} ; {count_noun(sizes.profiles, 'contrat')}, "
        f"{count_noun(sizes.versions, 'version')} de {show_size(sizes.version_bytes)} en tout."
    )


@click.command(help=COMMANDS["backup"])
@click.argument("file", type=NEW_FILE)
def backup(file: Path) -> None:
    """Everything that is saved, in one file."""
    store = open_profiles()
    with refusals(f"{file}: "):
        count = write_backup(store, file)
    saved = count_noun(count, "profil sauvegardé", "profils sauvegardés")
    click.echo(f"{saved} dans {file}. La clé secrète n’y est pas.")


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
    click.echo(f"{count_noun(count, 'profil restauré', 'profils restaurés')}.")
