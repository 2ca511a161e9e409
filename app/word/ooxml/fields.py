"""Footnotes and the contents field, with their cached results."""

from collections.abc import Sequence

from app.word.ooxml.styles import Style
from app.word.ooxml.text import Inline, Xml, inline, run, tab

_REFERENCE = f'<w:rPr><w:rStyle w:val="{Style.FOOTNOTE_REFERENCE}"/></w:rPr>'
_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def footnote_reference(identifier: int) -> Xml:
    """The mark that calls a note."""
    return Xml(f'<w:r>{_REFERENCE}<w:footnoteReference w:id="{identifier}"/></w:r>')


def footnote(identifier: int, *content: Inline) -> Xml:
    """A note of footnotes.xml."""
    return Xml(
        f'<w:footnote w:id="{identifier}"><w:p><w:pPr><w:pStyle w:val="{Style.FOOTNOTE_TEXT}"/></w:pPr>'
        f"<w:r>{_REFERENCE}<w:footnoteRef/></w:r>{inline((' ', *content))}</w:p></w:footnote>"
    )


def contents_field(entries: Sequence[tuple[Style, str, str, str]]) -> Xml:
    """A complete table of contents from (style, bookmark, number, title).

    No page numbers rather than wrong ones, and nothing that makes Word ask a question at opening:
    the cached result is the whole list, and an update by hand (F9) brings the numbers.
    """
    last = len(entries) - 1
    return Xml(
        "".join(
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_BEGIN if rank == 0 else ""}'
            f'<w:hyperlink w:anchor="{name}" w:history="1">{_label(number)}{run(title)}</w:hyperlink>'
            f"{_END if rank == last else ''}</w:p>"
            for rank, (style, name, number, title) in enumerate(entries)
        )
    )


def _label(number: str) -> str:
    return f"{run(number)}{tab()}" if number else ""
