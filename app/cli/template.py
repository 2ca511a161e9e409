"""The Word templates of a collectivité."""

from pathlib import Path

import click

from app.cli.common import EXISTING_FILE
from app.cli.errors import refusals
from app.documents.word import inspect


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
