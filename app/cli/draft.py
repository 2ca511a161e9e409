"""The draft of one profile."""

from datetime import date
from pathlib import Path

import click

from app.cli.opening import EXISTING_FILE, NEW_FILE, open_catalogue
from app.cli.refusals import print_json, refusals, write_whole
from app.domain.assembly import assemble
from app.domain.draft import Draft
from app.domain.export import draft_document
from app.domain.profile_json import parse_json, read_profile
from app.territories import Reference, departures_of
from app.word import Edition, write_draft


@click.command()
@click.argument("profile", type=EXISTING_FILE)
@click.option("--json", "as_json", is_flag=True, help="Écrit le projet en JSON sur la sortie standard.")
@click.option("--output", type=NEW_FILE, help="Fichier Word à écrire.")
@click.option("--template", type=EXISTING_FILE, help="Modèle Word de la collectivité.")
def draft(profile: Path, as_json: bool, output: Path | None, template: Path | None) -> None:
    """Assemble le projet de contrat d’un profil."""
    if as_json == bool(output):
        raise click.UsageError("Indiquez --json, ou --output FICHIER.docx.")
    known = open_catalogue()
    with refusals(f"{profile}: "):
        read = read_profile(parse_json(profile.read_bytes()), known)
    assembled = assemble(known, read)
    if output is None:
        print_json(draft_document(assembled))
        return
    with refusals():
        write_whole(output, written(assembled, template))


def written(draft: Draft, template: Path | None = None) -> bytes:
    """The Word file of a draft, of today. Raises TemplateRefused."""
    departures = departures_of(draft.territory, Reference.open())
    today = date.today()  # noqa: DTZ011 — the day on the cover is the reader's, not UTC's
    return write_draft(draft, Edition(on=today, departures=departures), template)
