"""The drafts of many profiles."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from tqdm import tqdm

from app.cli.draft import edition_of
from app.cli.opening import open_catalogue
from app.cli.refusals import Refused, refusals, write_whole
from app.domain.assembly import assemble
from app.domain.profile_json import parse_json, read_profile
from app.domain.text import file_slug
from app.word import write_draft


@click.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--output", required=True, type=click.Path(file_okay=False, path_type=Path))
def batch(source: Path, output: Path) -> None:
    """Écrit un projet Word par profil ; un profil refusé est signalé et passé."""
    known = open_catalogue()
    with refusals():
        output.mkdir(parents=True, exist_ok=True)
        documents = list(_profile_documents(source))
    skipped = 0
    for name, content in tqdm(documents, unit="projet", file=sys.stderr):
        try:
            with refusals(f"{name}: "):
                profile = read_profile(parse_json(content), known)
                target = output / f"{file_slug(Path(name).name.removesuffix('.json'))}.docx"
                draft = assemble(known, profile)
                # No page numbers: LibreOffice's pass would take seconds for each of a thousand drafts.
                write_whole(target, write_draft(draft, edition_of(draft)))
        except Refused as refused:
            skipped += 1
            tqdm.write(refused.message, file=sys.stderr)
    if skipped:
        raise Refused(f"{skipped} profil(s) passé(s) sur {len(documents)}.")


def _profile_documents(source: Path) -> Iterator[tuple[str, bytes]]:
    """Each profile's name and content: the .json files of a folder, or the lines of an NDJSON file."""
    if source.is_dir():
        for path in sorted(source.glob("*.json")):
            yield str(path), path.read_bytes()
        return
    for number, line in enumerate(source.read_bytes().splitlines(), start=1):
        if line.strip():
            yield f"{source}:{number}", line
