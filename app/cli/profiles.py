"""The commands of the saved profiles."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import click

from app.cli.atomic_file import write_whole
from app.cli.carried_catalogues import carried, known_catalogues
from app.cli.commands import COMMANDS
from app.cli.common import (
    EXISTING_FILE,
    NEW_FILE,
    open_catalogue,
    open_or_create_profiles,
    open_profiles,
)
from app.cli.errors import Refused, refusals
from app.domain.catalogue import Catalogue
from app.domain.profile import Profile
from app.domain.profile_json import catalogues_of, parse_json, profiles_document, read_profiles
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
        saved = list(store.all())
        made_with = [one.catalogue for one in saved]
        document = profiles_document([one.profile for one in saved], made_with)
        document["catalogues"] = carried(store, made_with)
        write_whole(file, json.dumps(document, ensure_ascii=False, indent=2).encode())
    click.echo(f"{len(saved)} profil(s) écrit(s) dans {file}.")


@profiles.command("import")
@click.argument("file", type=EXISTING_FILE)
def import_profiles(file: Path) -> None:
    """Enregistre tous les profils d’un fichier JSON, ou aucun si l’un d’eux est refusé."""
    known = open_catalogue()
    store = open_or_create_profiles(known)
    with refusals(f"{file}: "):
        document = parse_json(file.read_bytes())
        made_with = catalogues_of(document)
        former = known_catalogues(document, store, made_with) | {known.hash: known}
        read = read_profiles(document, known, former)
    with refusals():
        for catalogue in former.values():
            store.catalogues.keep(catalogue)
        try:
            store.create_all(read, [used if used in former else known.hash for used in made_with])
        except NameTaken as taken:
            _refuse_name(file, taken)
    _say_others(read, made_with, former)
    click.echo(f"{len(read)} profil(s) enregistré(s).")


def _say_others(read: Sequence[Profile], made_with: Sequence[str], former: Mapping[str, Catalogue]) -> None:
    """Name the profiles that were made with a catalogue that nobody has here: they follow today's words."""
    for profile, catalogue in zip(read, made_with, strict=True):
        if catalogue and catalogue not in former:
            said = "fait avec un autre catalogue, absent d’ici ; il suit celui d’aujourd’hui"
            click.echo(f"« {profile.name} » : {said}.", err=True)


def _refuse_name(file: Path, taken: NameTaken) -> NoReturn:
    message = f"{file}: un profil nommé « {taken.name} » existe déjà ; rien n’a été enregistré"
    raise Refused(message) from None
