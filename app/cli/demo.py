"""A filled contract to look at."""

import click

from app.cli.common import open_catalogue, open_or_create_profiles
from app.cli.errors import Refused, refusals
from app.demo import DEMONSTRATION
from app.domain.profile_json import parse_json, read_profile
from app.store import NameTaken


@click.command()
def demo() -> None:
    """Enregistre un contrat de démonstration, d’un territoire imaginaire."""
    known = open_catalogue()
    with refusals():
        profile = read_profile(parse_json(DEMONSTRATION.read_bytes()), known)
    with refusals():
        try:
            saved = open_or_create_profiles(known).create(profile)
        except NameTaken as taken:
            place = f"/profils/{taken.existing_id}"
            raise Refused(f"Le contrat « {taken.name} » est déjà enregistré : {place}") from None
    click.echo(f"« {profile.name} » est enregistré. Dans le site : /profils/{saved.id}")
