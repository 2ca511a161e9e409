"""The drafting assistant for the contrats de ville."""
# ruff: noqa: PLC0415 — imported late: a script that reads `app.domain` loads neither Flask nor a database

from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.access.openid import OpenIdProvider
    from app.mail import Mailer
    from app.settings.config import Settings
    from app.store import Profiles


def open_database(settings: "Settings", *, may_create: bool, catalogue: str = "") -> "Profiles":
    """Return the saved profiles, their tables brought up to date; `catalogue` is the hash of the one in use.

    `may_create`: whether a database that is not there is made, with the instance folder if it is in it, but
    never in the place of one that is gone. Raises ConfigRefused and StoreUnavailable.
    """
    from app import store
    from app.settings import make_writable
    from app.settings.config import DATABASE_FILE, default_database

    folder = settings.instance_folder
    is_ours = settings.database_url == default_database(folder)
    if may_create and is_ours and not (folder / DATABASE_FILE).exists():  # else, it may be read where it is
        make_writable(folder)
    return store.open_store(settings.database_url, catalogue=catalogue, may_create=may_create)


def create_app(settings: "Settings | None" = None) -> "Flask":
    """Return the application, with every part in its place.

    The settings come from the environment by default.
    Raises ConfigRefused, CatalogueRefused or StoreUnavailable, each with what to mend.
    """
    from flask import Flask
    from jinja2 import StrictUndefined
    from werkzeug.middleware.proxy_fix import ProxyFix

    from app.catalogue import load
    from app.documents.office import Office, sweep
    from app.documents.office.conversion_queue import Numbering
    from app.settings import made_key, resource
    from app.settings.config import LOOPBACK_NAMES, read_settings, refuse_open_service
    from app.store import StoreUnavailable
    from app.territories import Reference
    from app.web import register
    from app.web.services import Services

    settings = settings or read_settings()
    catalogue = load(settings.catalogue_folder or resource("commitments"))
    with ExitStack() as opened:  # a start that fails leaves no database open
        profiles = open_database(settings, may_create=settings.is_new, catalogue=catalogue.hash)
        opened.callback(profiles.close)
        refuse_open_service(settings, has_accounts=profiles.accounts.any())
        app = Flask(__name__, static_folder="web/static", template_folder=resource("templates"))
        # A name that is missing is a fault: an empty place on a page would say nothing.
        app.jinja_env.undefined = StrictUndefined
        app.config.update(
            SECRET_KEY=settings.secret_key or made_key(settings.instance_folder),
            SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
            TRUSTED_HOSTS=[*LOOPBACK_NAMES, *settings.trusted_hosts],
        )
        if settings.proxy_count:
            hops = settings.proxy_count
            app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]  # Flask's documented way
        services = Services(
            catalogue=catalogue,
            profiles=profiles,
            reference=Reference.open(),
            numbering=Numbering(Office(settings.soffice)) if settings.soffice else None,
            templates=settings.templates_folder,
            identity=settings.identity,
            qpv_source=settings.qpv_source,
            lifetime=settings.lifetime,
            second_factor=settings.second_factor,
            providers=_providers(settings),
            mailer=_mailer(settings),
            sso=settings.sso,
            is_served_to_others=settings.serves_others or settings.controls_access_elsewhere,
        )
        sweep()
        with suppress(StoreUnavailable):  # a database in read only keeps what it has
            profiles.catalogues.keep(catalogue)
            profiles.trash.purge()
            profiles.uploads.sweep()
            profiles.audit.sweep()
        register(app, services)
        opened.pop_all()
    return app


def _providers(settings: "Settings") -> "dict[str, OpenIdProvider]":
    """Return the providers of identities by their keys; without any, their library need not be there."""
    if not settings.providers:
        return {}
    from app.access.openid import OpenIdProvider

    return {one.key: OpenIdProvider(one) for one in settings.providers}


def _mailer(settings: "Settings") -> "Mailer | None":
    from app.mail import Mailer
    from app.web.requests import note

    def report(why: str) -> None:
        note(event="courriel", reason=why)

    return Mailer(settings.mail, settings.identity.name or "", report) if settings.mail else None
