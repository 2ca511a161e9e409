"""The commands of the national catalogue."""

from pathlib import Path

import click

from app.catalogue import load
from app.cli import COMMANDS
from app.cli.common import open_catalogue, print_json, refusals
from app.domain.export import catalogue_document


@click.group(help=COMMANDS["catalogue"])
def catalogue() -> None:
    """Group the commands of the catalogue."""


@catalogue.command("check")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check_catalogue(folder: Path | None) -> None:
    """Vérifie le catalogue ; chaque problème est écrit « fichier:ligne: message »."""
    with refusals():
        read = load(folder) if folder else open_catalogue()
    click.echo(f"Catalogue correct : {len(read.conventions)} conventions, {len(read.leaves)} engagements.")


@catalogue.command("export")
def export_catalogue() -> None:
    """Écrit tout le catalogue en JSON."""
    print_json(catalogue_document(open_catalogue()))
