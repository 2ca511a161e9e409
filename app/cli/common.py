"""What the commands share: what they open, files written whole or not at all, and how they end.

A refusal is a message on stderr.
"""

import json
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from app import open_database
from app.catalogue import load
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from app.domain.problems import UserError
from app.domain.profile_json import ProfileRefused, parse_json, read_new_profile
from app.settings import resource
from app.settings.config import Settings, read_catalogue_folder, read_settings
from app.store import Profiles
from app.store.opening import flush_folder


class Refused(click.ClickException):
    """An input that cannot be used: exit code 1, one line per problem on stderr."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Print the problems alone, so that a script reads `file:line: message`."""
        click.echo(self.message, file=file or sys.stderr)


@contextmanager
def refusals(prefix: str = "") -> Iterator[None]:
    """Turn every refusal of the application into a message on stderr."""
    try:
        yield
    except ProfileRefused as refused:
        raise Refused("\n".join(f"{prefix}{problem}" for problem in refused.problems)) from None
    except UserError as refused:
        raise Refused(f"{prefix}{refused}") from None
    except OSError as error:
        raise Refused(f"{prefix}{error.filename or 'fichier'} : {error.strerror}") from None


def print_json(document: object) -> None:
    """Print a document as JSON on stdout."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


def open_catalogue() -> Catalogue:
    """Return the catalogue in use. Raises Refused with every problem found in it."""
    with refusals():
        return load(read_catalogue_folder() or resource("commitments"))


def assemble_file(profile: Path) -> Draft:
    """Return the draft of the profile in a file, on the catalogue in use. Raises Refused."""
    known = open_catalogue()
    with refusals(f"{profile}: "):
        return assemble(known, read_new_profile(parse_json(profile.read_bytes()), known))


def open_profiles() -> Profiles:
    """Return the saved profiles until the command ends. Raises Refused where there is no database."""
    return _open(lambda _settings: False)


def open_or_create_profiles(made_with: Catalogue | None = None) -> Profiles:
    """Return the saved profiles, their database made if no site was ever served with it.

    Raises Refused where it is gone.
    `made_with`: the catalogue of the profiles that the command saves; it is kept beside them.
    """
    return _open(lambda settings: settings.is_new, made_with)


def open_or_replace_profiles(made_with: Catalogue) -> Profiles:
    """Return the saved profiles, their database made anew where it is gone.

    It is for a command that brings back what was in it.
    """
    return _open(lambda _settings: True, made_with)


def _open(may_create: Callable[[Settings], bool], made_with: Catalogue | None = None) -> Profiles:
    with refusals():
        settings = read_settings()
        used = made_with.hash if made_with else ""
        profiles = open_database(settings, may_create=may_create(settings), catalogue=used)
        if made_with:
            profiles.catalogues.keep(made_with)
    click.get_current_context().call_on_close(profiles.close)
    return profiles


def write_whole(path: Path, content: bytes, *, lasting: bool = True) -> None:
    """Write a file whole or not at all: nobody ever reads half of it.

    The file has the rights of any new one: a umask is set for files such as this one, which names people.
    `lasting`: on the disk once this returns, which takes some milliseconds; else a power cut may empty it.
    A process that is killed leaves its draft.
    """
    draft = path.with_name(f".contrat-de-ville-{secrets.token_hex(4)}.partiel")
    with draft.open("xb") as stream:
        try:
            stream.write(content)
            stream.flush()
            if lasting:
                os.fsync(stream.fileno())
            draft.replace(path)
            if lasting:
                flush_folder(path.absolute().parent)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
