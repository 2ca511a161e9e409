"""The locks name one version of every dependency, with its hashes, and no server to fetch it from."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DECLARED = {
    "runtime": PROJECT["project"]["dependencies"],
    "oidc": [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["oidc"]],
    "dev": [
        *PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"]["oidc"],
        *PROJECT["project"]["optional-dependencies"]["dev"],
    ],
    "tools": PROJECT["dependency-groups"]["tools"],
}
"""What each file of locks/ must hold. The extra « bench » is measured beside the product, and not locked."""
LOCKED = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>.+?))? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def lines(lock: str) -> list[str]:
    text = (ROOT / "locks" / f"{lock}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def versions(lock: str) -> dict[str, str]:
    """The version of each package of this lock, whatever the system it is for."""
    found = [match for line in lines(lock) if (match := LOCKED.match(line))]
    return {match["name"]: match["version"] for match in found}


@pytest.mark.parametrize("lock", DECLARED)
def test_a_lock_holds_each_declared_dependency_in_an_allowed_version(lock: str) -> None:
    held = versions(lock)

    for declared in map(Requirement, DECLARED[lock]):
        assert held.get(canonicalize_name(declared.name), "absent") in declared.specifier, str(declared)


@pytest.mark.parametrize("lock", DECLARED)
def test_a_lock_is_nothing_but_versions_and_their_hashes(lock: str) -> None:
    strangers = [line for line in lines(lock) if not LOCKED.match(line) and not HASH.match(line)]

    assert strangers == []


@pytest.mark.parametrize("lock", DECLARED)
def test_each_version_of_a_lock_has_a_hash(lock: str) -> None:
    text = lines(lock)

    without = [
        line
        for line, after in zip(text, [*text[1:], ""], strict=True)
        if "==" in line and not HASH.match(after)
    ]

    assert without == []


def test_the_lock_of_the_readers_names_versions_and_hashes_and_no_server() -> None:
    text = (ROOT / "tests" / "readers" / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    asked = packages.pop("")["dependencies"]

    assert {name: packages[f"node_modules/{name}"]["version"] for name in asked} == asked
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not any("resolved" in package for package in packages.values())


def test_development_runs_on_the_versions_that_are_shipped() -> None:
    assert versions("runtime").items() <= versions("oidc").items() <= versions("dev").items()


@pytest.mark.parametrize("file", ["Makefile", "Dockerfile", ".ci/wheel", "docs/deploiement.md"])
def test_what_is_installed_is_compared_with_a_lock_or_fetches_nothing(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", " ")

    commands = re.findall(r"\bpip\b.* (?:install|wheel) (.+)", text, re.MULTILINE)

    assert commands
    for command in commands:
        assert "--require-hashes" in command or "--no-deps" in command, command
