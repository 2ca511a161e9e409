"""A .rtf that LibreOffice made a .docx: who wrote its comments."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from app.formats.returned.rtf import restore_authors

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RTF = rb"""{\rtf1 {\*\atnauthor CAF}\chatn{\*\annotation{\*\atnref 3}{\*\atndate -2014569908}Oui.}
{\*\atnauthor Pr\'e9fecture}\chatn{\*\annotation{\*\atnref 2}{\*\atndate -1477696610}Merci.}}"""


def _converted(*comments: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr(
            "word/comments.xml", f'<w:comments xmlns:w="{NAMESPACE}">{"".join(comments)}</w:comments>'
        )
    return made.getvalue()


def _comment(author: str, date: str) -> str:
    return f'<w:comment w:author="{author}" w:date="{date}"/>'


def test_a_comment_has_the_author_that_it_has_in_the_rtf() -> None:
    docx = _converted(_comment("Préfecture", "2026-12-03T09:12:00Z"), _comment("", "2026-12-04T14:30:00Z"))

    comments = ZipFile(BytesIO(restore_authors(docx, RTF))).read("word/comments.xml").decode()

    assert _comment("CAF", "2026-12-03T09:12:00Z") in comments
    assert _comment("Préfecture", "2026-12-04T14:30:00Z") in comments


def _rtf(author: bytes, date: bytes = b"-2014569908") -> bytes:
    return rb"{\rtf1 {\*\atnauthor " + author + rb"}\chatn{\*\annotation{\*\atndate " + date + rb"}Oui.}}"


@pytest.mark.parametrize(
    ("author", "read"),
    [
        (rb"\u0?\u11?C\u55357?AF\'01", "C\ufffdAF"),
        (rb"\u55357?\u56834? CAF", "\U0001f602 CAF"),
        (b"&<", "&amp;&lt;"),
    ],
)
def test_a_name_holds_nothing_that_no_word_file_may_hold(author: bytes, read: str) -> None:
    docx = _converted(_comment("", "2026-12-03T09:12:00Z"))

    restored = ZipFile(BytesIO(restore_authors(docx, _rtf(author)))).read("word/comments.xml").decode()

    assert f'w:author="{read}"' in restored


@pytest.mark.parametrize("rtf", [_rtf(b"CAF", b"9" * 5_000), rb"\atnauthor " * 200_000, b"{" * 100_000])
def test_what_names_nobody_leaves_the_file_as_it_is(rtf: bytes) -> None:
    docx = _converted(_comment("", "2026-12-03T09:12:00Z"))

    assert restore_authors(docx, rtf) == docx


@pytest.mark.parametrize("docx", [b"", _converted("<w:comment>"), _converted()[:-30]])
def test_a_file_that_cannot_be_read_comes_back_as_it_is(docx: bytes) -> None:
    assert restore_authors(docx, RTF) == docx
