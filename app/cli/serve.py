"""The site, served."""

import click
import waitress

from app import create_app
from app.cli.refusals import Refused, refusals

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Adresse d’écoute.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> None:
    """Crée ou met à jour la base, puis sert le site."""
    with refusals():
        application = create_app()
    if host not in LOOPBACK:
        click.echo(
            "Attention : le site est ouvert à tout le réseau et n’a pas de comptes ; "
            "placez-le derrière un accès contrôlé.",
            err=True,
        )
    click.echo(f"Site en service : http://{f'[{host}]' if ':' in host else host}:{port}/")
    try:
        waitress.serve(application, host=host, port=port, threads=8, ident=None)
    except OSError as error:
        raise Refused(f"Impossible d’écouter sur {host}:{port} : {error.strerror}") from None
