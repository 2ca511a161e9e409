"""What the documents promise is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob(".github/**/*.md")]
SECURITY = ROOT / "docs" / "securite.md"
ASVS = ROOT / "docs" / "asvs.md"
LEVEL_1, LEVEL_2 = 70, 37
"""The requirements of OWASP ASVS 5.0.0: all of level 1; those of level 2 in chapters 6 to 8."""


def defined_in(path: Path) -> set[str]:
    """The tests that a file defines."""
    return set(re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))


def requirements(title: str) -> list[tuple[str, str, str]]:
    """The rows of a table of the ASVS: number, state, how."""
    section = ASVS.read_text(encoding="utf-8").split(f"## {title}")[1].split("\n## ")[0]
    return re.findall(r"^\| (\d+\.\d+\.\d+) \|.*?\| (\S+(?: \S+)?) \| (.+) \|$", section, re.MULTILINE)


def test_every_test_that_the_security_document_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", SECURITY.read_text(encoding="utf-8")))

    existing = {name for path in (ROOT / "tests").rglob("test_*.py") for name in defined_in(path)}

    assert named
    assert named - existing == set()


def test_every_test_that_answers_a_requirement_is_where_the_table_says() -> None:
    text = ASVS.read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w/]+\.py)::(test_\w+)`", text))

    files = {path: defined_in(ROOT / "tests" / path) for path, _ in named if (ROOT / "tests" / path).exists()}

    assert len(named) > LEVEL_1
    assert {(path, name) for path, name in named if name not in files.get(path, ())} == set()
    assert re.findall(r"`(test_\w+)`", text) == [], "each with its file: web/test_login.py::test_…"


@pytest.mark.parametrize(("title", "count"), [("Niveau 1", LEVEL_1), ("Niveau 2", LEVEL_2)])
def test_every_requirement_has_one_answer_and_what_is_met_shows_how(title: str, count: int) -> None:
    rows = requirements(title)

    assert len({number for number, *_ in rows}) == len(rows) == count
    assert {state for _, state, _ in rows} <= {"Oui", "Sans objet", "Installation", "Partiel", "Non"}
    access = [row for row in rows if row[1] == "Oui" and row[0].startswith(("6.", "7.", "8."))]
    assert [number for number, _, how in access if not re.search(r"::test_|securite\.md#", how)] == []


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
