"""What several commands open: the catalogue, the saved profiles, the files of their arguments."""

from pathlib import Path

import click

from app.catalogue import load
from app.cli.refusals import refusals
from app.config import read_settings
from app.domain.catalogue import Catalogue
from app.resources import resource
from app.store import Profiles, open_store

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


def open_catalogue() -> Catalogue:
    """The national catalogue. Raises Refused with every problem found in it."""
    with refusals():
        return load(resource("commitments"))


def open_profiles() -> Profiles:
    """The saved profiles until the command ends, their database created or migrated. Raises Refused."""
    with refusals():
        profiles = open_store(read_settings().database_url)
    click.get_current_context().call_on_close(profiles.close)
    return profiles
