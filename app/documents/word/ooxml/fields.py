"""Footnotes and the contents field, with their cached results."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.word.ooxml.styles import Style
from app.documents.word.ooxml.text import Inline, Xml, inline, run, tab

_REFERENCE = f'<w:rPr><w:rStyle w:val="{Style.FOOTNOTE_REFERENCE}"/></w:rPr>'
_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def footnote_reference(identifier: str) -> Xml:
    """The mark that calls a note."""
    return Xml(f'<w:r>{_REFERENCE}<w:footnoteReference w:id="{identifier}"/></w:r>')


def footnote(identifier: str, *content: Inline) -> Xml:
    """A note of footnotes.xml."""
    return Xml(
        f'<w:footnote w:id="{identifier}"><w:p><w:pPr><w:pStyle w:val="{Style.FOOTNOTE_TEXT}"/></w:pPr>'
        f"<w:r>{_REFERENCE}<w:footnoteRef/></w:r>{inline((' ', *content))}</w:p></w:footnote>"
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents. `page` is None where it is not known."""

    style: Style
    bookmark: str
    number: str
    title: str
    page: int | None = None


def contents_field(lines: Sequence[Line]) -> Xml:
    """A complete table of contents.

    No page number rather than a wrong one, and nothing that makes Word ask a question at opening:
    the cached result is the whole list, and an update by hand (F9) brings the numbers.
    """
    last = len(lines) - 1
    return Xml(
        "".join(
            f'<w:p><w:pPr><w:pStyle w:val="{line.style}"/></w:pPr>{_BEGIN if rank == 0 else ""}'
            f'<w:hyperlink w:anchor="{line.bookmark}" w:history="1">'
            f"{_label(line.number)}{run(line.title)}{_page(line)}</w:hyperlink>"
            f"{_END if rank == last else ''}</w:p>"
            for rank, line in enumerate(lines)
        )
    )


def _label(number: str) -> str:
    return f"{run(number)}{tab()}" if number else ""


def _page(line: Line) -> str:
    """The page after a leader: a field, with what it shows."""
    if line.page is None:
        return ""
    return (
        f'{tab()}<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {line.bookmark} \\h </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(str(line.page))}{_END}'
    )
