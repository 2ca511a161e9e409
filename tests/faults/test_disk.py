"""The disk of the database: full, failing, read-only, damaged."""

import os
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from app.store import Profiles, SavedProfile
from app.web.errors import RETRY_SECONDS
from tests.faults.server import Site
from tests.faults.server import Visitor as Browser
from tests.web.conftest import Visitor
from tests.web.pages import page_of

TYPED = "Un nom que personne n’a encore enregistré"


@contextmanager
def full(store: Profiles) -> Iterator[None]:
    """No page more than the database has, on every connection: what a full disk answers."""

    def limit(connection: sqlite3.Connection, _entry: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(store.engine, "connect", limit)
    store.close()
    yield
    event.remove(store.engine, "connect", limit)
    store.close()


def test_a_full_disk_refuses_the_save_keeps_the_text_and_takes_it_once_there_is_room(
    visitor: Visitor, store: Profiles, in_base: SavedProfile
) -> None:
    address = f"/profils/{in_base.id}/dupliquer"
    with full(store):
        answers = [visitor.send(address, name=f"{TYPED} {number}") for number in range(60)]
        read = visitor.client.get(f"/profils/{in_base.id}")
    refused = next(answer for answer in answers if answer.status_code != 303)

    again = visitor.client.post(address, data=page_of(refused).fields)

    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == RETRY_SECONDS
    assert "plein" in page_of(refused).text
    assert page_of(refused).fields["name"] in {f"{TYPED} {number}" for number in range(60)}
    assert read.status_code == 200
    assert again.status_code == 303
    assert store.search().total == 2 + sum(answer.status_code == 303 for answer in answers)


def test_a_disk_that_fails_under_a_running_site_costs_no_restart(
    site: Site, saved: SavedProfile, browser: Browser
) -> None:
    address = f"/profils/{saved.id}/renommer"
    fields = browser.get(address).page.fields
    assert site.process is not None
    resource.prlimit(site.process.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))

    refused = browser.post(address, {**fields, "name": TYPED})
    read = browser.get(f"/profils/{saved.id}")
    resource.prlimit(
        site.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    )
    again = browser.post(address, refused.page.fields)

    assert refused.status == 503
    assert refused.headers["Retry-After"] == RETRY_SECONDS
    assert refused.page.fields["name"] == TYPED
    assert (read.status, again.status) == (200, 303)
    assert names_in(site) == [TYPED]
    assert "Traceback" not in site.said


def names_in(site: Site) -> list[str]:
    with closing(sqlite3.connect(site.database)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM profiles ORDER BY id")]


@pytest.fixture
def read_only_site(site: Site, saved: SavedProfile) -> Iterator[Site]:
    """A site whose files and folder may be read and not written; root gives up its right to write them."""
    site.start()
    site.stop()
    for path in site.instance.iterdir():
        path.chmod(0o444)
    site.instance.chmod(0o555)
    if os.geteuid() == 0:
        site.prefix = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    yield site
    site.instance.chmod(0o755)


def test_a_read_only_database_is_served_with_a_banner_and_refuses_saves_clearly(
    read_only_site: Site, saved: SavedProfile
) -> None:
    read_only_site.start()
    browser = Browser(read_only_site.port)
    address = f"/profils/{saved.id}/renommer"

    home, form, health = browser.get("/"), browser.get(address), browser.get("/sante")
    word = browser.get(f"/profils/{saved.id}/contrat.docx")
    refused = browser.post(address, {**form.page.fields, "name": TYPED})

    assert "Le site est en lecture seule" in home.page.text
    assert saved.profile.name in home.page.text
    assert b"lecture seule" in health.body
    assert word.status == 200
    assert refused.status == 503
    assert refused.page.fields["name"] == TYPED
    assert "rien ne peut être enregistré" in refused.page.text
    assert names_in(read_only_site) == [saved.profile.name]


def test_a_read_only_site_takes_saves_once_its_rights_are_back_and_it_is_restarted(
    read_only_site: Site, saved: SavedProfile
) -> None:
    read_only_site.start()
    read_only_site.stop()
    read_only_site.instance.chmod(0o755)
    read_only_site.database.chmod(0o644)

    read_only_site.start()
    answer = Browser(read_only_site.port).send(f"/profils/{saved.id}/renommer", name="Après")

    assert answer.status == 303
    assert "lecture seule" not in Browser(read_only_site.port).get("/").page.text


def test_damage_under_a_running_site_is_said_without_a_trace(
    app: Flask, visitor: Visitor, store: Profiles, in_base: SavedProfile, tmp_path: object
) -> None:
    store.close()
    file = store.engine.url.database
    assert file is not None
    with open(file, "r+b") as opened:
        opened.write(b"\xff" * os.path.getsize(file))

    answers = [visitor.client.get(address) for address in ("/", f"/profils/{in_base.id}", "/sante")]

    assert [answer.status_code for answer in answers] == [503, 503, 503]
    assert all("endommagé" in answer.get_json()["base"] for answer in answers[2:])
    assert all("Traceback" not in answer.text for answer in answers)
    assert "restaurez la dernière sauvegarde" in page_of(answers[0]).text
