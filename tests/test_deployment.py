"""What is shipped for those who install the application agrees with the application."""

import json
import os
import re
import subprocess
import sys
import tomllib
from configparser import ConfigParser
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.cli import main
from app.settings.config import read_settings
from tests.web.pages import PLAIN_SPACE

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
DEPLOYMENT = (ROOT / "docs" / "deploiement.md").read_text(encoding="utf-8")
CONTAINER_SCRIPTS = re.findall(r"^docker compose exec -T site-1 sh -c '(.+?)'", DEPLOYMENT, re.MULTILINE)
NGINX = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
PATH = f"{Path(sys.executable).parent}:{os.environ['PATH']}"


GIVEN_BY_THE_IMAGE = {"CONTRAT_INSTANCE", "FLASK_DEBUG"}
"""The settings that compose.yaml leaves alone: the folder of the image, and what a site is never given."""


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return found


def unit() -> ConfigParser:
    """The systemd unit; « %i » is its instance, here the port 8000."""
    found = ConfigParser(interpolation=None, strict=False)
    text = (ROOT / "deploy" / "contrat-de-ville@.service").read_text(encoding="utf-8")
    found.read_string(text.replace("%i", "8000"))
    return found


def instruction(name: str) -> str:
    """The last instruction of this name of the image that is kept."""
    return re.findall(rf"^{name} (.+(?:\\\n.+)*)$", DOCKERFILE, re.MULTILINE)[-1]


def settings_read() -> set[str]:
    """The variables that the application asks its environment for."""
    sources = sorted((ROOT / "app" / "settings").glob("*.py"))
    return {
        name
        for source in sources
        for name in re.findall(r'\.get\("([A-Z_]+)"', source.read_text(encoding="utf-8"))
    }


def understood(arguments: list[str]) -> dict[str, Any]:
    """The options that the command `serve` reads in these arguments."""
    name, *options = arguments
    command = main.get_command(main.make_context("contrat-de-ville", ["serve"], resilient_parsing=True), name)
    assert command is not None
    return command.make_context(name, options).params


def test_the_table_of_settings_names_each_variable_that_the_application_reads() -> None:
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", DEPLOYMENT, re.MULTILINE))

    assert table == settings_read()


def test_the_unit_starts_a_site_on_its_port_that_only_this_machine_reaches() -> None:
    command, *arguments = unit()["Service"]["ExecStart"].split()

    options = understood(arguments)

    assert command.endswith("/bin/contrat-de-ville")
    assert options == {"host": "127.0.0.1", "port": 8000}


def test_the_unit_sets_what_a_site_behind_one_proxy_needs(tmp_path: Path) -> None:
    given = dict(pair.split("=", 1) for pair in unit()["Service"]["Environment"].split())

    settings = read_settings(
        {**given, "CONTRAT_INSTANCE": str(tmp_path), "TRUSTED_HOSTS": "contrats.example.org"}
    )

    assert set(given) <= settings_read()
    assert settings.proxy_count == 1


def test_the_unit_lets_the_site_isolate_libreoffice() -> None:
    text = (ROOT / "deploy" / "contrat-de-ville@.service").read_text(encoding="utf-8")
    admitted = {
        name for line in re.findall(r"^SystemCallFilter=(.+)$", text, re.MULTILINE) for name in line.split()
    }

    needed = {"seccomp", "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"}

    assert {"@system-service"} | needed <= admitted


def test_the_daily_backup_reads_what_the_unit_reads() -> None:
    service = unit()["Service"]
    instance = service["Environment"].split()[0]
    (line,) = re.findall(r"^30 2 \* \* \* root systemd-run (.+)$", DEPLOYMENT, re.MULTILINE)
    program = service["ExecStart"].split()[0]

    options, _, arguments = line.partition(f" {program} ")

    assert f"--property=EnvironmentFile={service['EnvironmentFile']}" in options.split()
    assert f"--property=UMask={service['UMask']}" in options.split()
    assert f"--setenv={instance}" in options.split()
    assert re.fullmatch(r"backup /\S+\$\(date \+\\%u\)\S+", arguments)


def test_the_first_account_is_made_by_the_account_and_in_the_folder_of_the_unit() -> None:
    service = unit()["Service"]
    (line,) = re.findall(r"^# systemd-run (.+) comptes creer \S+ --administrateur$", DEPLOYMENT, re.MULTILINE)
    kept = ("EnvironmentFile", "UMask", "DynamicUser", "User", "StateDirectory")

    *options, program = line.split()

    assert program == service["ExecStart"].split()[0]
    assert {f"--property={name}={service[name]}" for name in kept} <= set(options)
    assert f"--setenv={service['Environment'].split()[0]}" in options


def test_a_restore_reads_and_writes_what_the_daily_backup_does() -> None:
    (backup,) = re.findall(r"systemd-run (.+) backup /", DEPLOYMENT)
    (restore,) = re.findall(r"systemd-run (.+) restore /", DEPLOYMENT)

    assert restore == backup


def test_a_backup_leaves_a_container_and_comes_back_by_the_commands_of_the_document(tmp_path: Path) -> None:
    inside = "/tmp"  # noqa: S108 — that of the container
    save, bring_back = (script.replace(inside, str(tmp_path)) for script in CONTAINER_SCRIPTS)
    first, second = ({**os.environ, "PATH": PATH, "CONTRAT_INSTANCE": str(tmp_path / n)} for n in "ab")
    subprocess.run(["contrat-de-ville", "demo"], env=first, check=True, capture_output=True)

    saved = subprocess.run(["sh", "-c", save], env=first, check=True, capture_output=True)
    back = subprocess.run(
        ["sh", "-c", bring_back], env=second, input=saved.stdout, check=True, capture_output=True
    )

    assert back.stdout.decode() == "1\u00a0profil restauré.\n"
    assert "1\u00a0profil sauvegard".encode() in saved.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b"}


def test_the_image_serves_as_an_account_without_rights_and_says_whether_it_is_well() -> None:
    command, *arguments = json.loads(instruction("CMD"))

    options = understood(arguments)

    assert (
        command in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    )
    assert f"EXPOSE {options['port']}" in DOCKERFILE
    assert f"http://127.0.0.1:{options['port']}/sante" in instruction("HEALTHCHECK") + DOCKERFILE
    assert instruction("USER") not in {"root", "0"}


@pytest.mark.parametrize("service", ["site-1", "site-2"])
def test_a_container_of_the_site_gets_settings_that_exist_and_no_secret_by_default(service: str) -> None:
    site = compose()["services"][service]

    environment = site["environment"]

    assert set(environment) == settings_read() - GIVEN_BY_THE_IMAGE
    assert all(environment[name] == f"${{{name}:?}}" for name in ("SECRET_KEY", "TRUSTED_HOSTS"))
    assert site["read_only"]
    assert site["cap_drop"] == ["ALL"]


def test_every_image_can_be_pinned_and_the_document_pins_those_that_are_used() -> None:
    services = compose()["services"].values()
    named = [service["build"]["args"]["PYTHON_IMAGE"] for service in services if "build" in service]
    named += [service["image"] for service in services if "build" not in service]
    defaults = dict(re.fullmatch(r"\$\{(\w+):-(.+)\}", image).groups() for image in named)  # type: ignore[union-attr]

    (pinned,) = re.findall(r"^for image in (.+); do$", DEPLOYMENT, re.MULTILINE)

    assert dict(pair.split("=") for pair in pinned.split()) == defaults
    assert f"ARG PYTHON_IMAGE={defaults['PYTHON_IMAGE']}\n" in DOCKERFILE
    assert set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)) == {"${PYTHON_IMAGE}"}


def test_each_error_of_the_proxy_has_a_page_that_says_what_to_do() -> None:
    answered = re.findall(r"^ +error_page ([\d ]+) /reponse-de-nginx/(\S+);$", NGINX, re.MULTILINE)
    sent = {page for codes, page in answered if page != "$status"}
    sent |= {code for codes, page in answered if page == "$status" for code in codes.split()}

    texts = {
        name: dict(re.findall(r'^ +/reponse-de-nginx/(\d+) +"(.+)";$', block, re.MULTILINE))
        for name, block in re.findall(
            r"^map \$uri \$contrat_(\w+) {\n(.+?)^}", NGINX, re.MULTILINE | re.DOTALL
        )
    }

    assert {name: set(pages) for name, pages in texts.items()} == {"titre": sent, "conseil": sent}
    assert [text for pages in texts.values() for text in pages.values() if PLAIN_SPACE.search(text)] == []


def test_every_container_starts_again_and_bounds_its_log() -> None:
    for service in compose()["services"].values():
        assert service["restart"] == "unless-stopped"
        assert set(service["logging"]["options"]) == {"max-size", "max-file"}


def test_only_the_proxy_is_reached_from_outside() -> None:
    services = compose()["services"]

    assert {name for name, service in services.items() if "ports" in service} == {"nginx"}
    assert {name for name, service in services.items() if "dehors" in service.get("networks", [])} == {
        "nginx"
    }


def test_a_container_of_the_site_can_fetch_the_official_list_and_the_database_reaches_nothing() -> None:
    read = compose()
    ways_out = {name for name, network in read["networks"].items() if not (network or {}).get("internal")}

    assert ways_out & set(read["services"]["site-1"]["networks"]) == {"liste"}
    assert ways_out & set(read["services"]["base"]["networks"]) == set()


def test_all_that_the_wheel_is_made_of_enters_the_image() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    admitted = [
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")
    ]
    needed = ["pyproject.toml", project["project"]["readme"], *project["project"]["license-files"]]

    parts = [*needed, *wheel["packages"], *wheel["force-include"]]

    assert [part for part in parts if not any(fnmatch(part.split("/")[0], name) for name in admitted)] == []


def test_each_file_that_a_container_mounts_is_shipped_or_said_to_be_made() -> None:
    mounted = [
        volume.partition(":")[0]
        for service in compose()["services"].values()
        for volume in service.get("volumes", [])
        if volume.startswith("./")
    ]

    assert mounted
    assert [
        name for name in mounted if not (ROOT / name).exists() and f"`{name[2:]}/`" not in DEPLOYMENT
    ] == []
