"""Comments in the margin: the words that they are about, and what they say."""

from collections.abc import Iterable, Sequence
from datetime import date

from app.documents.word.ooxml.styles import Style
from app.documents.word.ooxml.text import Xml, run

AUTHOR = "Assistant de rédaction"
_INITIALS = "AR"
_REFERENCE = f'<w:rPr><w:rStyle w:val="{Style.COMMENT_REFERENCE}"/></w:rPr>'


def comment(identifier: str, on: date, text: str) -> Xml:
    """A comment of comments.xml."""
    return Xml(
        f'<w:comment w:id="{identifier}" w:author="{AUTHOR}" w:date="{on}T00:00:00Z"'
        f' w:initials="{_INITIALS}"><w:p><w:pPr><w:pStyle w:val="{Style.COMMENT_TEXT}"/></w:pPr>'
        f"<w:r>{_REFERENCE}<w:annotationRef/></w:r>{run(text)}</w:p></w:comment>"
    )


def annotated(text: str, comments: Iterable[tuple[str, str]]) -> Xml:
    """A text with the comments that are about some of its words: (identifier, words).

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
    """A piece of XML with comments that are about all of it."""
    starts, ends = (map(write, identifiers) for write in (_start, _end))
    return Xml("".join((*starts, content, *ends)))


def _span(text: str, words: str) -> tuple[int, int]:
    first = text.find(words) if words else -1
    return (0, len(text)) if first < 0 else (first, first + len(words))


def _start(identifier: str) -> str:
    return f'<w:commentRangeStart w:id="{identifier}"/>'


def _end(identifier: str) -> str:
    """The end of the words, then the mark by which Word finds the comment."""
    return (
        f'<w:commentRangeEnd w:id="{identifier}"/>'
        f'<w:r>{_REFERENCE}<w:commentReference w:id="{identifier}"/></w:r>'
    )
