"""Footnotes and the contents field, with their cached results; comments in the margin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.documents.word.ooxml.text import Inline, Style, Xml, inline, run, tab

AUTHOR = "Assistant de rédaction"
_INITIALS = "AR"
_COMMENT_REFERENCE = f'<w:rPr><w:rStyle w:val="{Style.COMMENT_REFERENCE}"/></w:rPr>'


def comment(identifier: str, on: date, text: str) -> Xml:
    """Return a comment of comments.xml."""
    return Xml(
        f'<w:comment w:id="{identifier}" w:author="{AUTHOR}" w:date="{on}T00:00:00Z"'
        f' w:initials="{_INITIALS}"><w:p><w:pPr><w:pStyle w:val="{Style.COMMENT_TEXT}"/></w:pPr>'
        f"<w:r>{_REFERENCE}<w:annotationRef/></w:r>{run(text)}</w:p></w:comment>"
    )


def annotated(text: str, comments: Iterable[tuple[str, str]]) -> Xml:
    """Return a text with the comments that are about some of its words: (identifier, words).

    Words that are not in the text stand for all of it. Ranges may overlap: Word reads each by its own ends.
    """
    spans = [(identifier, *_span(text, words)) for identifier, words in comments]
    cuts = sorted({0, len(text), *(at for _, *ends in spans for at in ends)})
    pieces = []
    for at, following in zip(cuts, (*cuts[1:], None), strict=True):
        pieces += [_end(identifier) for identifier, _, last in spans if last == at]
        pieces += [_start(identifier) for identifier, first, _ in spans if first == at]
        if following is not None:
            pieces.append(run(text[at:following]))
    return Xml("".join(pieces))


def commented(content: Xml, identifiers: Sequence[str]) -> Xml:
    """Return a piece of XML with comments that are about all of it."""
    starts, ends = (map(write, identifiers) for write in (_start, _end))
    return Xml("".join((*starts, content, *ends)))


def _span(text: str, words: str) -> tuple[int, int]:
    first = text.find(words) if words else -1
    return (0, len(text)) if first < 0 else (first, first + len(words))


def _start(identifier: str) -> str:
    return f'<w:commentRangeStart w:id="{identifier}"/>'


def _end(identifier: str) -> str:
    """Return the end of the words, then the mark by which Word finds the comment."""
    return (
        f'<w:commentRangeEnd w:id="{identifier}"/>'
        f'<w:r>{_REFERENCE}<w:commentReference w:id="{identifier}"/></w:r>'
    )


_REFERENCE = f'<w:rPr><w:rStyle w:val="{Style.FOOTNOTE_REFERENCE}"/></w:rPr>'
_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def footnote_reference(identifier: str) -> Xml:
    """Return the mark that calls a note."""
    return Xml(f'<w:r>{_REFERENCE}<w:footnoteReference w:id="{identifier}"/></w:r>')


def footnote(identifier: str, *content: Inline) -> Xml:
    """Return a note of footnotes.xml."""
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
    """Return a complete table of contents.

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
    """Return the page after a leader: a field, with what it shows."""
    if line.page is None:
        return ""
    return (
        f'{tab()}<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {line.bookmark} \\h </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(str(line.page))}{_END}'
    )
