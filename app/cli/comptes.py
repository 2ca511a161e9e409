"""The accounts of the site, made and closed by whoever administers its machine."""

import click

from app.access import Role
from app.cli import COMMANDS
from app.cli.common import Refused, open_or_create_profiles, open_profiles, refusals
from app.settings.config import read_settings
from app.store import Profiles
from app.store.account_rows import Account
from app.store.accounts import FIRST_LINK_LASTS, LINK_LASTS

PATH = "/acces/"


@click.group(help=COMMANDS["comptes"])
def comptes() -> None:
    """Group the commands of the accounts."""


@comptes.command("creer")
@click.argument("adresse")
@click.option("--nom", default="", help="Le nom sous lequel la personne enregistre.")
@click.option("--administrateur", is_flag=True, help="Administre le site : comptes, organismes, listes.")
def create(adresse: str, nom: str, administrateur: bool) -> None:
    """Crée un compte et montre le lien qui lui donne son mot de passe, une fois.

    Le premier compte administre le site et devient propriétaire de tous les contrats. Dès lors, le site
    demande à chacun de se connecter.
    """
    profiles = open_or_create_profiles()
    with refusals():
        account = profiles.accounts.create(adresse, nom, administrator=administrateur)
        _show_link(profiles, account)


@comptes.command("lien")
@click.argument("adresse")
@click.option("--sans-code", is_flag=True, help="Retire aussi le code à usage unique (téléphone perdu).")
def make_link(adresse: str, sans_code: bool) -> None:
    """Montre un nouveau lien pour choisir un mot de passe ; ceux d’avant ne valent plus."""
    profiles = open_profiles()
    with refusals():
        account = _find(profiles, adresse)
        if sans_code:
            profiles.accounts.set_totp(account.id, None, by_command=True)
        _show_link(profiles, account)


@comptes.command("fermer")
@click.argument("adresse")
def close(adresse: str) -> None:
    """Ferme un compte : ses sessions s’arrêtent aussitôt, et il ne se connecte plus."""
    profiles = open_profiles()
    with refusals():
        account = _find(profiles, adresse)
        profiles.accounts.close(account.id)
    click.echo(f"Le compte de « {account.email} » est fermé.")


@comptes.command("liste")
def show_all() -> None:
    """Dit qui a un compte, ce qu’il administre et s’il est fermé."""
    profiles = open_profiles()
    with refusals():
        for account in profiles.accounts.all():
            owned = sum(role is Role.OWNER for _, role in profiles.shares.roles_of(account.id))
            click.echo(f"{account.email}\t{account.name}\t{_state(account)}\t{owned}")


def _state(account: Account) -> str:
    if account.closed_at:
        return "fermé"
    kind = "administrateur" if account.is_administrator else "compte"
    return kind if account.has_password else f"{kind}, sans mot de passe encore"


def _find(profiles: Profiles, email: str) -> Account:
    account = profiles.accounts.find(email)
    if account is None:
        raise Refused(f"« {email} » n’a pas de compte. « contrat-de-ville comptes liste » les montre tous.")
    return account


def _show_link(profiles: Profiles, account: Account) -> None:
    token = profiles.accounts.link(account.id)
    lasts = LINK_LASTS if account.has_password else FIRST_LINK_LASTS
    hours = int(lasts.total_seconds()) // 3600
    said = "une heure" if hours == 1 else f"{hours // 24} jours"
    click.echo(f"Lien de {account.email}, bon une fois pendant {said} :", err=True)
    click.echo(f"{_site()}{PATH}{token}")


def _site() -> str:
    hosts = [host for host in read_settings().trusted_hosts if not host.startswith(".")]
    return f"https://{hosts[0]}" if hosts else "http://127.0.0.1:8000"
