"""The commands of the saved profiles."""

import json
from pathlib import Path
from typing import NoReturn

import click

from app.cli.commands import COMMANDS
from app.cli.opening import (
    EXISTING_FILE,
    NEW_FILE,
    open_catalogue,
    open_or_create_profiles,
    open_profiles,
)
from app.cli.refusals import Refused, refusals
from app.cli.writing import write_whole
from app.domain.profile_json import parse_json, profiles_document, read_profiles
from app.store import NameTaken


@click.group(help=COMMANDS["profiles"])
def profiles() -> None:
    """The commands of the saved profiles."""


@profiles.command("export")
@click.argument("file", type=NEW_FILE)
def export_profiles(file: Path) -> None:
    """Écrit tous les profils enregistrés dans un fichier JSON."""
    store = open_profiles()
    with refusals():
        saved = [saved.profile for saved in store.all()]
        write_whole(file, json.dumps(profiles_document(saved), ensure_ascii=False, indent=2).encode())
    click.echo(f"{len(saved)} profil(s) écrit(s) dans {file}.")


@profiles.command("import")
@click.argument("file", type=EXISTING_FILE)
def import_profiles(file: Path) -> None:
    """Enregistre tous les profils d’un fichier JSON, ou aucun si l’un d’eux est refusé."""
    known = open_catalogue()
    store = open_or_create_profiles(known)
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
