"""The drafts of every kind, written once."""

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.documents.word import RenderOptions, write_draft
from app.domain.catalogue import Catalogue
from app.domain.draft import Draft
from tests.documents.word.samples import KINDS, draft

DAY = date(2026, 11, 23)
Convert = Callable[[bytes], Path]


@pytest.fixture(scope="session")
def written(catalogue: Catalogue) -> dict[str, tuple[Draft, bytes]]:
    """Each kind of draft and its .docx."""
    drafts = {kind: draft(kind, catalogue) for kind in KINDS}
    return {kind: (one, write_draft(one, RenderOptions(on=DAY))) for kind, one in drafts.items()}


@pytest.fixture(params=KINDS)
def sample(request: pytest.FixtureRequest, written: dict[str, tuple[Draft, bytes]]) -> tuple[Draft, bytes]:
    return written[request.param]


@pytest.fixture(scope="session")
def to_pdf(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Converts a .docx with the LibreOffice of this machine, which must be there."""
    profile = tmp_path_factory.mktemp("libreoffice")

    def convert(content: bytes) -> Path:
        folder = tmp_path_factory.mktemp("pdf")
        source = folder / "contrat.docx"
        source.write_bytes(content)
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--convert-to",
                'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}',
                "--outdir",
                str(folder),
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=240,
        )
        return folder / "contrat.pdf"

    return convert
