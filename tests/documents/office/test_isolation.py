"""Whatever a document asks for, LibreOffice fetches nothing, of the network nor of the server."""

import os
import subprocess
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from app.documents.office import Kind, Office
from tests.documents.office.fetching import (
    AFTER,
    BEFORE,
    KINDS,
    SECRET,
    Listener,
    asking,
    listening,
    svg_with_text,
)


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


def network(listener: Listener) -> dict[str, str]:
    """An address of the network for each way to ask."""
    return dict.fromkeys(KINDS, listener.address("image.svg"))


def server_files(folder: Path) -> dict[str, str]:
    """The address of a file of the server for each way to ask."""
    (folder / "secret.svg").write_text(svg_with_text(SECRET))
    (folder / "secret.txt").write_text(SECRET)
    picture, text = ((folder / f"secret.{suffix}").as_uri() for suffix in ("svg", "txt"))
    return {**dict.fromkeys(KINDS, picture), "INCLUDETEXT": text}


def test_no_document_fetches_an_address(office: Office) -> None:
    with listening() as listener:
        pdf = office.convert(asking(network(listener)), Kind.PDF)

    assert listener.connections == 0
    assert SECRET not in text_of(pdf)
    assert BEFORE in text_of(pdf)
    assert AFTER in text_of(pdf)


def test_no_document_shows_a_file_of_the_server(office: Office, tmp_path: Path) -> None:
    pdf = office.convert(asking(server_files(tmp_path)), Kind.PDF)

    assert SECRET not in text_of(pdf)
    assert BEFORE in text_of(pdf)
    assert AFTER in text_of(pdf)


def test_libreoffice_that_is_not_isolated_fetches_and_shows_both(office: Office, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with listening() as listener:
        of_network = converted_without_isolation(office, asking(network(listener)), tmp_path / "a")

    of_server = converted_without_isolation(office, asking(server_files(tmp_path)), tmp_path / "b")

    assert listener.connections > 0
    assert SECRET in of_network
    assert SECRET in of_server
