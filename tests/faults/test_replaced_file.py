"""The file of the database, or its journal, is replaced or removed under the running site."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.store import SavedProfile, open_store
from app.store.engine import journal_of
from tests.faults.server import Site, Visitor
from tests.store.conftest import make_profile

TYPED = "Un nom que personne n’a encore enregistré"


def remove_file(site: Site) -> None:
    site.database.unlink()


def replace_file(site: Site) -> None:
    """Put another database in the place of the file, as one does who restores a copy by hand."""
    other = site.instance / "copie.sqlite3"
    profiles = open_store(f"sqlite:///{other}")
    profiles.create(make_profile("Une copie d’hier"))
    profiles.close()
    other.replace(site.database)


def remove_journal(site: Site) -> None:
    journal_of(site.database).unlink()


def replace_journal(site: Site) -> None:
    journal = journal_of(site.database)
    copy = Path(shutil.copyfile(journal, f"{journal}.copie"))
    copy.replace(journal)


@pytest.mark.parametrize("spoil", [remove_file, replace_file, remove_journal, replace_journal])
def test_nothing_is_confirmed_any_more_and_what_was_typed_stays(
    site: Site, saved: SavedProfile, browser: Visitor, spoil: Callable[[Site], None]
) -> None:
    address = f"/profils/{saved.id}/renommer"
    before = browser.send(address, name="Avant")
    form = browser.get(address)
    spoil(site)

    refused = browser.post(address, {**form.page.fields, "name": TYPED})
    health = browser.get("/sante")
    again = browser.post(address, refused.page.fields)

    assert before.status == 303
    assert (refused.status, health.status, again.status) == (503, 503, 503)
    assert refused.page.fields["name"] == TYPED
    assert "remplacé ou retiré" in refused.page.text
    assert "redémarrez le site" in refused.page.text
    assert "remplacé ou retiré" in json.loads(health.body)["base"]
    assert "Traceback" not in site.said


def test_after_a_restart_what_was_refused_can_be_saved(
    site: Site, saved: SavedProfile, browser: Visitor
) -> None:
    address = f"/profils/{saved.id}/renommer"
    browser.send(address, name="Avant")
    form = browser.get(address)
    remove_journal(site)
    refused = browser.post(address, {**form.page.fields, "name": TYPED})

    site.stop()
    site.start()
    again = browser.post(address, refused.page.fields)

    assert (refused.status, again.status) == (503, 303)
    assert TYPED in browser.get("/").page.text
