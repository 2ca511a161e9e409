"""A contract made elsewhere becomes one here: what it gives piece by piece, and what found no place."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from app.cli import COMMANDS
from app.cli.common import EXISTING_FILE, NEW_FILE, open_catalogue, print_json, refusals, write_whole
from app.cli.reference import imported_quartiers
from app.documents.foreign import read_foreign
from app.domain.french import count_noun
from app.domain.problems import UserError
from app.domain.takeover import USUAL_SECTION, Recognition, Target, profile_of, recognise
from app.settings.config import read_soffice
from app.territories import Reference
from app.territories.takeover_lists import lists_of


@click.command(
    help=f"{COMMANDS['reprendre']} Rien n’est enregistré. Code 2 : fichier refusé, avec une phrase."
)
@click.argument("file", type=EXISTING_FILE, metavar="FICHIER")
@click.option("--json", "as_json", is_flag=True, help="Écrit tout ce qui est proposé, en JSON.")
@click.option(
    "--output", type=NEW_FILE, metavar="PROFIL.json", help="Écrit le contrat repris, que lit « draft »."
)
def reprendre(file: Path, output: Path | None, *, as_json: bool) -> None:
    """Print what a contract made elsewhere gives, and write its profile."""
    catalogue = open_catalogue()
    try:
        original = read_foreign(file.read_bytes(), file.name, read_soffice())
    except UserError as refused:
        click.echo(str(refused), err=True)
        sys.exit(2)
    recognition = recognise(original, lists_of(catalogue, Reference.open(), imported_quartiers()))
    profile = profile_of(recognition.pieces, file.name, catalogue.latest_outline.id, USUAL_SECTION)
    if output is not None:
        with refusals():
            write_whole(output, json.dumps(profile, ensure_ascii=False, indent=1).encode())
    if as_json:
        print_json(recognition_document(recognition, profile))
    else:
        _summarise(recognition)


def recognition_document(recognition: Recognition, profile: dict[str, Any]) -> dict[str, Any]:
    """Return what was recognised in the shape of `reprendre --json`."""
    original = recognition.original
    return {
        "refused": None,
        "file": original.name,
        "pages": original.pages,
        "pieces": [
            {
                "target": piece.target,
                "key": piece.key,
                "field": piece.field,
                "value": piece.value,
                "text": piece.text,
                "page": piece.page or None,
                "paragraphs": list(piece.paragraphs),
            }
            for piece in recognition.pieces
        ],
        "unplaced": [
            {"page": one.page or None, "paragraph": one.paragraph, "text": one.text, "near": one.near}
            for one in recognition.remainders
        ],
        "set_aside": [
            {"kind": one.kind, "page": one.page or None, "text": one.text, "times": one.times}
            for one in original.set_aside
        ],
        "profile": profile,
    }


_COUNTED = (
    (Target.ACTION, "action", "actions"),
    (Target.QUARTIER, "quartier", "quartiers"),
    (Target.SIGNATORY, "signataire", "signataires"),
    (Target.ORIENTATION, "orientation", "orientations"),
    (Target.OBJECTIVE, "objectif", "objectifs"),
    (Target.TEXT, "texte de chapitre", "textes de chapitres"),
)


def _summarise(recognition: Recognition) -> None:
    """Print how much of each kind was found, and how much found no place."""
    records = {
        target: {one.key for one in recognition.pieces if one.target is target} for target, *_ in _COUNTED
    }
    for target, one, several in _COUNTED:
        click.echo(count_noun(len(records[target]), one, several))
    left = count_noun(len(recognition.remainders), "passage sans place", "passages sans place")
    click.echo(f"{left} ; --json les cite, avec leur page.")
