"""A .rtf that LibreOffice made a .docx: who wrote its comments."""

from io import BytesIO
from zipfile import ZipFile

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
