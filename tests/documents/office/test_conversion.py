"""One conversion: what it may do, how it ends, and that it leaves nothing."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from app.documents.office import ConversionFailed, Kind, Office, sweep, work_folder
from tests.documents.office.conftest import Script

ANSWER = 'cat > "$(dirname "$7")/contrat.pdf"'
LIMIT = 60.0
SYSTEM = f"{os.defpath}:/usr/local/bin"
"""A Python elsewhere is no program of the system: what is isolated does not read it."""


def is_running(pid: int) -> bool:
    """A process that has ended and waits for its parent to notice is not running."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):  # it may end while it is asked for
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def wait_until_ended(pid: int) -> None:
    deadline = time.monotonic() + LIMIT
    while is_running(pid) and time.monotonic() < deadline:
        threading.Event().wait(0.02)
    assert not is_running(pid)


def wait_for_pid(folder: Path) -> int:
    """The process whose id a program wrote in its own folder, inside this one."""
    deadline = time.monotonic() + LIMIT
    while time.monotonic() < deadline:
        for written in folder.glob("*/pid"):
            if text := written.read_text().strip():
                return int(text)
        threading.Event().wait(0.02)
    pytest.fail("nothing was started")


def test_a_libreoffice_that_hangs_is_killed_with_all_that_it_started_and_leaves_no_file(
    script: Script, own_temporary_folder: Path
) -> None:
    office = Office(script("sleep 600 & echo $! > pid; wait"), longest=5)
    children: list[int] = []
    watcher = threading.Thread(target=lambda: children.append(wait_for_pid(own_temporary_folder)))
    watcher.start()

    with pytest.raises(ConversionFailed, match="pas répondu"):
        office.convert(b"", Kind.PDF)

    watcher.join()
    wait_until_ended(children[0])
    assert list(own_temporary_folder.iterdir()) == []


def test_a_libreoffice_ends_when_the_process_that_started_it_is_killed(
    script: Script, own_temporary_folder: Path
) -> None:
    convert = "import sys; from pathlib import Path; from app.documents.office import Kind, Office; "
    convert += "Office(Path(sys.argv[1])).convert(b'', Kind.PDF)"
    command = [sys.executable, "-c", convert, str(script("echo $$ > pid; sleep 600"))]
    site = subprocess.Popen(command, env={**os.environ, "TMPDIR": str(own_temporary_folder)})
    started = wait_for_pid(own_temporary_folder)

    site.send_signal(signal.SIGKILL)

    site.wait()
    wait_until_ended(started)
    (left,) = own_temporary_folder.iterdir()
    sweep()
    assert not left.exists()


def test_the_folder_of_a_conversion_that_runs_is_not_swept(own_temporary_folder: Path) -> None:
    (own_temporary_folder / "contrat-de-ville-ancien").mkdir()
    with work_folder() as used:
        sweep()

        assert list(own_temporary_folder.iterdir()) == [used]
    assert list(own_temporary_folder.iterdir()) == []


def test_what_only_bears_such_a_name_is_not_swept(own_temporary_folder: Path, tmp_path: Path) -> None:
    others = tmp_path / "dossier"
    (others / "texte").mkdir(parents=True)
    (own_temporary_folder / "contrat-de-ville-lien").symlink_to(others)
    (own_temporary_folder / "contrat-de-ville-fichier").write_text("texte")

    sweep()

    assert (others / "texte").exists()
    assert len(list(own_temporary_folder.iterdir())) == 2


def test_libreoffice_is_told_nothing_of_the_environment_of_the_site(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = {"SECRET_KEY": "clé-secrète", "DATABASE_URL": "postgresql://a:b@c/d", "PGPASSWORD": "mot"}
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)

    seen = Office(script(f"env | {ANSWER}")).convert(b"", Kind.PDF).decode()

    names = {line.partition("=")[0] for line in seen.splitlines()}
    assert names <= {"PATH", "HOME", "TMPDIR", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "PWD", "_"}
    assert not any(value in seen for value in secrets.values())


@pytest.mark.parametrize(
    "file", ["/etc/passwd", "/proc/self/environ", "/proc/{pid}/environ", "{secret}"], ids=str
)
def test_libreoffice_reads_no_file_of_the_server(script: Script, tmp_path: Path, file: str) -> None:
    secret = tmp_path / "secret-key"
    secret.write_text("clé")
    asked = file.format(pid=os.getpid(), secret=secret)

    seen = Office(script(f"cat {asked} | {ANSWER}")).convert(b"", Kind.PDF)

    assert seen == b""
    assert Path(asked).read_bytes() != b"" or asked == "/proc/self/environ"


MEASURES = {
    "no socket of the network": "socket.socket()",
    "no socket of IPv6": "socket.socket(socket.AF_INET6)",
    "no connection to another program of the machine": "socket.socket(socket.AF_UNIX).connect({listener!r})",
    "no file outside its folder": "open({outside!r}, 'w')",
    "no more than 512 MB": "bytearray(600_000_000)",
}


@pytest.mark.parametrize("tried", MEASURES.values(), ids=list(MEASURES))
def test_what_a_document_could_make_libreoffice_do_fails(script: Script, tmp_path: Path, tried: str) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        address = f"\0contrat-{os.getpid()}-{tmp_path.name}"
        listener.bind(address)
        listener.listen()
        code = tried.format(listener=address, outside=str(tmp_path / "écrit"))
        python = f"{shutil.which('python3', path=SYSTEM)} -I -S -c"
        office = Office(script(f"{python} \"import socket; {code}; print('fait')\" 2>&1 | {ANSWER}"))

        said = office.convert(b"", Kind.PDF).decode()

    assert "Error" in said
    assert "fait" not in said.splitlines()
