"""PostgreSQL stops and starts again under a site that runs."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from app.store import SavedProfile, open_store
from tests.faults.server import Site, Visitor
from tests.postgres.server import PostgresServer
from tests.store.conftest import make_profile


@pytest.fixture
def url(own_server: PostgresServer) -> str:
    return own_server.create_database()


@pytest.fixture
def saved(url: str) -> SavedProfile:
    profiles = open_store(url)
    created = profiles.create(make_profile())
    profiles.close()
    return created


@pytest.fixture
def browser(site: Site, saved: SavedProfile, url: str) -> Iterator[Visitor]:
    site.variables = {"DATABASE_URL": url}
    site.start()
    yield Visitor(site.port)
    site.stop()


def test_a_server_restarted_between_two_saves_is_not_noticed(
    own_server: PostgresServer, saved: SavedProfile, browser: Visitor
) -> None:
    address = f"/profils/{saved.id}/renommer"
    before = browser.send(address, name="Avant")
    own_server.stop()
    stopped = browser.get("/")

    own_server.start()
    page = browser.get(address).page
    after = browser.send(address, name="Après")

    assert (before.status, stopped.status, after.status) == (303, 503, 303)
    assert page.fields["name"] == "Avant"


def test_a_server_that_stops_inside_a_save_costs_one_more_click(
    own_server: PostgresServer, url: str, site: Site, saved: SavedProfile, browser: Visitor
) -> None:
    address = f"/profils/{saved.id}/renommer"
    fields = {**browser.get(address).page.fields, "name": "Pendant"}
    with closing(psycopg.connect(url.replace("+psycopg", ""))) as holder:
        holder.execute("SELECT * FROM profiles FOR UPDATE")
        with browser.sending(address, fields) as connection:
            browser.get("/sante")  # answered after what was sent before it was read
            own_server.stop()
            with connection.makefile("rb") as received:
                refused = received.readline()

    own_server.start()
    unchanged = browser.get(address).page.fields["name"]
    again = browser.post(address, fields)

    assert refused.startswith(b"HTTP/1.1 503")
    assert unchanged == saved.profile.name
    assert again.status == 303
    assert browser.get(address).page.fields["name"] == "Pendant"
    assert "Traceback" not in site.said
