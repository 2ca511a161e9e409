"""What comes back from the partners: a returned Word file, compared with the contract that was sent."""

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

import click

from app.cli import COMMANDS
from app.cli.common import EXISTING_FILE, assemble_file, open_catalogue, print_json
from app.documents import Edition
from app.documents.returns import as_docx
from app.documents.word import RenderOptions, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.problems import UserError
from app.domain.profile_json import parse_json, read_new_profile
from app.domain.profile_reader import ProfileRefused
from app.formats import FileRefused
from app.formats.returned import Package, open_package, read_returned, sent_of
from app.settings.config import read_soffice

NO_BASE = (
    "Ce fichier ne porte pas les données du contrat : indiquez le profil qui a été envoyé, "
    "par --base PROFIL.json."
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
@click.option("--json", "as_json", is_flag=True, help="Écrit en JSON sur la sortie standard, comme toujours.")
def lire(file: Path, base: Path | None, *, as_json: bool) -> None:
    """Print what a returned file changes."""
    del as_json  # the one shape there is
    try:
        package = open_package(as_docx(file.read_bytes(), read_soffice()))
        draft = _sent(package, base)
        read = read_returned(package, sent_of(draft), _drafts(package, draft))
    except UserError as refused:
        click.echo(str(refused), err=True)
        sys.exit(2)
    known = "embedded" if base is None else "text"
    print_json({"refused": None, "tool": package.tool, "base": known, "saved_by": package.saved_by, **read})


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


def _drafts(package: Package, draft: Draft) -> Iterator[Callable[[], bytes]]:
    """Yield what makes the contract as it was sent, in each edition, on the day that the file names."""
    day = date.today()  # noqa: DTZ011 — as `draft` does; only for a file that names no day
    with suppress(ValueError):
        day = date.fromisoformat(package.made_on)
    for edition in Edition:
        options = RenderOptions(day, edition=edition, data=False)
        yield partial(write_draft, draft, options)
