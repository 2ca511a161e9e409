"""The commands of what everybody shares: the national catalogue, the reference of communes and groupings."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from app.catalogue import load
from app.cli import COMMANDS
from app.cli.common import (
    EXISTING_FILE,
    Refused,
    assemble_file,
    open_catalogue,
    open_or_create_profiles,
    open_profiles,
    print_json,
    refusals,
)
from app.domain.assembly import assemble
from app.domain.catalogue import NO_LINES
from app.domain.export import catalogue_document
from app.domain.french import NO_SOURCE, count_noun, format_number, typeset
from app.domain.profile import Profile
from app.domain.profile_json import profile_document
from app.domain.rules import STANDINGS
from app.domain.views import Counts, Part, standings_of
from app.settings import resource
from app.settings.config import DATABASE_FILE, read_catalogue_folder
from app.territories import (
    JOINT,
    MAX_BYTES,
    QuartiersOf,
    QuartiersRefused,
    Reference,
    no_quartiers,
    read_quartiers,
    territory_profile,
)


@click.group(help=COMMANDS["territoires"])
def territoires() -> None:
    """Group the commands of the reference."""


@territoires.command("profile")
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
def print_territory_profile(codes: tuple[str, ...]) -> None:
    """Écrit le profil d’un territoire, ou de plusieurs groupements réunis, avec ses signataires proposés."""
    reference = Reference.open()
    with refusals():
        print_json(_with_facts(territory_profile(JOINT.join(codes), reference, imported_quartiers())))
    for code in codes:
        _warn_of_postal_code(code, reference)


def _warn_of_postal_code(code: str, reference: Reference) -> None:
    """Say so when the code of a commune is the postal code of others, which may be meant."""
    others = reference.posted_under(code)
    if others:
        named = ", ".join(f"{place.name} ({place.code})" for place in others)
        click.echo(
            typeset(f"{code} est pris comme code INSEE ; c’est aussi le code postal de : {named}."), err=True
        )


def imported_quartiers() -> QuartiersOf:
    """Return the list that was imported; nothing, and no new database, where there is none yet."""
    file = Path(os.environ.get("CONTRAT_INSTANCE") or "instance") / DATABASE_FILE
    if not (os.environ.get("DATABASE_URL") or file.is_file()):
        return no_quartiers
    return open_profiles().quartiers.of_communes


def _with_facts(profile: Profile) -> dict[str, Any]:
    """Return the profile's document, its trame and the facts that the territory decides written out."""
    catalogue = open_catalogue()
    facts = assemble(catalogue, profile).facts.values()
    known = {fact.id: fact.value for fact in facts if fact.value is not None}
    return {**profile_document(replace(profile, outline=catalogue.latest_outline.id)), "facts": known}


@territoires.command(
    "import-qpv", help="Importe la liste officielle des quartiers prioritaires (CSV ou GeoJSON)."
)
@click.argument("file", type=EXISTING_FILE)
@click.option("--preview", is_flag=True, help="Dit ce qui changerait, sans rien enregistrer.")
def import_quartiers(file: Path, preview: bool) -> None:
    """Import the official list of the quartiers prioritaires."""
    try:
        read = read_quartiers(_content(file), str(file))
    except QuartiersRefused as refused:
        raise Refused(str(refused)) from None
    with refusals():
        lists = open_or_create_profiles().quartiers
        changes = lists.changes(read.quartiers)
        if not preview:
            lists.replace(read.quartiers, file.name, read.figures)
    read_count = count_noun(len(read.quartiers), "quartier lu", "quartiers lus")
    imported_count = count_noun(len(read.quartiers), "quartier importé", "quartiers importés")
    click.echo(
        f"{f'{read_count}, rien n’est enregistré' if preview else imported_count} : "
        f"{count_noun(len(changes.added), 'ajouté')}, {count_noun(len(changes.changed), 'modifié')}, "
        f"{count_noun(len(changes.removed), 'retiré')}."
    )
    if read.unattached:
        attached = len(read.quartiers) - len(read.unattached)
        click.echo(
            f"{count_noun(attached, 'rattaché à sa commune', 'rattachés à leurs communes')}, "
            f"{format_number(len(read.unattached))} sans commune connue."
        )
    for remark in read.remarks:
        click.echo(remark)


def _content(file: Path) -> bytes:
    """Return what the file holds, up to the byte that makes it too long."""
    with file.open("rb") as source:
        return source.read(MAX_BYTES + 1)


@territoires.command("search")
@click.argument("text")
@click.option("--json", "as_json", is_flag=True)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 1000))
def search_territories(text: str, as_json: bool, limit: int) -> None:
    """Cherche un territoire par son nom ou son code."""
    places = Reference.open().search(text, limit=limit)
    if as_json:
        print_json([place.document() for place in places])
        return
    for place in places:
        reason = f" : {place.reason}" if place.reason else ""
        click.echo(f"{place.code}  {place.kind:8}{place.name} ({place.departement}){reason}")


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
