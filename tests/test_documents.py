"""What the documents promise is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
SECURITY = ROOT / "docs" / "securite.md"
LEVEL_1 = 70
"""The requirements of level 1 in OWASP ASVS 5.0.0."""


def test_every_test_that_the_security_document_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", SECURITY.read_text(encoding="utf-8")))
    written = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))

    existing = set(re.findall(r"^def (test_\w+)", written, flags=re.MULTILINE))

    assert named
    assert named - existing == set()


def test_the_security_document_answers_every_requirement_of_level_1() -> None:
    rows = re.findall(
        r"^\| (\d+\.\d+\.\d+) \|.*\| (.+?) \|.*\|$", SECURITY.read_text(encoding="utf-8"), re.MULTILINE
    )

    assert len({number for number, _ in rows}) == len(rows) == LEVEL_1
    assert {state for _, state in rows} <= {"Oui", "Sans objet", "Installation", "Partiel", "Non"}
