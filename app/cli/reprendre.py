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
from app.domain.catalogue import Catalogue
from app.domain.french import count_noun
from app.domain.problems import UserError
from app.domain.profile import Territory
from app.domain.takeover import Lists, Proposal, Target, profile_of, propose
from app.domain.takeover.labels import folded
from app.settings.config import read_soffice
from app.territories import Reference

USUAL_SECTION = "gouvernance-signature"
"""The volet of the actions whose words name none: to be chosen again by whoever takes the contract over."""


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
        source = read_foreign(file.read_bytes(), file.name, read_soffice())
    except UserError as refused:
        click.echo(str(refused), err=True)
        sys.exit(2)
    proposal = propose(source, lists_of(catalogue))
    profile = profile_of(proposal.pieces, file.name, catalogue.latest_outline.id, USUAL_SECTION)
    if output is not None:
        with refusals():
            write_whole(output, json.dumps(profile, ensure_ascii=False, indent=1).encode())
    if as_json:
        print_json(proposal_document(proposal, profile))
    else:
        _summarise(proposal)


def lists_of(catalogue: Catalogue) -> Lists:
    """Return the lists that a contract made elsewhere is matched with."""
    outline = catalogue.latest_outline
    years = {str(year) for term in outline.terms for year in range(term.first, term.last + 1)}
    places = {place.id for chapter in outline.chapters for place in chapter.places}
    sections = {section.id: section.title for section in catalogue.sections}
    return Lists(find_territory, imported_quartiers(), years, places, sections)


def find_territory(name: str) -> Territory | None:
    """Return the territory of the reference that has this very name."""
    reference = Reference.open()
    words = folded(name)
    for place in reference.search(name, limit=5):
        if folded(place.name) in words:
            return reference.territory(place.code)
    return None


def proposal_document(proposal: Proposal, profile: dict[str, Any]) -> dict[str, Any]:
    """Return a proposal in the shape of `reprendre --json`."""
    source = proposal.source
    return {
        "refused": None,
        "file": source.name,
        "pages": source.pages,
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
            for piece in proposal.pieces
        ],
        "unplaced": [
            {"page": one.page or None, "paragraph": one.paragraph, "text": one.text, "near": one.near}
            for one in proposal.unplaced
        ],
        "set_aside": [
            {"kind": one.kind, "page": one.page or None, "text": one.text, "times": one.times}
            for one in source.set_aside
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


def _summarise(proposal: Proposal) -> None:
    """Print how much of each kind was found, and how much found no place."""
    records = {
        target: {one.key for one in proposal.pieces if one.target is target} for target, *_ in _COUNTED
    }
    for target, one, several in _COUNTED:
        click.echo(count_noun(len(records[target]), one, several))
    left = count_noun(len(proposal.unplaced), "passage sans place", "passages sans place")
    click.echo(f"{left} ; --json les cite, avec leur page.")
