"""The draft of one profile, and the Word templates of a collectivité."""

from datetime import date
from io import BytesIO
from pathlib import Path

import click

from app.cli import COMMANDS
from app.cli.common import EXISTING_FILE, NEW_FILE, assemble_file, print_json, refusals, write_whole
from app.documents import Document, Edition
from app.documents.archive import Collection, write_archive
from app.documents.office import Office
from app.documents.office.conversion_queue import Numbering
from app.documents.publish import PAGES_LACK, Choice, Format, publish
from app.documents.word import RenderOptions, inspect
from app.domain.checks.remaining import required_by_law
from app.domain.draft import Draft
from app.domain.export import draft_document
from app.domain.views import in_no_extract
from app.formats.xlsx import write_sources
from app.settings.config import read_soffice
from app.territories import Reference, departures_of

NO_EXTRACT = (
    "engagements locaux qui ne sont dans la fiche d’aucun signataire, faute de pilote ou de partenaire "
    "associé qui signe :"
)


def _edition(_context: click.Context, _option: click.Parameter, value: str) -> Edition:
    try:
        return Edition(value)
    except ValueError:
        raise click.UsageError(f"--edition : {' ou '.join(Edition)}.") from None


edition_option = click.option(
    "--edition",
    metavar="|".join(Edition),
    default=Edition.WORKING.value,
    callback=_edition,
    help="« travail » : tout, avec les places à remplir (par défaut) ; « signer » : ce qui est écrit seul.",
)


@click.command(help=COMMANDS["draft"])
@click.argument("profile", type=EXISTING_FILE)
@click.option("--json", "as_json", is_flag=True, help="Écrit le projet en JSON sur la sortie standard.")
@click.option("--output", type=NEW_FILE, help="Fichier à écrire : .docx, .pdf ou .odt.")
@click.option("--template", type=EXISTING_FILE, help="Modèle Word de la collectivité.")
@click.option("--no-comments", is_flag=True, help="Sans les commentaires de l’assistant dans la marge.")
@edition_option
@click.option(
    "--signatory",
    metavar="SIGNATAIRE",
    help="La fiche de ce signataire : « commune », « commune.1 » pour la première nommée.",
)
@click.option("--synthesis", is_flag=True, help="La synthèse de deux pages, au lieu du contrat.")
@click.option("--quartier", metavar="CODE", help="La fiche de ce quartier, au lieu du contrat.")
@click.option(
    "--each",
    type=click.Choice([str(collection) for collection in Collection]),
    help="Une fiche par signataire ou par quartier, dans un fichier .zip.",
)
def draft(  # noqa: PLR0913, PLR0917 — click gives each option as an argument
    profile: Path,
    as_json: bool,
    output: Path | None,
    template: Path | None,
    no_comments: bool,
    edition: Edition,
    signatory: str | None,
    synthesis: bool,
    quartier: str | None,
    each: str | None,
) -> None:
    """Write the draft of one profile, or another document of it, as JSON, Word, PDF, ODT or zip."""
    if as_json == bool(output):
        raise click.UsageError("Indiquez --json, ou --output FICHIER.docx (ou .pdf, .odt).")
    if sum(map(bool, (signatory, synthesis, quartier, each))) > 1:
        raise click.UsageError("--signatory, --synthesis, --quartier, --each : l’une seulement.")
    assembled = assemble_file(profile)
    if output is None:
        print_json(draft_document(assembled))
        return
    options = todays_options(assembled, comments=not no_comments, edition=edition)
    if each:
        _write_each(assembled, options, Collection(each), template, output)
        return
    document = Document.SYNTHESIS if synthesis else Document.QUARTIER if quartier else Document.CONTRACT
    choice = Choice(_format(output), signatory, template, document, quartier or "")
    if signatory and (unbound := in_no_extract(assembled)):
        click.echo(f"{profile}: {NO_EXTRACT} {', '.join(local.id for local in unbound)}.", err=True)
    _write(assembled, options, choice, output, str(profile))


def _write(draft: Draft, options: RenderOptions, choice: Choice, output: Path, profile: str) -> None:
    """Write the file, and say on stderr what it lacks; `profile` is the name of what it was read from."""
    with refusals():
        published = publish(draft, options, choice, _numbering())
        write_whole(output, published.content)
        if options.edition is Edition.SIGNING:
            for finding in required_by_law(draft.checks):
                click.echo(f"{profile}: {finding.message} {finding.why.rstrip('.')}.", err=True)
        if published.lacks_pages:
            click.echo(f"{click.format_filename(output)}: {PAGES_LACK}", err=True)
        if choice.template:
            for sentence in inspect(choice.template).said:
                click.echo(f"{click.format_filename(choice.template)}: {sentence}", err=True)


def _write_each(
    draft: Draft, options: RenderOptions, collection: Collection, template: Path | None, output: Path
) -> None:
    if output.suffix.lower() != ".zip":
        raise click.UsageError("--output : avec --each, le fichier se termine par .zip.")
    content = BytesIO()
    with refusals():
        write_archive(draft, options, collection, template, content)
        write_whole(output, content.getvalue())


def _format(output: Path) -> Format:
    try:
        return Format(output.suffix.lower().removeprefix("."))
    except ValueError:
        raise click.UsageError("--output : le fichier se termine par .docx, .pdf ou .odt.") from None


def _numbering() -> Numbering | None:
    soffice = read_soffice()
    return Numbering(Office(soffice)) if soffice else None


def todays_options(
    draft: Draft, *, comments: bool = True, profile_hash: str = "", edition: Edition = Edition.WORKING
) -> RenderOptions:
    """Return the options of a document of today."""
    today = date.today()  # noqa: DTZ011 — the day on the cover is the reader's, not UTC's
    departures = departures_of(draft.territory, Reference.open())
    return RenderOptions(
        on=today, departures=departures, comments=comments, profile_hash=profile_hash, edition=edition
    )


@click.command(help=COMMANDS["sources"])
@click.argument("profile", type=EXISTING_FILE)
@click.option("--output", type=NEW_FILE, required=True, help="Fichier à écrire : .xlsx.")
def sources(profile: Path, output: Path) -> None:
    """Write what the contract does not print: lines, addresses, confidence."""
    draft = assemble_file(profile)
    with refusals():
        write_whole(output, write_sources(draft))


@click.group(cls=click.Group)
def template() -> None:
    """Les modèles Word de la collectivité."""


@template.command("check")
@click.argument("file", type=EXISTING_FILE)
def check_template(file: Path) -> None:
    """Dit ce qu’un modèle apporte et ce qui lui manque ; refuse celui qui n’est pas sûr."""
    with refusals():
        report = inspect(file)
    click.echo(f"Modèle utilisable\u00a0: {report.name}")
    for sentence in report.said:
        click.echo(sentence)
