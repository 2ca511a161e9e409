"""The commands of what is saved: the profiles, the database that holds them, its backup. The site may run.

A file of profiles carries their catalogues to another instance.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

import click

from app.catalogue import CatalogueRefused, read
from app.cli import COMMANDS
from app.cli.common import (
    EXISTING_FILE,
    NEW_FILE,
    Refused,
    open_catalogue,
    open_or_create_profiles,
    open_or_replace_profiles,
    open_profiles,
    refusals,
    write_whole,
)
from app.domain.assembly import assemble_numbered
from app.domain.catalogue import Catalogue
from app.domain.french import count_noun
from app.domain.profile import Profile
from app.domain.profile_json import (
    catalogues_of,
    parse_json,
    profiles_document,
    read_new_profile,
    read_profiles,
)
from app.formats import show_size
from app.settings.config import is_by_default, read_settings
from app.store import (
    BackupRefused,
    NameTaken,
    Profiles,
    Signature,
    restore_backup,
    shown,
    write_backup,
)

NOTHING_HERE = (
    "la base « {database} » ne contient aucun contrat, et rien ne dit que c’est la bonne. Indiquez le "
    "dossier d’instance du site (CONTRAT_INSTANCE) ou l’adresse de sa base (DATABASE_URL)"
)
NO_INSTANCE = (
    "le dossier d’instance « {folder} » n’existe pas : la commande n’en fait pas un là où elle est lancée. "
    "Indiquez celui du site (CONTRAT_INSTANCE) ou l’adresse de sa base (DATABASE_URL)"
)


@click.group(help=COMMANDS["base"])
def base() -> None:
    """Group the commands of the database."""


@base.command("taille")
def show_sizes() -> None:
    """Dit ce que prennent les contrats et leurs versions."""
    with refusals():
        click.echo(_sizes_of(open_profiles()))


@base.command("alleger")
def trim() -> None:
    """Retire les versions qui ne sont plus à garder, range les autres, rend la place au disque.

    Les fichiers que LibreOffice peut refaire sont retirés aussi.

    Sont gardées : toutes celles des sept derniers jours, puis la dernière de chaque jour, et pour toujours
    celles qui ont un nom ou qui ont été téléchargées. Le site peut tourner pendant ce temps.
    """
    profiles = open_profiles()
    with refusals():
        click.echo(f"Avant : {_sizes_of(profiles)}")
        removed = profiles.storage.trim()
        profiles.storage.give_back()
        click.echo(f"{count_noun(removed, 'version retirée', 'versions retirées')}.")
        click.echo(f"Après : {_sizes_of(profiles)}")


def _sizes_of(profiles: Profiles) -> str:
    sizes = profiles.storage.sizes()
    return (
        f"base {show_size(sizes.database)} ; {count_noun(sizes.profiles, 'contrat')}, "
        f"{count_noun(sizes.versions, 'version')} de {show_size(sizes.version_bytes)} en tout."
    )


@click.command(help=COMMANDS["backup"])
@click.argument("file", type=NEW_FILE)
def backup(file: Path) -> None:
    """Everything that is saved, in one file."""
    store = open_profiles()
    with refusals(f"{file}: "):
        if is_by_default() and not store.storage.sizes().profiles:
            raise BackupRefused(NOTHING_HERE.format(database=shown(store.engine.url)))
        count = write_backup(store, file)
    click.echo(f"Base lue : {shown(store.engine.url)}", err=True)
    saved = count_noun(count, "profil sauvegardé", "profils sauvegardés")
    click.echo(f"{saved} dans {file}. La clé secrète n’y est pas.")


@click.command(help=COMMANDS["restore"])
@click.argument("file", type=EXISTING_FILE)
@click.option("--replace", is_flag=True, help="Remplace les profils que la base contient déjà.")
def restore(file: Path, replace: bool) -> None:
    """Everything that a backup holds, put back."""
    known = open_catalogue()
    with refusals(f"{file}: "):
        folder = read_settings().instance_folder
        if is_by_default() and not folder.is_dir():
            raise BackupRefused(NO_INSTANCE.format(folder=folder))
    store = open_or_replace_profiles(known)
    with refusals(f"{file}: "):
        count = restore_backup(store, file, replace=replace)
        store.catalogues.settle(known.hash)
    click.echo(f"Base écrite : {shown(store.engine.url)}", err=True)
    click.echo(f"{count_noun(count, 'profil restauré', 'profils restaurés')}.")


DEMONSTRATION = Path(__file__).parents[1] / "demo" / "contrat.json"
"""A filled contract of a territory that does not exist: its names and figures say so."""

SIGNED = Signature(date(2025, 7, 10), "Mme Claire Modèle, préfète, et M. Paul Spécimen, président")
"""When and by whom that contract was signed."""

Carried = Mapping[str, Mapping[str, str]]


def collect_catalogues(store: Profiles, hashes: Iterable[str]) -> Carried:
    """Return the files of these catalogues by hash, as text.

    Those that the database does not hold are left out.
    """
    found = ((known, store.catalogues.files_of(known)) for known in sorted(set(hashes)))
    return {
        known: {name: content.decode() for name, content in files.items()} for known, files in found if files
    }


def known_catalogues(document: object, store: Profiles, hashes: Iterable[str]) -> dict[str, Catalogue]:
    """Return the catalogues of these hashes that the document or the database holds, readable and whole."""
    said = document.get("catalogues") if isinstance(document, dict) else None
    brought = said if isinstance(said, dict) else {}
    catalogues: dict[str, Catalogue] = {}
    for known in set(hashes) - {""}:
        files = _files(brought.get(known)) or store.catalogues.files_of(known)
        catalogue = _read(files) if files else None
        if catalogue and catalogue.hash == known:
            catalogues[known] = catalogue
    return catalogues


def _files(said: object) -> dict[str, bytes]:
    if not isinstance(said, dict):
        return {}
    return {name: text.encode() for name, text in said.items() if isinstance(text, str)}


def _read(files: Mapping[str, bytes]) -> Catalogue | None:
    try:
        return read(files)
    except CatalogueRefused:
        return None


@click.group(help=COMMANDS["profiles"])
def profiles() -> None:
    """Group the commands of the saved profiles."""


@profiles.command("export")
@click.argument("file", type=NEW_FILE)
def export_profiles(file: Path) -> None:
    """Écrit tous les profils enregistrés dans un fichier JSON."""
    store = open_profiles()
    with refusals():
        saved = list(store.all())
        made_with = [one.catalogue for one in saved]
        document = profiles_document([one.profile for one in saved], made_with)
        document["catalogues"] = collect_catalogues(store, made_with)
        write_whole(file, json.dumps(document, ensure_ascii=False, indent=2).encode())
    click.echo(f"{count_noun(len(saved), 'profil écrit', 'profils écrits')} dans {file}.")


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
    click.echo(f"{count_noun(len(read), 'profil enregistré', 'profils enregistrés')}.")


def _say_others(read: Sequence[Profile], made_with: Sequence[str], former: Mapping[str, Catalogue]) -> None:
    """Name the profiles that were made with a catalogue that nobody has here: they follow today's words."""
    for profile, catalogue in zip(read, made_with, strict=True):
        if catalogue and catalogue not in former:
            said = "fait avec un autre catalogue, absent d’ici ; il suit celui d’aujourd’hui"
            click.echo(f"« {profile.name} » : {said}.", err=True)


def _refuse_name(file: Path, taken: NameTaken) -> NoReturn:
    message = f"{file}: un profil nommé « {taken.name} » existe déjà ; rien n’a été enregistré"
    raise Refused(message) from None


@click.command()
def demo() -> None:
    """Enregistre un contrat de démonstration signé, d’un territoire imaginaire."""
    known = open_catalogue()
    with refusals():
        typed = read_new_profile(parse_json(DEMONSTRATION.read_bytes()), known)
        profile = assemble_numbered(known, typed).profile
    with refusals():
        profiles = open_or_create_profiles(known)
        try:
            saved = profiles.create(profile)
            profiles.versions.sign(saved.id, saved.version, SIGNED)
        except NameTaken as taken:
            place = f"/profils/{taken.existing_id}"
            raise Refused(f"Le contrat « {taken.name} » est déjà enregistré : {place}") from None
    click.echo(f"« {profile.name} » est enregistré. Dans le site : /profils/{saved.id}")
