"""Every page number of a contents against the PDF of the very file that carries it."""

import re
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

NUMBERED = ("everybody signs",)


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
    # LibreOffice sets some lines otherwise beside remarks, Word does not.
    options = RenderOptions(on=DAY, comments=False)
    content = publish(draft(kind, catalogue), options, Choice(), Numbering(office)).content

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


def test_one_conversion_gives_the_pdf_and_the_pages_of_the_word_file(
    catalogue: Catalogue, office: Office
) -> None:
    one, kept, converted = draft("one partner", catalogue), KeptHere(), []

    class Counting(Office):
        def convert(self, document: bytes, kind: Kind) -> bytes:
            converted.append(kind)
            return super().convert(document, kind)

    def made(form: Format) -> bytes:
        numbering = Numbering(Counting(office.command))  # another process
        return publish(one, RenderOptions(on=DAY), Choice(form), numbering, kept).content

    word, pdf = made(Format.WORD), made(Format.PDF)

    assert converted == [Kind.PDF]
    named = pages_of(pdf)
    assert shown_pages(word) == {name: page for name, page in named.items() if name.startswith("_Toc")}
    lines = contents_lines(pdf)
    assert [int(line.rpartition(".")[2]) for line in lines] == list(shown_pages(word).values())


def contents_lines(pdf: bytes) -> list[str]:
    """The lines of the contents, as they are drawn: a title, its leader, its page."""
    texts = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return [line for text in texts for line in text.splitlines() if re.search(r"\.{5,}\s*\d+$", line)]


class KeptHere:
    """Keeps in memory what was made."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self._files.get(key)

    def keep(self, key: str, content: bytes) -> None:
        self._files[key] = content


def test_without_pages_the_contents_have_no_number_and_no_leader(catalogue: Catalogue) -> None:
    content = write_draft(draft("one partner", catalogue), RenderOptions(on=DAY))

    assert shown_pages(content) == {}
