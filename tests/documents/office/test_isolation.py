"""Whatever a document asks for, LibreOffice fetches nothing, of the network nor of the server."""

import os
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.documents.office import Kind, Office
from tests.documents.office.fetching import AFTER, BEFORE, KINDS, SECRET, asking, listening, svg_with_text


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def converted_without_isolation(office: Office, document: bytes, folder: Path) -> str:
    """The text of the PDF that LibreOffice makes when it is started as anybody would."""
    path = folder / "contrat.docx"
    path.write_bytes(document)
    profile = (folder / "profil").as_uri()
    options = [
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
    ]
    subprocess.run(
        [str(office.command), *options, str(path)],
        env={"PATH": os.defpath, "HOME": str(folder)},
        check=True,
        capture_output=True,
    )
    return text_of(path.with_suffix(".pdf").read_bytes())


@pytest.mark.parametrize("kind", KINDS)
def test_no_document_fetches_an_address(kind: str, office: Office) -> None:
    with listening() as listener:
        pdf = office.convert(asking(kind, listener.address("image.svg")), Kind.PDF)

    assert listener.connections == 0
    assert SECRET not in text_of(pdf)
    assert BEFORE in text_of(pdf)
    assert AFTER in text_of(pdf)


@pytest.mark.parametrize("kind", KINDS)
def test_no_document_shows_a_file_of_the_server(kind: str, office: Office, tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text(SECRET if kind == "INCLUDETEXT" else svg_with_text(SECRET))

    pdf = office.convert(asking(kind, secret.as_uri()), Kind.PDF)

    assert SECRET not in text_of(pdf)
    assert BEFORE in text_of(pdf)


def test_libreoffice_that_is_not_isolated_fetches_and_shows_both(office: Office, tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text(svg_with_text(SECRET))
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with listening() as listener:
        document = asking("a linked picture", listener.address("image.svg"))
        of_network = converted_without_isolation(office, document, tmp_path / "a")
    document = asking("an SVG picture that asks for another", secret.as_uri())

    of_server = converted_without_isolation(office, document, tmp_path / "b")

    assert listener.connections > 0
    assert SECRET in of_network
    assert SECRET in of_server
