"""What the views need, put on the application once and found from any view.

A file is sent once: a confirmation page carries its token (`keep_upload`), never the file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import Flask, current_app, g, has_request_context, session
from wtforms import HiddenField

from app.access import ALONE, NOBODY, Actor
from app.access.factors import SecondFactor
from app.documents.office.conversion_queue import Numbering
from app.domain.catalogue import Catalogue
from app.domain.diff.catalogue import CatalogueChanges
from app.mail import Mailer
from app.settings import Identity, application_version
from app.settings.sign_on import SsoSettings
from app.store import Profiles, Upload
from app.store.logins import Lifetime
from app.territories import Reference

if TYPE_CHECKING:
    from app.access.openid import OpenIdProvider  # of the extra « oidc »

_EXTENSION = "contrat_de_ville"
AUTHOR = "author"
"""Where the session keeps the name of the person."""


def legal_time() -> tzinfo:
    """Europe/Paris, or the machine's own zone where no time zone database is installed."""
    try:
        return ZoneInfo("Europe/Paris")
    except ZoneInfoNotFoundError:
        return datetime.now().astimezone().tzinfo or ZoneInfo("UTC")


def today_in_paris() -> date:
    """Return the date that an official in France reads on the calendar."""
    return datetime.now(legal_time()).date()


@dataclass(frozen=True)
class Services:
    """Everything that a page may ask for.

    `qpv_source` is where the official list of quartiers may be fetched; empty: nowhere.
    `numbering` is None without LibreOffice; `templates` is the folder of the collectivité's own templates.
    `former` are the catalogues, by hash, that contracts still stand on: read when they are asked for, None
    where one cannot be. `comparisons` are the last ones that were made, by what tells their versions apart;
    `what_changed` are their sentences in the lists of versions; `contract_states` is how far the contracts of
    the home page are; `own_changes` is what single saves made commitments say. `pending` are the last changes
    of the catalogue that were found for a contract that stands on a former one. `lifetime`: of a session.
    `second_factor`: of whom a code is asked beside the password.
    `providers` sign people in beside the site, by their keys; `sso` is the proxy that does; `mailer` sends
    the mail of the site. None: nobody, nothing.
    `is_served_to_others`: other machines reach the site, through an access control of its own where there are
    no accounts.
    """

    catalogue: Catalogue
    profiles: Profiles
    reference: Reference
    today: Callable[[], date] = today_in_paris
    numbering: Numbering | None = None
    templates: Path | None = None
    qpv_source: str = ""
    identity: Identity = field(default_factory=Identity)
    lifetime: Lifetime = field(default_factory=Lifetime)
    second_factor: SecondFactor = SecondFactor.FREE
    providers: Mapping[str, "OpenIdProvider"] = field(default_factory=dict)
    mailer: Mailer | None = None
    sso: SsoSettings | None = None
    is_served_to_others: bool = False
    former: dict[str, Catalogue | None] = field(default_factory=dict)
    comparisons: dict[object, Any] = field(default_factory=dict)
    what_changed: dict[object, str] = field(default_factory=dict)
    contract_states: dict[object, Any] = field(default_factory=dict)
    own_changes: dict[object, Mapping[str, int]] = field(default_factory=dict)
    pending: dict[object, CatalogueChanges] = field(default_factory=dict)

    def close(self) -> None:
        """Close the database, and begin no other conversion."""
        if self.numbering:
            self.numbering.queue.close()
        if self.mailer:
            self.mailer.close()
        self.profiles.close()


def register_services(app: Flask, services: Services) -> None:
    """Make the services reachable from the views, and tell pages the version and if anything can be saved."""
    app.extensions[_EXTENSION] = services
    app.context_processor(
        lambda: {
            "read_only": not services.profiles.may_be_written,
            "application_version": application_version(),
            "this_machine_alone": not services.is_served_to_others,
        }
    )


def services() -> Services:
    """Return the services of the running application."""
    return cast("Services", current_app.extensions[_EXTENSION])


def catalogue() -> Catalogue:
    """Return the catalogue in use.

    `contract_catalogue.catalogue_of` gives the one that a contract stands on.
    """
    return services().catalogue


def actor() -> Actor:
    """Return who asks: whoever the guard of this request found; the machine itself outside of one."""
    return cast("Actor", g.get("actor", NOBODY)) if has_request_context() else ALONE


def profiles(author: str = "") -> Profiles:
    """Return the saved profiles that the person may know of; what is saved bears her name, if any.

    `author`: the name that a save bears in the place of hers.
    """
    asking = actor()
    viewer = None if asking.is_alone else asking.account or NO_ACCOUNT
    seen = frozenset(grant.contract for grant in asking.grants)
    return services().profiles.signed(author or author_name(), viewer, seen)


NO_ACCOUNT = 0
"""The id of no account: whoever has not signed in sees no contract."""


def author_name() -> str:
    """Return the name of the account, or the one that was given in this browser, or nothing."""
    if not has_request_context():
        return ""
    return actor().name or str(session.get(AUTHOR, ""))


def reference() -> Reference:
    """Return the embedded reference of territories."""
    return services().reference


class Purpose(StrEnum):
    """What a file was sent for: a token is good for that purpose only."""

    WORKBOOK = "classeur"
    QUARTIERS = "quartiers"
    TEMPLATE = "modele"


class UploadField(HiddenField):
    """The token of a file that waits. It never comes back among the texts that a person typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("Fichier en attente", **kwargs)


def keep_upload(content: bytes, purpose: Purpose, name: str = "") -> str:
    """Keep a file for a day: its token. Raises UploadRefused when it is too large or too many wait."""
    return profiles().uploads.keep(content, purpose, name)


def open_upload(token: str | None, purpose: Purpose) -> Upload:
    """Return the file that waits under a token. Raises UploadGone."""
    return profiles().uploads.get(token or "", purpose)


def forget_upload(token: str | None) -> None:
    """Remove a file that was confirmed."""
    profiles().uploads.forget(token or "")
