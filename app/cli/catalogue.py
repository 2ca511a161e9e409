"""The commands of the national catalogue."""

from pathlib import Path

import click

from app.catalogue import load
from app.cli import COMMANDS
from app.cli.common import EXISTING_FILE, assemble_file, open_catalogue, print_json, refusals
from app.domain.catalogue import NO_LINES
from app.domain.export import catalogue_document
from app.domain.french import NO_SOURCE
from app.domain.rules import STANDINGS
from app.domain.views import Counts, Part, standings_of
from app.settings import resource
from app.settings.config import read_catalogue_folder

PARTS = {
    Part.BODY: "corps",
    Part.HISTORICAL: "pour mémoire",
    Part.NATIONAL: "nationaux",
    Part.EXCLUDED: "non retenus",
}
WIDTH = 14


@click.group(help=COMMANDS["catalogue"])
def catalogue() -> None:
    """Group the commands of the catalogue."""


@catalogue.command("check")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check_catalogue(folder: Path | None) -> None:
    """Vérifie le catalogue, et compare chaque texte avec sa source.

    Chaque problème est écrit « fichier:ligne: message ».
    """
    with refusals():
        read = load(folder or read_catalogue_folder() or resource("commitments"), compare=True)
    click.echo(f"Catalogue correct : {len(read.conventions)} conventions, {len(read.leaves)} engagements.")
    for convention in read.conventions:
        if convention.lines == NO_LINES:
            click.echo(f"{convention.id} : {NO_SOURCE}, son texte n’est comparé avec rien.")


@catalogue.command("export")
def export_catalogue() -> None:
    """Écrit tout le catalogue en JSON."""
    print_json(catalogue_document(open_catalogue()))


@catalogue.command("standing")
@click.argument("profile", type=EXISTING_FILE)
@click.option("--json", "as_json", is_flag=True, help="Écrit les nombres en JSON.")
def count_standings(profile: Path, *, as_json: bool) -> None:
    """Compte les engagements d’un contrat par état d’aujourd’hui, selon notre lecture, et par place."""
    counts = standings_of(assemble_file(profile))
    if as_json:
        print_json(counts)
        return
    click.echo("\n".join(_lines(counts)))


def _lines(counts: Counts) -> list[str]:
    """Return the table: a line for each standing, a column for each place, then the sums."""
    widest = max(map(len, STANDINGS.values()))

    def line(title: str, cells: list[str]) -> str:
        return title.ljust(widest) + "".join(cell.rjust(WIDTH) for cell in cells)

    rows = {STANDINGS[standing]: list(parts.values()) for standing, parts in counts.items()}
    sums = [sum(row[at] for row in rows.values()) for at in range(len(Part))]
    return [
        line("", [*PARTS.values(), "total"]),
        *(line(title, [*map(str, row), str(sum(row))]) for title, row in rows.items()),
        line("total", [*map(str, sums), str(sum(sums))]),
    ]
