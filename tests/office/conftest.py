"""The LibreOffice of this machine, which must be there, and some that misbehave."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.office import Office, installed

Script = Callable[[str], Path]


@pytest.fixture(scope="session")
def office() -> Office:
    command = installed()
    assert command, "LibreOffice n’est pas installé : .ci/system-packages"
    return Office(command, longest=240, patience=240)


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """A program in the place of LibreOffice, that notes each of its starts in `starts`."""

    def write(body: str) -> Path:
        path = tmp_path / "soffice"
        path.write_text(f"#!/bin/sh\necho $$ >> {tmp_path / 'starts'}\n{body}\n")
        path.chmod(0o755)
        return path

    return write
