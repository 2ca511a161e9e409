"""The site, served."""

from contextlib import nullcontext

import click
from flask import Flask

from app import create_app
from app.cli import COMMANDS
from app.cli.common import Refused, refusals
from app.server import return_freed_memory, serve_until_stopped
from app.settings import ConfigRefused
from app.settings.config import Settings, read_settings, refuse_open_service, refuse_unsafe_service
from app.store import MAX_UPLOAD
from app.web.preparation import preparing

LARGEST_BODY = 2 * MAX_UPLOAD
"""Bytes that waitress stores of any request, whatever its address: its own limit is 1 GiB.

The limit of each address, which is lower, is in app/web/requests.py.
"""


@click.command(help=COMMANDS["serve"])
@click.option("--host", default="127.0.0.1", show_default=True, help="Adresse d’écoute.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> None:
    """Serve the site with a production server."""
    return_freed_memory()
    with refusals():
        settings = read_settings()
        refuse_unsafe_service(settings, host)
        application = create_app(settings)
        _refuse_open_service(application, settings, host)
    name = "localhost" if host == "::1" else f"[{host}]" if ":" in host else host
    click.echo(f"Site en service : http://{name}:{port}/")
    try:
        with preparing(application) if settings.prepares else nullcontext():
            serve_until_stopped(application, host, port, LARGEST_BODY)
    except OSError as error:
        raise Refused(f"Impossible d’écouter sur {host}:{port} : {error.strerror}") from None
    finally:
        application.extensions["contrat_de_ville"].close()


def _refuse_open_service(application: Flask, settings: Settings, host: str) -> None:
    services = application.extensions["contrat_de_ville"]
    try:
        refuse_open_service(settings, has_accounts=services.profiles.accounts.any(), host=host)
    except ConfigRefused:
        services.close()
        raise
