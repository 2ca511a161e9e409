"""The LibreOffice of this machine, which must be there, and some that misbehave."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.documents.office import Office, find_libreoffice

Script = Callable[[str], Path]


@pytest.fixture(scope="session")
def office() -> Office:
    command = find_libreoffice()
    assert command, "LibreOffice n’est pas installé : .ci/system-packages"
    return Office(command, longest=240)


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """A program in the place of LibreOffice: it is given the same arguments, and is as isolated."""

    def write(body: str) -> Path:
        path = tmp_path / "programme" / "soffice"
        path.parent.mkdir()
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return path

    return write


@pytest.fixture
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporaire"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder
