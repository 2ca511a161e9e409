"""docs/deploiement.md is followed command by command, in a folder that stands for the machine.

The commands that install the wheel are run by .ci/wheel, word for word: here ours takes its place.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest

from app.store import open_store
from tests.postgres.server import PostgresServer
from tests.store.conftest import make_profile

ROOT = Path(__file__).parent.parent
DEPLOYMENT = (ROOT / "docs" / "deploiement.md").read_text(encoding="utf-8")
PROGRAMS = "/usr/bin:/bin:/usr/sbin:/sbin"
SITE = re.compile(r"(?<![\w.])/(etc|opt|var|sauvegardes)/")
"""What a command writes on the machine; /dev/null stays where it is."""


def commands(heading: str) -> list[str]:
    """The blocks of commands of a section, in their order."""
    _, _, section = DEPLOYMENT.partition(f"## {heading}\n")
    return re.findall(
        r"^```sh\n(.+?)^```$", re.split(r"^## ", section, flags=re.MULTILINE)[0], re.MULTILINE | re.DOTALL
    )


@dataclass
class Machine:
    """A folder that stands for a Debian: our files go under it, and systemctl only says what it was asked."""

    root: Path

    def __post_init__(self) -> None:
        for folder in ("bin", "etc/systemd/system", "etc/nginx/sites-available", "etc/nginx/sites-enabled"):
            (self.root / folder).mkdir(parents=True)
        for folder in ("var/log/nginx", "opt/contrat-de-ville/venv/bin", "sauvegardes"):
            (self.root / folder).mkdir(parents=True)
        self.add("systemctl", f'echo "$@" >> {self.root}/systemctl.log')
        real = shutil.which("nginx", path=PROGRAMS)
        placed = f"sed -E 's#([ \"])/(etc|var)/#\\1{self.root}/\\2/#g' {self.root}/etc/nginx/sites-enabled/*"
        start = f'exec {real} -c {self.root}/nginx.conf -p {self.root} "$@"'
        self.add("nginx", f"{placed} > {self.root}/sites.conf\n{start}")
        (self.root / "nginx.conf").write_text(
            f"pid nginx.pid; error_log stderr; events {{}}\n"
            f"http {{ access_log off; include {self.root}/sites.conf; }}\n"
        )

    def add(self, name: str, script: str) -> None:
        """Puts a program before those of the system."""
        path = self.root / "bin" / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def place(self, text: str) -> str:
        """The same text, with the paths of this machine."""
        return SITE.sub(rf"{self.root}/\1/", text)

    def run(self, script: str, said: str = "") -> str:
        """Runs a block of the document in the folder of a release. Fails at the first command that does."""
        done = subprocess.run(
            ["sh", "-euc", self.place(script)],
            cwd=ROOT,
            env={**os.environ, "PATH": f"{self.root / 'bin'}:{PROGRAMS}", "LC_ALL": "C.UTF-8"},
            input=said,
            text=True,
            capture_output=True,
            check=False,
            start_new_session=True,  # without a terminal, createuser reads its password from the input
        )
        assert done.returncode == 0, f"{script}\n{done.stderr}"
        return done.stdout + done.stderr


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "machine")


@pytest.fixture
def installed(machine: Machine) -> Machine:
    """A machine after the first block of the installation."""
    program = machine.root / "opt/contrat-de-ville/venv/bin/contrat-de-ville"
    program.symlink_to(Path(sys.executable).parent / "contrat-de-ville")
    return machine


def test_the_wheel_that_the_document_installs_is_of_this_version() -> None:
    named = re.findall(r"contrat_de_ville-(\d+\.\d+\.\d+)", DEPLOYMENT)

    assert set(named) == {metadata.version("contrat-de-ville")}


def test_the_wheel_is_tried_by_the_commands_of_the_document() -> None:
    script = (ROOT / ".ci" / "wheel").read_text(encoding="utf-8")
    (first, *_) = commands("Une machine")

    assert "docs/deploiement.md" in script
    assert [line.split()[0].rpartition("/")[2] for line in first.splitlines()] == [
        "python3",
        "pip",
        "pip",
        "contrat-de-ville",
    ]


def test_the_settings_and_the_unit_are_installed_and_started(installed: Machine) -> None:
    _, unit, _ = commands("Une machine")

    installed.run(unit)

    settings = installed.root / "etc/contrat-de-ville.env"
    assert settings.read_text() == "TRUSTED_HOSTS=contrats.example.org\n"
    assert settings.stat().st_mode & 0o777 == 0o600
    assert (installed.root / "systemctl.log").read_text() == (
        "daemon-reload\nenable --now contrat-de-ville@8000\n"
    )
    _verify_unit(installed)


def _verify_unit(machine: Machine) -> None:
    """Has systemd read the unit, where its tools are installed."""
    verifier = shutil.which("systemd-analyze")
    if verifier is None:
        return
    folder = machine.root / "etc/systemd/system"
    unit = folder / "contrat-de-ville@8000.service"
    unit.write_text(machine.place((folder / "contrat-de-ville@.service").read_text()))
    done = subprocess.run([verifier, "verify", "--man=no", unit], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_site_of_nginx_is_installed_and_read_by_nginx(installed: Machine) -> None:
    _, _, proxy = commands("Une machine")
    make, *rest = proxy.splitlines()
    installed.run(make)
    _certify(installed.root / "etc/nginx/tls")

    installed.run("\n".join(rest))

    assert (installed.root / "systemctl.log").read_text() == "reload nginx\n"
    assert (installed.root / "etc/nginx/sites-enabled/contrat-de-ville").is_file()


def _certify(folder: Path) -> None:
    request = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    files = ["-keyout", "contrat.key", "-out", "contrat.pem", "-subj", "/CN=contrats.example.org"]
    subprocess.run([*request, *files], cwd=folder, check=True, capture_output=True)


def test_the_owner_of_a_database_made_by_the_document_saves_contracts(
    machine: Machine, postgres_server: PostgresServer
) -> None:
    (script,) = commands("PostgreSQL")
    machine.add(
        "sudo",
        f'[ "$1 $2" = "-u postgres" ] && shift 2\n'
        f'exec env PGHOST={postgres_server.folder} PGUSER=postgres {postgres_server.programs}/"$@"',
    )

    machine.run(script, said="un-mot-de-passe\nun-mot-de-passe\n")
    profiles = open_store(f"postgresql://contrats@/contrats?host={postgres_server.folder}")
    created = profiles.create(make_profile())

    assert profiles.get(created.id) == created
    profiles.close()
    postgres_server.execute("DROP DATABASE contrats")
    postgres_server.execute("DROP ROLE contrats")


def test_a_container_of_nginx_finds_the_sites_by_the_first_name_of_the_settings(machine: Machine) -> None:
    (machine.root / "etc/contrat-de-ville").mkdir()
    (machine.root / "etc/nginx/conf.d").mkdir()
    (machine.root / "etc/nginx/tls").mkdir()
    _certify(machine.root / "etc/nginx/tls")
    shutil.copy(ROOT / "deploy/nginx.conf", machine.root / "etc/contrat-de-ville")
    made = machine.root / "etc/nginx/conf.d/default.conf"

    machine.run(
        "TRUSTED_HOSTS=contrats.exemple.fr,autre.fr\n"
        + (ROOT / "deploy/nginx-conteneurs.sh").read_text(encoding="utf-8")
    )
    (machine.root / "etc/nginx/sites-enabled/default.conf").symlink_to(made)
    machine.run("nginx -t")

    text = made.read_text(encoding="utf-8")
    assert "example.org" not in text
    assert text.count("server_name contrats.exemple.fr;") == 2
    assert "upstream contrat_de_ville" not in text
    assert text.count("proxy_pass http://$contrat_site;") == 2


def test_the_settings_of_the_containers_are_made_by_the_document(machine: Machine, tmp_path: Path) -> None:
    make, *_ = commands("Conteneurs")

    machine.run(f"cd {tmp_path}\n{make}")

    kept = dict(line.split("=", 1) for line in (tmp_path / ".env").read_text().splitlines())
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    assert set(kept) == set(re.findall(r"\$\{([A-Z_]+):\?\}", compose))
    assert len(kept["SECRET_KEY"]) == 64
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
