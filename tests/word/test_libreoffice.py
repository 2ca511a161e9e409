import re
import subprocess
from pathlib import Path

import pytest

from app.domain.draft import Draft
from tests.word.conftest import Convert
from tests.word.samples import CANARIES

CONVERTED = ("epci-ile-de-france", "epci-hors-ile-de-france", "commune-outre-mer", "hostile", "nobody signs")


def folded(text: str) -> str:
    """Without the spaces and line ends that a page adds, nor the hyphens that pdftotext takes for cuts."""
    return re.sub(r"[-\s\u00a0\u202f\u200b\u200d\u00ad]+", "", text)


def pdf_text(path: Path) -> str:
    """The text of the pages without their header and footer."""
    shown = subprocess.run(
        ["pdftotext", "-x", "0", "-y", "55", "-W", "596", "-H", "740", "-nopgbrk", str(path), "-"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return shown.stdout.decode()


@pytest.fixture(scope="module", params=CONVERTED)
def converted(
    request: pytest.FixtureRequest, written: dict[str, tuple[Draft, bytes]], to_pdf: Convert
) -> tuple[Draft, Path]:
    one, content = written[request.param]
    return one, to_pdf(content)


def test_the_pdf_shows_every_clause_and_every_text_typed(converted: tuple[Draft, Path]) -> None:
    one, path = converted
    text = folded(pdf_text(path))

    missing = [
        sentence
        for entry in one.entries()
        for sentence in (entry.commitment.text, *sentences(entry.adaptation.local_action))
        if folded(sentence) not in text
    ]

    assert missing == []


def sentences(typed: str) -> list[str]:
    """The lines of a typed text; a font without emoji or Hebrew order is not the file's fault."""
    return [line for line in typed.split("\n") if line not in (CANARIES[4], CANARIES[5])]


def test_the_pdf_has_the_structure_that_a_screen_reader_follows(converted: tuple[Draft, Path]) -> None:
    one, path = converted
    shown = subprocess.run(["pdfinfo", "-struct", str(path)], check=True, capture_output=True, timeout=120)
    tags = re.findall(r"^\s*(H1|H2|H3|TH|TOC|Note)\b", shown.stdout.decode(), re.MULTILINE)

    clauses = len(list(one.entries()))

    assert tags.count("H3") == clauses
    assert tags.count("Note") == clauses
    assert tags.count("H1") >= 10
    assert "H2" in tags
    if clauses:
        assert "TH" in tags
