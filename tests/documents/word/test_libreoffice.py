import json
import re
import subprocess
from collections.abc import Iterator
from html import unescape
from itertools import dropwhile, takewhile
from pathlib import Path

import pytest

from app.cli.profiles import DEMONSTRATION
from app.documents.word import RenderOptions, write_draft
from app.documents.word.parts.citation import verbatim
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft, Entry
from app.domain.profile_json import read_profile
from app.domain.text import without_accents
from tests.documents.word.conftest import DAY, Convert
from tests.documents.word.reading import comments, headings
from tests.documents.word.samples import CANARIES

CONVERTED = ("epci-ile-de-france", "hostile", "nobody signs")


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
        if not shows(text, sentence)
    ]

    assert missing == []


def shows(text: str, sentence: str) -> bool:
    """Whether the text has it, whole or in two pieces: a page may end within a long row of a table."""
    words = sentence.split(" ")
    cuts = (("".join(words[:at]), "".join(words[at:])) for at in range(len(words)))
    return any(all(folded(piece) in text for piece in pieces) for pieces in cuts)


def sentences(typed: str) -> list[str]:
    """The lines of a typed text; a font without emoji or Hebrew order is not the file's fault."""
    return [line for line in typed.split("\n") if line not in (CANARIES[4], CANARIES[5])]


def test_the_links_of_the_pdf_lead_to_the_pages_of_what_they_name(converted: tuple[Draft, Path]) -> None:
    one, path = converted
    pages = pages_of(path)
    shown = {number: plain(unescape(visible(page))) for number, page in pages.items()}
    clauses = {
        str(one.numbers[entry.commitment.id]): next(
            number for number, text in shown.items() if plain(quoted(entry)) in text
        )
        for entry in one.entries()
    }
    to_clauses = [found.groups() for page in pages.values() for found in TO_A_CLAUSE.finditer(page)]

    assert bool(to_clauses) == any(entry.targets for entry in one.entries())
    assert [(to, number) for to, number in to_clauses if clauses[number] != int(to)] == []


def plain(text: str) -> str:
    """Without accents either: of one that is copied, LibreOffice 25.2 may give another with it."""
    return folded(without_accents(text))


def quoted(entry: Entry) -> str:
    """The first words of a clause, as they are quoted."""
    return f"« {verbatim(entry.commitment)[:30]}"


# pdftohtml cuts a link at its no-break space.
TO_A_CLAUSE = re.compile(r'#(\d+)">Engagement</a>(?:[^#]*#\1">\s*</a>)*[^#]*#\1">\s*(\d+)')


def pages_of(path: Path) -> dict[int, str]:
    """The pages of a PDF with their links, by number."""
    shown = subprocess.run(
        ["pdftohtml", "-xml", "-i", "-stdout", str(path)], check=True, capture_output=True, timeout=120
    )
    pages = re.findall(r'<page number="(\d+)"(.*?)</page>', shown.stdout.decode(), re.DOTALL)
    return {int(number): page for number, page in pages}


def visible(marked: str) -> str:
    """The text of a piece of pdftohtml's XML, its spaces made alike."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", marked)).strip()


def test_libreoffice_shows_every_comment(converted: tuple[Draft, Path]) -> None:
    _, path = converted
    written = comments(path.with_suffix(".docx").read_bytes())

    assert path.read_bytes().count(b"/Subtype /Text") == len(written)


def test_the_pdf_bears_the_title_of_the_contract(converted: tuple[Draft, Path]) -> None:
    one, path = converted
    shown = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True, timeout=60)

    title = re.search(r"^Title:\s*(.*)$", shown.stdout.decode(), re.MULTILINE)

    assert title
    assert folded(title[1]) == folded(f"Contrat de ville — {one.territory.name}")


def test_the_pdf_has_the_structure_that_a_screen_reader_follows(converted: tuple[Draft, Path]) -> None:
    one, path = converted
    shown = subprocess.run(["pdfinfo", "-struct", str(path)], check=True, capture_output=True, timeout=120)
    tags = re.findall(r"^\s*(H1|H2|H3|TH|TOC)\b", shown.stdout.decode(), re.MULTILINE)

    clauses = len(list(one.entries()))

    assert tags.count("H3") == len(headings(path.with_suffix(".docx").read_bytes(), "Heading3"))
    assert tags.count("H1") >= 10
    assert "H2" in tags
    if clauses:
        assert "TH" in tags


BEGINS_INSIDE = re.compile("(Pilote\\s|Action locale|Quartiers concernés|Porté ici par|Objectif chiffré|«)")
A_HEADING = re.compile("Engagement (local )?[0-9]+( —|$)|[0-9]+\\.([0-9]+)?\\s|Annexe [A-Z] —")


def test_no_page_begins_inside_a_clause_or_ends_with_a_heading(catalogue: Catalogue, to_pdf: Convert) -> None:
    document = json.loads(DEMONSTRATION.read_bytes())
    profile = read_profile(document, catalogue)
    written = write_draft(assemble(catalogue, profile), RenderOptions(on=DAY, comments=False))

    whole = body_pages(to_pdf(written))
    pages = list(dropwhile(lambda page: "L’essentiel" not in page or "Sommaire" in page, whole))

    assert len(pages) > 40
    assert [page[0] for page in pages if BEGINS_INSIDE.match(page[0])] == []
    assert [page[-1] for page in pages if A_HEADING.match(page[-1])] == []


def body_pages(path: Path) -> Iterator[list[str]]:
    """The lines of each page, without header, footer and notes."""
    shown = subprocess.run(
        ["pdftotext", "-layout", "-x", "0", "-y", "55", "-W", "596", "-H", "740", str(path), "-"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    for page in shown.stdout.decode().split("\f"):
        lines = [line.strip() for line in page.split("\n") if line.strip()]
        # A note begins with its number, in a line of its own because it is raised.
        body = list(takewhile(lambda line: not re.fullmatch("[0-9]{1,3}", line), lines))
        if body:
            yield body
