"""Several people download at once, and what they are told when LibreOffice is slow or fails."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfWriter

from app import create_app
from app.settings.config import Settings
from app.store import Profiles, SavedProfile
from tests.store.conftest import make_profile
from tests.web.pages import page_of

PEOPLE = 10
FILE = "/profils/{}/telecharger/fichier"
CONVERTS = 'cp "$(dirname "$0")/fait.pdf" "$(dirname "$7")/contrat.pdf"'
Start = Callable[[str], Flask]


def pdf_with_a_bookmark() -> bytes:
    writer, result = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_named_destination("_Toc1", 0)
    writer.write(result)
    return result.getvalue()


@pytest.fixture
def start_with(settings: Settings, store: Profiles, tmp_path: Path) -> Iterator[Start]:
    """A site of the same profiles whose LibreOffice is this shell script."""
    made: list[Flask] = []

    def start(script: str) -> Flask:
        program = tmp_path / "programme" / "soffice"
        program.parent.mkdir()
        (program.parent / "fait.pdf").write_bytes(pdf_with_a_bookmark())
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        made.append(create_app(replace(settings, soffice=program)))
        return made[-1]

    yield start
    for app in made:
        app.extensions["contrat_de_ville"].close()


def test_ten_people_who_download_the_same_contract_get_the_same_word_file(
    start_with: Start, saved: SavedProfile
) -> None:
    app = start_with(CONVERTS)

    with ThreadPoolExecutor(PEOPLE) as people:
        answers = list(
            people.map(lambda _: app.test_client().get(f"/profils/{saved.id}/contrat.docx"), range(PEOPLE))
        )

    assert [answer.status_code for answer in answers] == [200] * PEOPLE
    assert len({answer.data for answer in answers}) == 1


def test_ten_pdfs_that_are_asked_for_at_once_are_all_served(start_with: Start, store: Profiles) -> None:
    app = start_with(CONVERTS)
    contracts = [store.create(make_profile(f"Contrat {number}")).id for number in range(PEOPLE)]

    with ThreadPoolExecutor(PEOPLE) as people:
        answers = list(
            people.map(
                lambda id_: app.test_client().get(FILE.format(id_), query_string={"format": "pdf"}), contracts
            )
        )

    assert [(answer.status_code, answer.mimetype) for answer in answers] == [
        (200, "application/pdf")
    ] * PEOPLE


def test_who_gets_a_word_file_without_page_numbers_is_told_on_the_next_page(
    start_with: Start, saved: SavedProfile
) -> None:
    client = start_with("exit 1").test_client()

    answer = client.get(f"/profils/{saved.id}/contrat.docx")

    assert answer.status_code == 200
    text = page_of(client.get(f"/profils/{saved.id}/telecharger")).text
    assert "les numéros de page du sommaire n’ont pas pu être faits" in text
    assert "n’ont pas pu être faits" not in page_of(client.get(f"/profils/{saved.id}/telecharger")).text


def test_a_pdf_that_cannot_be_made_is_a_page_that_says_so(start_with: Start, saved: SavedProfile) -> None:
    client = start_with("exit 1").test_client()

    answer = client.get(FILE.format(saved.id), query_string={"format": "pdf"})

    assert answer.status_code == 503
    assert "LibreOffice n’a pas pu convertir le projet." in page_of(answer).text


def test_who_would_wait_too_long_is_told_for_how_long(
    start_with: Start, saved: SavedProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.documents.office.conversion_queue.PATIENCE", 0)
    client = start_with(CONVERTS).test_client()

    answers = [
        client.get(f"/profils/{saved.id}/contrat.docx"),
        client.get(FILE.format(saved.id), query_string={"format": "pdf"}),
    ]

    for answer in answers:
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) >= 10
        assert "redemandez-le dans" in page_of(answer).text
