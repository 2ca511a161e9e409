"""A database that cannot be used: the site does not start, and says in one sentence what to do."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from app.store import SavedProfile, open_store, write_backup
from tests.commands import run
from tests.faults.crew import SAVED
from tests.faults.server import Site, Visitor


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


ACCOUNT = 10001
READS_ONLY = ("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")
"""What the account of a site may do beside its own: read the code, wherever the tests run from."""

NEWER = change("UPDATE alembic_version SET version_num = '9999'")
FOREIGN = change("ALTER TABLE alembic_version RENAME TO recettes")


@pytest.fixture
def refusal(monkeypatch: pytest.MonkeyPatch) -> Callable[[Site], tuple[int, str]]:
    """Tells how `serve` refuses a site, inside the process of the tests: its exit code, and what it says."""

    def asked(site: Site) -> tuple[int, str]:
        monkeypatch.setenv("CONTRAT_INSTANCE", str(site.instance))
        monkeypatch.delenv("DATABASE_URL", raising=False)
        for name, value in site.variables.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("app.cli.serve.serve_until_stopped", lambda *_: pytest.fail("the site is served"))
        done = run("serve", "--port", str(site.port))
        return done.exit_code, done.output

    return asked


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
    site: Site,
    saved: SavedProfile,
    refusal: Callable[[Site], tuple[int, str]],
    spoil: Callable[[Site], None],
    advice: str,
) -> None:
    spoil(site)
    before = site.database.read_bytes()

    code, said = refusal(site)

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


def test_an_address_without_a_folder_is_refused_with_its_path(
    site: Site, refusal: Callable[[Site], tuple[int, str]]
) -> None:
    site.variables = {"DATABASE_URL": f"sqlite:///{site.instance}/absent/base.sqlite3"}

    code, said = refusal(site)

    assert code == 1
    assert f"{site.instance}/absent" in said
    assert len(said.splitlines()) == 1


def test_a_server_that_is_not_there_is_said_in_one_sentence(
    site: Site, refusal: Callable[[Site], tuple[int, str]]
) -> None:
    site.variables = {"DATABASE_URL": "postgresql://u:motdepasse@/base?host=/nowhere"}

    code, said = refusal(site)

    assert code == 1
    assert "ne répond pas" in said
    assert "motdepasse" not in said
    assert len(said.splitlines()) == 1


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder whose parents are open to every account, as those of a test are not."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


def test_a_restore_by_root_leaves_a_site_that_starts_and_saves_under_its_own_account(
    site: Site, tmp_path: Path, reachable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root gives what it makes to the owner of the folder; elsewhere both are the account of the tests."""
    site.instance = reachable
    if os.geteuid() == 0:
        os.chown(site.instance, ACCOUNT, ACCOUNT)
        site.prefix = ("setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups", *READS_ONLY)
    backup = tmp_path / "sauvegarde"
    profiles = open_store(f"sqlite:///{tmp_path / 'avant.sqlite3'}")
    write_backup(profiles, backup)
    profiles.close()
    monkeypatch.setenv("CONTRAT_INSTANCE", str(site.instance))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    restored = run("restore", backup)
    site.start()
    saved = Visitor(site.port).send("/profils/nouveau?territoire=200059228", name="Un contrat")

    assert restored.exit_code == 0, restored.output
    assert saved.status == SAVED
    assert {path.stat().st_uid for path in site.instance.iterdir()} == {site.instance.stat().st_uid}
