"""Two versions of a contract, compared in one Word file."""

from pathlib import Path

import click

from app.cli import COMMANDS
from app.cli.common import EXISTING_FILE, NEW_FILE, assemble_file, refusals, write_whole
from app.cli.draft import edition_option, todays_options
from app.documents import Edition
from app.documents.publish import Format
from app.documents.word.redline import Comparison
from app.documents.word.redline import redline as write_redline

NOT_WORD = "--output : le fichier se termine par .docx."


@click.command(help=COMMANDS["redline"])
@click.argument("before", type=EXISTING_FILE, metavar="AVANT.json")
@click.argument("after", type=EXISTING_FILE, metavar="APRES.json")
@click.option("--output", type=NEW_FILE, required=True, help="Fichier à écrire : .docx.")
@click.option("--author", help="L’auteur des modifications ; sans lui, le nom des deux fichiers.")
@click.option("--template", type=EXISTING_FILE, help="Modèle Word de la collectivité.")
@edition_option
def redline(
    before: Path, after: Path, output: Path, author: str | None, template: Path | None, edition: Edition
) -> None:
    """Write the second version as tracked changes against the first one."""
    if output.suffix.lower() != f".{Format.WORD}":
        raise click.UsageError(NOT_WORD)
    former, present = assemble_file(before), assemble_file(after)
    options = todays_options(present, edition=edition)
    names = tuple(click.format_filename(path.name) for path in (before, after))
    comparison = Comparison(
        author or " → ".join(names),
        options.on,
        "« {} » comparé à « {} ».".format(*names),
        todays_options(former).departures,
    )
    with refusals():
        write_whole(output, write_redline(former, present, options, comparison, template))
