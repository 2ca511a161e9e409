"""The file of the database, or its journal, is replaced or removed under the running site."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.settings.config import Settings
from app.store import SavedProfile, open_store
from app.store.engine import journal_of
from tests.faults.server import Site
from tests.faults.server import Visitor as Person
from tests.store.conftest import make_profile
from tests.web.conftest import Visitor
from tests.web.pages import page_of

TYPED = "Un nom que personne n’a encore enregistré"


def remove_file(database: Path) -> None:
    database.unlink()


def replace_file(database: Path) -> None:
    """Put another database in the place of the file, as one does who restores a copy by hand."""
    other = database.with_name("copie.sqlite3")
    profiles = open_store(f"sqlite:///{other}")
    profiles.create(make_profile("Une copie d’hier"))
    profiles.close()
    other.replace(database)


def remove_journal(database: Path) -> None:
    journal_of(database).unlink()


def replace_journal(database: Path) -> None:
    journal = journal_of(database)
    copy = Path(shutil.copyfile(journal, f"{journal}.copie"))
    copy.replace(journal)


@pytest.mark.parametrize("spoil", [remove_file, replace_file, remove_journal, replace_journal])
def test_nothing_is_confirmed_any_more_and_what_was_typed_stays(
    start: Callable[[Settings], Flask], tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    database = tmp_path / "contrats.sqlite3"
    app = start(Settings(tmp_path, f"sqlite:///{database}", "0f3b8e7c5a9d4c21b6f0"))
    saved = app.extensions["contrat_de_ville"].profiles.create(make_profile())
    visitor = Visitor(app.test_client())
    address = f"/profils/{saved.id}/renommer"
    before = visitor.send(address, name="Avant")
    form = page_of(visitor.client.get(address))
    spoil(database)

    refused = visitor.client.post(address, data={**form.fields, "name": TYPED})
    health = visitor.client.get("/sante")
    again = visitor.client.post(address, data=page_of(refused).fields)

    assert before.status_code == 303
    assert (refused.status_code, health.status_code, again.status_code) == (503, 503, 503)
    assert page_of(refused).fields["name"] == TYPED
    assert "remplacé ou retiré" in page_of(refused).text
    assert "redémarrez le site" in page_of(refused).text
    assert "remplacé ou retiré" in json.loads(health.data)["base"]


def test_after_a_restart_what_was_refused_can_be_saved(
    site: Site, saved: SavedProfile, browser: Person
) -> None:
    address = f"/profils/{saved.id}/renommer"
    browser.send(address, name="Avant")
    form = browser.get(address)
    remove_journal(site.database)
    refused = browser.post(address, {**form.page.fields, "name": TYPED})

    site.stop()
    site.start()
    again = browser.post(address, refused.page.fields)

    assert (refused.status, again.status) == (503, 303)
    assert TYPED in browser.get("/").page.text
    assert "Traceback" not in site.said
