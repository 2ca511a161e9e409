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
from app.settings.config import is_by_default, read_settings
from app.store import BackupRefused, Profiles, restore_backup, shown, write_backup

NOTHING_HERE = (
    "la base « {database} » ne contient aucun contrat, et rien ne dit que c’est la bonne. Indiquez le "
    "dossier d’instance du site (CONTRAT_INSTANCE) ou l’adresse de sa base (DATABASE_URL)"
)
NO_INSTANCE = (
    "le dossier d’instance « {folder} » n’existe pas : la commande n’en fait pas un là où elle est lancée. "
    "Indiquez celui du site (CONTRAT_INSTANCE) ou l’adresse de sa base (DATABASE_URL)"
)


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
        if is_by_default() and not store.storage.sizes().profiles:
            raise BackupRefused(NOTHING_HERE.format(database=shown(store.engine.url)))
        count = write_backup(store, file)
    click.echo(f"Base lue : {shown(store.engine.url)}", err=True)
    saved = count_noun(count, "profil sauvegardé", "profils sauvegardés")
    click.echo(f"{saved} dans {file}. La clé secrète n’y est pas.")


@click.command(help=COMMANDS["restore"])
@click.argument("file", type=EXISTING_FILE)
@click.option("--replace", is_flag=True, help="Remplace les profils que la base contient déjà.")
def restore(file: Path, replace: bool) -> None:
    """Everything that a backup holds, put back."""
    known = open_catalogue()
    with refusals(f"{file}: "):
        folder = read_settings().instance_folder
        if is_by_default() and not folder.is_dir():
            raise BackupRefused(NO_INSTANCE.format(folder=folder))
    store = open_or_replace_profiles(known)
    with refusals(f"{file}: "):
        count = restore_backup(store, file, replace=replace)
        store.catalogues.settle(known.hash)
    click.echo(f"Base écrite : {shown(store.engine.url)}", err=True)
    click.echo(f"{count_noun(count, 'profil restauré', 'profils restaurés')}.")
