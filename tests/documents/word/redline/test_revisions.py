"""What a text with tracked changes says once all is accepted, or all rejected."""

import pytest
from lxml import etree

from app.documents.word.redline.revisions import accept_all, reject_all, texts
from tests.documents.word.reading import W

INS, DEL = '<w:ins w:id="1">{}</w:ins>', '<w:del w:id="2">{}</w:del>'
COMES, GOES = INS.format("<w:r><w:t>neuf</w:t></w:r>"), DEL.format("<w:r><w:delText>vieux</w:delText></w:r>")
KEPT = "<w:r><w:t>reste </w:t></w:r>"
END_COMES, END_GOES = (f'<w:pPr><w:rPr><w:{kind} w:id="3"/></w:rPr></w:pPr>' for kind in ("ins", "del"))


def paragraph(*content: str) -> str:
    return f"<w:p>{''.join(content)}</w:p>"


def row(text: str, mark: str = "") -> str:
    properties = f'<w:trPr><w:{mark} w:id="4"/></w:trPr>' if mark else ""
    return f"<w:tr>{properties}<w:tc>{paragraph(f'<w:r><w:t>{text}</w:t></w:r>')}</w:tc></w:tr>"


def body(content: str) -> etree._Element:
    return etree.fromstring(f'<w:body xmlns:w="{W[1:-1]}">{content}</w:body>')


@pytest.mark.parametrize(
    ("content", "accepted", "rejected"),
    [
        (paragraph(KEPT, GOES, COMES), ["reste neuf"], ["reste vieux"]),
        (paragraph(END_GOES, GOES) + paragraph(KEPT), ["reste "], ["vieux", "reste "]),
        (paragraph(END_COMES, COMES) + paragraph(KEPT), ["neuf", "reste "], ["reste "]),
        (paragraph(END_GOES, KEPT) + paragraph(KEPT), ["reste reste "], ["reste ", "reste "]),
        (f"<w:tbl>{row('a')}{row('b', 'del')}</w:tbl>", ["a"], ["a", "b"]),
        (f"<w:tbl>{row('a', 'ins')}</w:tbl>{paragraph(KEPT)}", ["a", "reste "], ["reste "]),
        (paragraph(END_GOES, GOES) + f"<w:tbl>{row('a')}</w:tbl>", ["a"], ["vieux", "a"]),
        (
            f"<w:sdt><w:sdtContent>{paragraph(END_COMES, COMES)}</w:sdtContent></w:sdt>{paragraph(KEPT)}",
            ["neuf", "reste "],
            ["reste "],
        ),
        (
            paragraph('<w:moveFrom w:id="5"><w:r><w:t>ici</w:t></w:r></w:moveFrom>')
            + paragraph('<w:moveTo w:id="6"><w:r><w:t>là</w:t></w:r></w:moveTo>'),
            ["", "là"],
            ["ici", ""],
        ),
    ],
    ids=[
        "words", "a paragraph goes", "a paragraph comes", "two paragraphs become one", "a row goes",
        "a table comes", "a paragraph before a table goes", "a control's paragraph comes", "a move",
    ],
)  # fmt: skip
def test_all_accepted_or_all_rejected(content: str, accepted: list[str], rejected: list[str]) -> None:
    after, before = body(content), body(content)

    accept_all(after)
    reject_all(before)

    assert texts(after) == accepted
    assert texts(before) == rejected
