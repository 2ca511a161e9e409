"""Every page number of a contents against the PDF of the very file that carries it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.documents.office import Kind, Office
from app.documents.office.conversion_queue import Numbering, pages_of
from app.documents.publish import Choice, Format, publish
from app.documents.word import RenderOptions, write_draft
from app.domain.catalogue import Catalogue
from tests.documents.word.conftest import DAY
from tests.documents.word.reading import W, root, text_of
from tests.documents.word.samples import draft
from tests.documents.word.structure import faults

NUMBERED = ("everybody signs", "long")


def shown_pages(content: bytes) -> dict[str, int]:
    """The page that each line of the contents shows, by the bookmark that its field asks for."""
    shown = {}
    for line in root(content).iter(f"{W}hyperlink"):
        asked = re.search(r"PAGEREF (\S+)", "".join(node.text for node in line.iter(f"{W}instrText")))
        if asked:
            assert asked[1] == line.get(f"{W}anchor")
            shown[asked[1]] = int(text_of(line).rpartition("\t")[2])
    return shown


@pytest.mark.parametrize("kind", NUMBERED)
def test_every_page_number_of_the_contents_is_that_of_the_file_itself(
    kind: str, catalogue: Catalogue, office: Office
) -> None:
    one, options = draft(kind, catalogue), RenderOptions(on=DAY)

    def write(pages: Mapping[str, int]) -> bytes:
        return write_draft(one, replace(options, pages=pages))

    content = write(Numbering(office).pages(kind.encode(), write))

    pdf = office.convert(content, Kind.PDF)
    pages = pages_of(pdf)
    shown = shown_pages(content)
    # The signatories stand on the page before the contents, or on several.
    texts = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    contents = next(text for text in texts if "Sommaire" in text)
    assert re.search(rf"Les signataires\W*\b{min(shown.values())}\b", contents)
    assert len(shown) > 10
    assert shown == {name: page for name, page in pages.items() if name.startswith("_Toc")}
    assert faults(content) == []


def test_a_draft_whose_pages_are_known_is_not_converted_again(catalogue: Catalogue, office: Office) -> None:
    numbering, asked = Numbering(office), []

    def write(pages: Mapping[str, int]) -> bytes:
        asked.append(pages)
        return write_draft(draft("one partner", catalogue), RenderOptions(on=DAY, pages=pages))

    first, second = numbering.pages(b"same", write), numbering.pages(b"same", write)

    assert first == second
    assert len(asked) == 1


def test_the_contents_say_the_same_pages_with_and_without_remarks_after_one_conversion(
    catalogue: Catalogue, office: Office
) -> None:
    one, converted = draft("one partner", catalogue), []

    class Counting(Office):
        def convert(self, document: bytes, kind: Kind) -> bytes:
            converted.append(kind)
            return super().convert(document, kind)

    numbering = Numbering(Counting(office.command))

    with_remarks = publish(one, RenderOptions(on=DAY, comments=True), Choice(), numbering).content
    without = publish(one, RenderOptions(on=DAY, comments=False), Choice(), numbering).content

    assert with_remarks != without
    assert shown_pages(with_remarks) == shown_pages(without)
    assert converted == [Kind.PDF]
    publish(one, RenderOptions(on=DAY), Choice(Format.PDF), numbering)
    assert converted == [Kind.PDF, Kind.PDF]


def test_without_pages_the_contents_have_no_number_and_no_leader(catalogue: Catalogue) -> None:
    content = write_draft(draft("one partner", catalogue), RenderOptions(on=DAY))

    assert shown_pages(content) == {}
