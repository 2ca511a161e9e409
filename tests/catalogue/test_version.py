"""The catalogue's version rises when its content changes: contracts say which one they stand on."""

import re
from pathlib import Path

from app.domain.catalogue import Catalogue

VERSIONS = Path(__file__).parent / "versions.txt"


def kept() -> list[list[str]]:
    return [line.split() for line in VERSIONS.read_text(encoding="utf-8").splitlines()]


def test_a_version_has_one_content(catalogue: Catalogue) -> None:
    version, content = kept()[-1]

    assert (version, content) == (catalogue.version, catalogue.hash), (
        "The catalogue changed: raise `version` in commitments/catalogue.yaml, then run this test again and "
        f"add its line to tests/catalogue/versions.txt: {catalogue.version} {catalogue.hash}"
    )


def test_versions_rise() -> None:
    numbers = [tuple(map(int, version.split("."))) for version, _ in kept()]

    assert numbers == sorted(set(numbers))
    assert all(re.fullmatch("[0-9a-f]{64}", content) for _, content in kept())
