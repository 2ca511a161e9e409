"""The commands of `contrat-de-ville`. A refused input ends with 1 and one message per problem."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click
import waitress
from flask.cli import FlaskGroup
from tqdm import tqdm

from app import create_app
from app.catalogue import load
from app.config import DATABASE_FILE, read_settings
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.export import catalogue_document, draft_document
from app.domain.profile import Profile
from app.domain.profile_json import (
    parse_json,
    profile_document,
    profiles_document,
    read_profile,
    read_profiles,
)
from app.domain.text import file_slug
from app.refusals import Refused, print_json, refusals, write_whole
from app.resources import resource
from app.store import NameTaken, Profiles, open_store
from app.territories import (
    JOINT,
    QuartiersOf,
    QuartiersRefused,
    Reference,
    departures_of,
    no_quartiers,
    read_quartiers,
    territory_profile,
)
from app.word import Edition, write_draft

LOOPBACK = ("127.0.0.1", "localhost", "::1")
EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)

main = FlaskGroup(
    name="contrat-de-ville",
    create_app=create_app,
    help="Assistant de rédaction des contrats de ville.",
)


def _catalogue() -> Catalogue:
    with refusals():
        return load(resource("commitments"))


def _store() -> Profiles:
    with refusals():
        return open_store(read_settings().database_url)


@main.command(with_appcontext=False)
@click.option("--host", default="127.0.0.1", show_default=True, help="Adresse d’écoute.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> None:
    """Crée ou met à jour la base, puis sert le site."""
    with refusals():
        application = create_app()
    if host not in LOOPBACK:
        click.echo(
            "Attention : le site est ouvert à tout le réseau et n’a pas de comptes ; "
            "placez-le derrière un accès contrôlé.",
            err=True,
        )
    click.echo(f"Site en service : http://{f'[{host}]' if ':' in host else host}:{port}/")
    try:
        waitress.serve(application, host=host, port=port, threads=8, ident=None)
    except OSError as error:
        raise Refused(f"Impossible d’écouter sur {host}:{port} : {error.strerror}") from None


@main.group(cls=click.Group)
def catalogue() -> None:
    """Le catalogue des engagements nationaux."""


@catalogue.command("check")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check_catalogue(folder: Path | None) -> None:
    """Vérifie le catalogue ; chaque problème est écrit « fichier:ligne: message »."""
    with refusals():
        read = load(folder or resource("commitments"))
    click.echo(f"Catalogue correct : {len(read.conventions)} conventions, {len(read.leaves)} engagements.")


@catalogue.command("export")
def export_catalogue() -> None:
    """Écrit tout le catalogue en JSON."""
    print_json(catalogue_document(_catalogue()))


@main.command(with_appcontext=False)
@click.argument("profile", type=EXISTING_FILE)
@click.option("--json", "as_json", is_flag=True, help="Écrit le projet en JSON sur la sortie standard.")
@click.option("--output", type=NEW_FILE, help="Fichier Word à écrire.")
@click.option("--template", type=EXISTING_FILE, help="Modèle Word de la collectivité.")
def draft(profile: Path, as_json: bool, output: Path | None, template: Path | None) -> None:
    """Assemble le projet de contrat d’un profil."""
    if as_json == bool(output):
        raise click.UsageError("Indiquez --json, ou --output FICHIER.docx.")
    known = _catalogue()
    with refusals(f"{profile}: "):
        read = read_profile(parse_json(profile.read_bytes()), known)
    assembled = assemble(known, read)
    if output is None:
        print_json(draft_document(assembled))
        return
    with refusals():
        write_whole(output, _word(assembled, template))


def _word(draft: Draft, template: Path | None = None) -> bytes:
    departures = departures_of(draft.territory, Reference.open())
    today = date.today()  # noqa: DTZ011 — the day on the cover is the reader's, not UTC's
    return write_draft(draft, Edition(on=today, departures=departures), template)


@main.command(with_appcontext=False)
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--output", required=True, type=click.Path(file_okay=False, path_type=Path))
def batch(source: Path, output: Path) -> None:
    """Écrit un projet Word par profil ; un profil refusé est signalé et passé."""
    known = _catalogue()
    with refusals():
        output.mkdir(parents=True, exist_ok=True)
        documents = list(_profile_documents(source))
    skipped = 0
    for name, content in tqdm(documents, unit="projet", file=sys.stderr):
        try:
            with refusals(f"{name}: "):
                profile = read_profile(parse_json(content), known)
                target = output / f"{file_slug(Path(name).name.removesuffix('.json'))}.docx"
                write_whole(target, _word(assemble(known, profile)))
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


@main.group(cls=click.Group)
def profiles() -> None:
    """Les profils enregistrés."""


@profiles.command("export")
@click.argument("file", type=NEW_FILE)
def export_profiles(file: Path) -> None:
    """Écrit tous les profils enregistrés dans un fichier JSON."""
    store = _store()
    with refusals():
        saved = [saved.profile for saved in store.all()]
        write_whole(file, json.dumps(profiles_document(saved), ensure_ascii=False, indent=2).encode())
    click.echo(f"{len(saved)} profil(s) écrit(s) dans {file}.")


@profiles.command("import")
@click.argument("file", type=EXISTING_FILE)
def import_profiles(file: Path) -> None:
    """Enregistre tous les profils d’un fichier JSON, ou aucun si l’un d’eux est refusé."""
    known, store = _catalogue(), _store()
    with refusals(f"{file}: "):
        read = read_profiles(parse_json(file.read_bytes()), known)
    try:
        with refusals():
            store.create_all(read)
    except NameTaken as taken:
        _refuse_name(file, taken)
    click.echo(f"{len(read)} profil(s) enregistré(s).")


def _refuse_name(file: Path, taken: NameTaken) -> NoReturn:
    message = f"{file}: un profil nommé « {taken.name} » existe déjà ; rien n’a été enregistré"
    raise Refused(message) from None


@main.group(cls=click.Group)
def territoires() -> None:
    """La référence embarquée des communes et des groupements."""


@territoires.command("profile")
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
def print_territory_profile(codes: tuple[str, ...]) -> None:
    """Écrit le profil d’un territoire, ou de plusieurs groupements réunis, avec ses signataires proposés."""
    with refusals():
        print_json(_with_facts(territory_profile(JOINT.join(codes), Reference.open(), _imported_quartiers())))


def _imported_quartiers() -> QuartiersOf:
    """The list that was imported; nothing, and no new database, where there is none yet."""
    file = Path(os.environ.get("CONTRAT_INSTANCE") or "instance") / DATABASE_FILE
    if not (os.environ.get("DATABASE_URL") or file.is_file()):
        return no_quartiers
    return _store().quartiers.of_communes


def _with_facts(profile: Profile) -> dict[str, Any]:
    """The profile's document, the facts that the territory decides written out."""
    facts = assemble(_catalogue(), profile).facts.values()
    known = {fact.id: fact.value for fact in facts if fact.value is not None}
    return {**profile_document(profile), "facts": known}


@territoires.command("import-qpv")
@click.argument("file", type=EXISTING_FILE)
@click.option("--preview", is_flag=True, help="Dit ce qui changerait, sans rien enregistrer.")
def import_quartiers(file: Path, preview: bool) -> None:
    """Importe la liste officielle des quartiers prioritaires (CSV ou GeoJSON)."""
    try:
        quartiers = read_quartiers(file.read_bytes(), str(file))
    except QuartiersRefused as refused:
        raise Refused(str(refused)) from None
    with refusals():
        lists = _store().quartiers
        changes = lists.changes(quartiers)
        if not preview:
            lists.replace(quartiers, file.name)
    done = "lus, rien n’est enregistré" if preview else "importés"
    click.echo(
        f"{len(quartiers)} quartiers {done} : {len(changes.added)} ajoutés, "
        f"{len(changes.changed)} modifiés, {len(changes.removed)} retirés."
    )


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
    _print_lines(f"{place.code}  {place.kind:8}{place.name} ({place.departement})" for place in places)


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
