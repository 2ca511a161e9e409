"""A database that cannot be used: the site does not start, and says in one sentence what to do."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from app.store import SavedProfile
from tests.faults.server import Site


def damage(site: Site) -> None:
    content = bytearray(site.database.read_bytes())
    content[4096:] = b"\xff" * len(content[4096:])
    site.database.write_bytes(content)


def write_text(site: Site) -> None:
    site.database.write_text("Contrat de ville\n" * 500)


def empty(site: Site) -> None:
    os.truncate(site.database, 0)


def change(statements: str) -> Callable[[Site], None]:
    def changed(site: Site) -> None:
        with closing(sqlite3.connect(site.database)) as connection:
            connection.executescript(statements)

    return changed


NEWER = change("UPDATE alembic_version SET version_num = '9999'")
FOREIGN = change("ALTER TABLE alembic_version RENAME TO recettes")


@pytest.mark.parametrize(
    ("spoil", "advice"),
    [
        (damage, "restaurez la dernière sauvegarde"),
        (write_text, "restaurez la dernière sauvegarde"),
        (empty, "restaurez la dernière sauvegarde"),
        (FOREIGN, "Choisissez un autre fichier"),
        (NEWER, "Mettez l’application à jour"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence_and_left_as_it_is(
    site: Site, saved: SavedProfile, spoil: Callable[[Site], None], advice: str
) -> None:
    spoil(site)
    before = site.database.read_bytes()

    code, said = site.refusal()

    assert code == 1
    assert advice in said
    assert len(said.splitlines()) == 1
    assert site.database.read_bytes() == before


def test_a_site_whose_file_is_gone_does_not_start_empty(site: Site) -> None:
    site.start()
    site.stop()
    site.database.unlink()

    code, said = site.refusal()

    assert code == 1
    assert f"n’existe pas : « {site.database} »" in said
    assert "restaurez la dernière sauvegarde" in said
    assert not site.database.exists()


def test_an_address_without_a_folder_is_refused_with_its_path(site: Site) -> None:
    site.variables = {"DATABASE_URL": f"sqlite:///{site.instance}/absent/base.sqlite3"}

    code, said = site.refusal()

    assert code == 1
    assert f"{site.instance}/absent" in said
    assert len(said.splitlines()) == 1


def test_a_server_that_is_not_there_is_said_in_one_sentence(site: Site) -> None:
    site.variables = {"DATABASE_URL": "postgresql://u:motdepasse@/base?host=/nowhere"}

    code, said = site.refusal()

    assert code == 1
    assert "ne répond pas" in said
    assert "motdepasse" not in said
    assert len(said.splitlines()) == 1
