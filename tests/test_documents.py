"""What the documents promise is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob(".github/**/*.md")]
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


def test_the_two_readmes_give_the_same_commands_pictures_and_links() -> None:
    found = []
    for name, other in (("README.md", "README.en.md"), ("README.en.md", "README.md")):
        text = (ROOT / name).read_text(encoding="utf-8")
        blocks = re.findall(r"^```sh\n(.+?)^```$", text, re.MULTILINE | re.DOTALL)
        commands = [line.partition(" # ")[0].rstrip() for block in blocks for line in block.splitlines()]
        found.append((commands, re.findall(r"\]\(((?!README)[^)]+)\)", text)))
        assert f"]({other})" in text

    french, english = found
    assert french == english
    assert french[0]


def test_every_link_of_a_document_leads_to_a_file() -> None:
    broken = [
        f"{document.relative_to(ROOT)}: {link}"
        for document in DOCUMENTS
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
        if not link.startswith(("http", "mailto:")) and not (document.parent / link).exists()
    ]

    assert broken == []


def test_the_files_and_the_tests_that_contributing_names_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = re.findall(r"(?:`|\s)((?:app|tests|commitments|docs)/[\w./-]+\.(?:py|yaml|md|txt))", text)

    assert paths
    assert [
        path for path in paths if "NAME" not in path and "ID." not in path and not (ROOT / path).exists()
    ] == []
