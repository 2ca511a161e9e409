import tempfile
import threading
import time
from pathlib import Path

import pytest

from app.office import ConversionFailed, Kind, Numbering, Office, OfficeBusy
from tests.office.conftest import Script


@pytest.fixture
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporaire"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def is_running(pid: int) -> bool:
    """A process that has ended and waits for its parent to notice is not running."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_libreoffice_that_hangs_is_killed_with_all_that_it_started_and_leaves_no_file(
    script: Script, tmp_path: Path, own_temporary_folder: Path
) -> None:
    office = Office(script(f"sleep 600 & echo $! > {tmp_path / 'child'}; wait"), longest=1)

    with pytest.raises(ConversionFailed, match="pas répondu"):
        office.convert(b"", Kind.PDF)

    child = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + 20
    while is_running(child) and time.monotonic() < deadline:
        threading.Event().wait(0.02)
    assert not is_running(child)
    assert list(own_temporary_folder.iterdir()) == []


def test_a_draft_is_served_without_numbers_when_libreoffice_fails_and_it_is_not_asked_again(
    script: Script, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    numbering = Numbering(Office(script("exit 0")))

    drafts = [numbering.numbered(name, lambda pages: repr(dict(pages)).encode()) for name in "ab"]

    assert drafts == [b"{}", b"{}"]
    assert len((tmp_path / "starts").read_text().splitlines()) == 1
    assert "Sommaire sans numéros de page" in caplog.text


def test_a_pdf_that_cannot_be_read_gives_no_numbers(script: Script) -> None:
    numbering = Numbering(Office(script('echo abîmé > "$(dirname "$7")/contrat.pdf"')))

    assert numbering.numbered("un", lambda pages: repr(dict(pages)).encode()) == b"{}"


def test_a_program_that_does_not_start_is_a_failed_conversion(tmp_path: Path) -> None:
    with pytest.raises(ConversionFailed, match="ne démarre pas"):
        Office(tmp_path / "absent").convert(b"", Kind.ODT)


def test_conversions_beyond_the_places_are_refused_after_their_patience(script: Script) -> None:
    office = Office(script("exit 0"), patience=0.05, places=threading.BoundedSemaphore(1))

    with office.places, pytest.raises(OfficeBusy, match="réessayez"):
        office.convert(b"", Kind.PDF)

    assert office.places.acquire(blocking=False)
