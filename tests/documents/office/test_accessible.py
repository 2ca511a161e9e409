"""What an independent checker says of a PDF of ours, and that it stays the same document."""

import json
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from app.documents.office import Kind, Office
from app.documents.office.accessible import complete
from app.documents.office.conversion_queue import EveryPageAlike, pages_of
from app.documents.word import RenderOptions, write_draft
from app.domain.catalogue import Catalogue
from app.domain.views import extract, share_of
from tests.documents.word.conftest import DAY
from tests.documents.word.samples import draft

EXPLAINED = {
    "DOC-012": "it does not claim to be PDF/UA: no independent checker has said so of every contract",
    "LNK-001": "LibreOffice 7.4 leaves the links from and to footnotes out of the structure",
    "LNK-002": "LibreOffice 25.2 gives a link no description; its words are in its element",
    "TAG-002": "a header row that a table repeats on its next page is read once",
}


@pytest.fixture(scope="module")
def pdf(catalogue: Catalogue, office: Office) -> bytes:
    whole = draft("epci-hors-ile-de-france", catalogue)
    signed = whole.partners[-1].id
    options = RenderOptions(on=DAY, comments=False)
    return office.convert(write_draft(extract(whole, share_of(whole, signed)), options), Kind.PDF)


def test_each_error_that_a_checker_of_pdf_ua_finds_is_explained(pdf: bytes, tmp_path: Path) -> None:
    (tmp_path / "contrat.pdf").write_bytes(pdf)
    command = [Path(sys.executable).with_name("outloud"), "--layer", "conformance", "--json", "-", "--quiet"]

    run = subprocess.run([*command, tmp_path / "contrat.pdf"], check=False, capture_output=True, timeout=120)

    (checked,) = json.loads(run.stdout)["results"]
    errors = {
        found["rule"]: found["message"] for found in checked["findings"] if found["severity"] == "error"
    }
    assert checked["stats"]["tagged"]
    assert {rule: said for rule, said in errors.items() if rule not in EXPLAINED} == {}


def test_the_lines_of_counted_contents_are_a_table_of_contents(catalogue: Catalogue, office: Office) -> None:
    options = RenderOptions(on=DAY, comments=False, counted=True, pages=EveryPageAlike())
    made = office.convert(write_draft(draft("one partner", catalogue), options), Kind.PDF)

    (contents,) = elements(PdfReader(BytesIO(made)).trailer["/Root"]["/StructTreeRoot"], "/TOC")

    assert {item.get_object()["/S"] for item in contents["/K"]} == {"/TOCI"}
    assert len(contents["/K"]) == sum(name.startswith("_Toc") for name in pages_of(made))
    assert all(item["/P"].get_object() == contents for item in elements(contents, "/TOCI"))


def elements(parent: DictionaryObject, kind: str) -> Iterator[DictionaryObject]:
    """The elements of a kind below one, in order."""
    held = parent.get("/K", [])
    for child in held if isinstance(held, list) else [held]:
        element = child.get_object()
        if isinstance(element, DictionaryObject):
            if element.get("/S") == kind:
                yield element
            yield from elements(element, kind)


def test_it_says_its_title_its_language_and_an_order_of_tabs(pdf: bytes) -> None:
    reader = PdfReader(BytesIO(pdf))

    assert reader.xmp_metadata is not None
    assert list(reader.xmp_metadata.dc_title.values()) == [reader.metadata.title]
    assert reader.trailer["/Root"]["/Lang"] == "fr-FR"
    assert {page["/Tabs"] for page in reader.pages if "/Annots" in page} == {"/S"}


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"trailer\n<</Size 1"])
def test_a_pdf_that_is_built_in_another_way_stays_as_it_is(content: bytes) -> None:
    assert complete(content) == content
