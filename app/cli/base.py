"""The commands of the database: what it takes on the disk, and how space is given back."""

import click

from app.cli.commands import COMMANDS
from app.cli.common import open_profiles
from app.cli.errors import refusals
from app.formats.archive import show_size
from app.store import Profiles


@click.group(help=COMMANDS["base"])
def base() -> None:
    """The commands of the database."""


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
        click.echo(f"{removed} version(s) retirée(s).")
        click.echo(f"Après : {_sizes_of(profiles)}")


def _sizes_of(profiles: Profiles) -> str:
    sizes = profiles.storage.sizes()
    return (
        f"base {show_size(sizes.database)} ; {sizes.profiles} contrat(s), "
        f"{sizes.versions} version(s) de {show_size(sizes.version_bytes)} en tout."
    )
