"""The commands that say what the database takes, and make it smaller."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.store import open_store
from app.store.opening import utc_now
from tests.commands import run
from tests.store.conftest import make_profile


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance with a contract that was saved five times, eight days ago."""
    monkeypatch.setenv("CONTRAT_INSTANCE", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    long_ago = utc_now().replace(hour=12) - timedelta(days=9)
    profiles = open_store(f"sqlite:///{tmp_path / 'contrat-de-ville.sqlite3'}", now=lambda: long_ago)
    saved = profiles.create(make_profile())
    for number in range(4):
        saved = profiles.save(saved.id, saved.version, make_profile(local_action=f"Ouvrir {number}."))
    profiles.close()
    return tmp_path


def test_the_sizes_are_said_in_one_sentence(instance: Path) -> None:
    said = run("base", "taille")

    assert said.exit_code == 0
    assert "1\u00a0contrat, 5\u00a0versions de" in said.stdout
    assert said.stdout.startswith("base ")


def test_what_need_not_be_kept_is_removed_and_the_sizes_are_said_before_and_after(instance: Path) -> None:
    said = run("base", "alleger")

    assert said.exit_code == 0, said.output
    assert "4\u00a0versions retirées." in said.stdout
    assert said.stdout.count("\u00a0version") == 3
    assert "1\u00a0version de" in run("base", "taille").stdout


def test_a_database_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'absente.sqlite3'}")
    monkeypatch.setenv("CONTRAT_INSTANCE", str(tmp_path))

    said = run("base", "taille")

    assert said.exit_code == 1
    assert "n’existe pas" in said.output
