"""Files that commands write: whole or not at all, and open to those whom the account's umask admits."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.common import write_whole


@pytest.fixture
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """The rights that the account takes from its new files."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.mark.parametrize("umask", [0o077, 0o022, 0o002], indirect=True)
def test_a_file_has_the_rights_that_the_account_gives_to_new_ones(tmp_path: Path, umask: int) -> None:
    file = tmp_path / "profils.json"

    write_whole(file, b"{}")

    assert file.stat().st_mode & 0o777 == 0o666 & ~umask


def test_a_file_that_cannot_be_written_leaves_the_former_one_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "profils.json"
    file.write_bytes(b"avant")

    def full(_descriptor: int) -> None:
        raise OSError

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError):  # noqa: PT011 — a full disk has no message of its own
        write_whole(file, b"{}")

    assert list(tmp_path.iterdir()) == [file]
    assert file.read_bytes() == b"avant"
