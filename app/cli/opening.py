"""What several commands open: the catalogue, the saved profiles, the files of their arguments."""

from collections.abc import Callable
from pathlib import Path

import click

from app.catalogue import load
from app.cli.refusals import refusals
from app.config import Settings, read_settings
from app.database import open_database
from app.domain.catalogue import Catalogue
from app.resources import resource
from app.store import Profiles

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


def open_catalogue() -> Catalogue:
    """The national catalogue. Raises Refused with every problem found in it."""
    with refusals():
        return load(resource("commitments"))


def open_profiles() -> Profiles:
    """The saved profiles until the command ends. Raises Refused where there is no database."""
    return _open(lambda _settings: False)


def open_or_create_profiles() -> Profiles:
    """The same, their database made if no site was ever served with it. Raises Refused where it is gone."""
    return _open(lambda settings: settings.is_new)


def open_or_replace_profiles() -> Profiles:
    """The same, their database made anew where it is gone: for a command that brings back what was in it."""
    return _open(lambda _settings: True)


def _open(may_create: Callable[[Settings], bool]) -> Profiles:
    with refusals():
        settings = read_settings()
        profiles = open_database(settings, may_create=may_create(settings))
    click.get_current_context().call_on_close(profiles.close)
    return profiles
