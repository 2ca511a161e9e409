"""What comes back from the partners: a returned Word file, compared with the contract that was sent."""

import sys
from datetime import date
from functools import partial
from pathlib import Path

import click

from app.cli import COMMANDS
from app.cli.common import EXISTING_FILE, assemble_file, open_catalogue, print_json
from app.documents import RenderOptions
from app.documents.returns import as_docx, likely_drafts
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.problems import UserError
from app.domain.profile_json import parse_json, read_new_profile
from app.domain.profile_reader import ProfileRefused
from app.formats import FileRefused
from app.formats.returned import (
    Package,
    Sent,
    SentDraft,
    open_package,
    read_draft,
    read_returned,
    returned_document,
    sent_of,
)
from app.settings.config import read_soffice
from app.territories import Reference, departures_of

NO_BASE = (
    "Ce fichier ne porte pas les données du contrat : indiquez le profil qui a été envoyé, "
    "par --base PROFIL.json."
)
NOT_COMPARED = (
    "Attention : ce fichier vient d’une version ancienne, ou n’a plus sa mise en page ; hors des champs, ce "
    "qui n’a pas été suivi n’est vu qu’en partie (ce qui est ajouté, les titres et les phrases fixes). Pour "
    "tout voir, indiquez le fichier envoyé, par --original ENVOYÉ.docx."
)
BAD_BASE = "Les données jointes à ce fichier ne se lisent pas : indiquez le profil, par --base PROFIL.json."


@click.group(help=COMMANDS["retours"])
def retours() -> None:
    """Group the commands about returned files."""


@retours.command(
    "lire",
    help="Lit un fichier Word rendu par un partenaire : ce qu’il change, ses commentaires, et ce qui n’a pas "
    "trouvé sa place. Rien n’est enregistré. Se termine par 0 (lu) ou 2 (refusé, avec une phrase).",
)
@click.argument("file", type=EXISTING_FILE, metavar="FICHIER")
@click.option(
    "--base",
    type=EXISTING_FILE,
    metavar="PROFIL.json",
    help="Le profil qui a été envoyé ; sans elle, les données jointes au fichier.",
)
@click.option(
    "--original",
    type=EXISTING_FILE,
    metavar="ENVOYÉ.docx",
    help="Le fichier Word qui a été envoyé : ce qui a changé hors des champs sans suivi se voit par lui, "
    "sinon par un projet refait du profil.",
)
@click.option("--json", "as_json", is_flag=True, help="Écrit en JSON sur la sortie standard, comme toujours.")
def lire(file: Path, base: Path | None, original: Path | None, *, as_json: bool) -> None:
    """Print what a returned file changes."""
    del as_json  # the one shape there is
    try:
        package = open_package(as_docx(file.read_bytes(), read_soffice()))
        draft = _sent(package, base)
        today = date.today()  # noqa: DTZ011 — as `draft` does; only for a file that names no day
        known = RenderOptions(today, departures=departures_of(draft.territory, Reference.open()))
        drafts = [partial(_original, original)] if original else likely_drafts(package, draft, today, known)
        read = read_returned(package, sent_of(draft), drafts)
    except UserError as refused:
        click.echo(str(refused), err=True)
        sys.exit(2)
    if not read.fixed_text_compared:
        click.echo(NOT_COMPARED, err=True)
    recognised = "embedded" if base is None else "text"
    said = {"refused": None, "tool": package.tool, "base": recognised, "saved_by": package.saved_by}
    print_json(said | returned_document(read))


def _original(file: Path, sent: Sent) -> SentDraft:
    return read_draft(open_package(file.read_bytes()), sent)


def _sent(package: Package, base: Path | None) -> Draft:
    if base is not None:
        return assemble_file(base)
    if not package.profile:
        raise FileRefused(NO_BASE)
    known: Catalogue = open_catalogue()
    try:
        return assemble(known, read_new_profile(parse_json(package.profile), known))
    except ProfileRefused:
        raise FileRefused(BAD_BASE) from None
