"""A release has one number, which the changelog, the metadata and the way to it say alike."""

import re
import subprocess
import sys
import tomllib
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parent.parent
CHANGELOG = """# Changelog

## [Unreleased]

### Added
- Un ajout.

## [1.9.0] - 2026-01-02

### Added
- Avant.
"""
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


@pytest.fixture(scope="module")
def release() -> ModuleType:
    """The script .ci/version, which has no suffix."""
    loader = SourceFileLoader("release", str(ROOT / ".ci" / "version"))
    spec = spec_from_loader("release", loader)
    assert spec is not None
    made = module_from_spec(spec)
    bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    loader.exec_module(made)
    sys.dont_write_bytecode = bytecode
    return made


def test_a_release_takes_what_was_not_released_yet(release: ModuleType) -> None:
    cut = release.cut(CHANGELOG, "1.10.0", "2026-03-04")

    assert "## [Unreleased]\n\n## [1.10.0] - 2026-03-04\n\n### Added\n- Un ajout.\n\n## [1.9.0]" in cut


def test_a_release_that_is_made_again_changes_nothing(release: ModuleType, tmp_path: Path) -> None:
    again = CHANGELOG.replace("### Added\n- Un ajout.\n\n", "")
    (tmp_path / "CHANGELOG.md").write_text(again, encoding="utf-8")

    release.main("1.9.0", tmp_path)

    assert (tmp_path / "CHANGELOG.md").read_text(encoding="utf-8") == again


@pytest.mark.parametrize(
    ("changelog", "version", "reason"),
    [
        (CHANGELOG, "1.9.0", "is not newer than 1.9.0"),
        (CHANGELOG, "1.8.7", "is not newer than 1.9.0"),
        (CHANGELOG, "v2", "is not a version"),
        (CHANGELOG, "", "is not a version"),
        (CHANGELOG.replace("- Un ajout.\n", ""), "2.0.0", "nothing to release"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused(
    release: ModuleType, changelog: str, version: str, reason: str
) -> None:
    with pytest.raises(release.Refused, match=re.escape(reason)):
        release.cut(changelog, version, "2026-03-04")


def test_a_release_without_its_way_is_refused_and_nothing_is_written(
    release: ModuleType, tmp_path: Path
) -> None:
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    (tmp_path / "UPGRADE.md").write_text("## Vers 1.9.0\n", encoding="utf-8")

    with pytest.raises(release.Refused, match=re.escape("« ## Vers 2.0.0 »")):
        release.main("2.0.0", tmp_path)

    assert (tmp_path / "CHANGELOG.md").read_text(encoding="utf-8") == CHANGELOG


def test_a_release_is_numbered_everywhere(release: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for name in ("pyproject.toml", "publiccode.yml", "docs/deploiement.md"):
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    (tmp_path / "UPGRADE.md").write_text("## Vers 2.0.0\n", encoding="utf-8")

    release.main("2.0.0", tmp_path)

    project = tomllib.loads((tmp_path / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == "2.0.0"
    assert yaml.safe_load((tmp_path / "publiccode.yml").read_text())["softwareVersion"] == "2.0.0"
    deployment = (tmp_path / "docs" / "deploiement.md").read_text(encoding="utf-8")
    assert set(re.findall(r"contrat_de_ville-(\d[\d.]+\d)", deployment)) == {"2.0.0"}
    assert "## [2.0.0] - " in (tmp_path / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_documents_are_at_the_version_of_the_package() -> None:
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    ways = re.findall(r"^## Vers (\S+)$", (ROOT / "UPGRADE.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert set(released) <= set(ways)
    assert VERSION in ways
    assert yaml.safe_load((ROOT / "publiccode.yml").read_text())["softwareVersion"] == VERSION


def test_the_release_refuses_a_tree_with_changes(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    for name in ("release", "version"):
        (tmp_path / ".ci" / name).write_bytes((ROOT / ".ci" / name).read_bytes())
        (tmp_path / ".ci" / name).chmod(0o755)
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)

    done = subprocess.run(
        [tmp_path / ".ci" / "release", "2.0.0"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "not committed" in done.stderr
