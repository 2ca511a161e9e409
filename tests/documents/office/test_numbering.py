"""What is remembered of the pages of a draft, and what a failure changes for the others."""

import logging
from pathlib import Path

import pytest

from app.documents.office import ConversionFailed, Kind, Office
from app.documents.office.conversion_queue import NO_PAGES, Numbering
from tests.documents.office.conftest import Script


def test_a_failure_is_remembered_for_its_own_draft_alone(
    script: Script, caplog: pytest.LogCaptureFixture
) -> None:
    office = Office(script("exit 0"))
    numbering = Numbering(office)

    with caplog.at_level(logging.WARNING):
        pages = numbering.pages(b"one", lambda: office.convert(b"", Kind.PDF))

    assert pages == NO_PAGES
    assert numbering.known(b"one") == NO_PAGES
    assert numbering.known(b"another") is None
    assert "Sommaire sans numéros de page" in caplog.text


def test_a_pdf_that_cannot_be_read_gives_no_numbers(script: Script) -> None:
    office = Office(script('echo abîmé > "$(dirname "$7")/contrat.pdf"'))

    assert Numbering(office).pages(b"un", lambda: office.convert(b"", Kind.PDF)) == NO_PAGES


def test_a_program_that_does_not_start_is_a_failed_conversion(tmp_path: Path) -> None:
    with pytest.raises(ConversionFailed, match="ne démarre pas"):
        Office(tmp_path / "absent").convert(b"", Kind.ODT)
