"""The collectivité's colour and logo, as the site serves them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from app.settings import Colour, Identity, Logo
from app.settings.config import Settings

CLARET = Colour("#8a1538", "#6e112d", "#bf7e92", "#cc98a8")
Start = Callable[[Settings], Flask]
IMAGE = b"\x89PNG\r\n\x1a\n" + bytes(64)


def test_a_site_without_colour_nor_logo_has_neither_of_their_addresses(
    start: Start, settings: Settings
) -> None:
    client = start(settings).test_client()

    assert b"identite" not in client.get("/").data
    assert client.get("/identite/couleur.css").status_code == 404
    assert client.get("/identite/logo").status_code == 404


def test_the_colour_and_the_logo_are_served_from_the_site(start: Start, settings: Settings) -> None:
    identity = Identity(
        "Val-d’Exemple", CLARET, Logo(IMAGE, "image/png"), "mailto:numerique@agglo.example.org"
    )
    client = start(replace(settings, identity=identity)).test_client()

    page, colour, logo = (client.get(address) for address in ("/", "/identite/couleur.css", "/identite/logo"))

    assert "Val-d’Exemple" in page.text
    assert 'href="mailto:numerique@agglo.example.org">Signaler un problème</a>' in page.text
    assert (colour.mimetype, logo.mimetype) == ("text/css", "image/png")
    assert "--pico-primary: #8a1538;" in colour.text
    assert logo.data == IMAGE


@pytest.mark.parametrize("address", ["/identite/couleur.css", "/identite/logo"])
def test_a_browser_asks_only_whether_they_changed(start: Start, settings: Settings, address: str) -> None:
    identity = Identity("Val-d’Exemple", CLARET, Logo(IMAGE, "image/png"))
    client = start(replace(settings, identity=identity)).test_client()
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert "no-store" not in first.headers.get("Cache-Control", "")
    assert (again.status_code, again.data) == (304, b"")
