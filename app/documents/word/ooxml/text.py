"""Characters, runs, paragraphs, bookmarks, links; notes, comments, contents; styles by their ids."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Style(StrEnum):
    """A style of the prepared template. `app.documents.word.template` sees to it that each one exists."""

    NORMAL = "Normal"
    TITLE = "Title"
    SUBTITLE = "Subtitle"
    COVER_TEXT = "CoverText"
    COVER_NOTE = "CoverNote"
    HEADING_1 = "Heading1"
    HEADING_2 = "Heading2"
    HEADING_3 = "Heading3"
    ANNEX_HEADING = "AnnexHeading"
    PLAIN_HEADING = "PlainHeading"
    CONTENTS_HEADING = "TOCHeading"
    CONTENTS_1 = "TOC1"
    CONTENTS_2 = "TOC2"
    VISA = "Visa"
    REMARK = "Remark"
    GUIDANCE = "Guidance"
    PLACE_TO_FILL = "PlaceToFill"
    BULLET = "ListBullet"
    CAPTION = "Caption"
    TABLE_TEXT = "TableText"
    TABLE_HEADING = "TableHeading"
    TABLE_NOTE = "TableNote"
    TABLE_REMARK = "TableRemark"
    TABLE = "ContractTable"
    FOOTNOTE_REFERENCE = "FootnoteReference"
    COMMENT_TEXT = "CommentText"
    COMMENT_REFERENCE = "CommentReference"
    LINK = "Hyperlink"
    PLACEHOLDER = "PlaceholderText"
    STRONG = "Strong"


class Xml(str):
    """A well-formed piece of WordprocessingML. A plain `str` is text, and is escaped before it gets here."""

    __slots__ = ()


Inline = str | Xml
"""What a paragraph is made of: text, or runs, links and controls that are already XML."""

Encoded = bytes
"""Well-formed XML in UTF-8, as a file holds it: neither copied nor encoded again until it is compressed."""

Piece = Xml | Encoded
"""A piece of a document."""

NOTHING = Xml("")

AFTER_TABLE = (160, 140)
"""The space around a paragraph that stands under a table, which leaves none."""

INDENT = 340
"""How much deeper each level of a list stands, in twentieths of a point, as the style of its first level."""

# XML 1.0 cannot hold these at all; text is cleaned on its way in, this is the last resort.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Most texts hold nothing to change: one search settles it.
_SPECIAL = re.compile('[&<>"\x00-\x1f\ud800-\udfff\ufffe\uffff]')
_BREAKS = re.compile("(\r\n|[\n\r\t])")


def xml_text(text: str) -> str:
    """Return the text escaped for content and attribute values, without the characters that XML forbids."""
    if not _SPECIAL.search(text):
        return text
    text = _FORBIDDEN.sub("", text)
    # Four replacements: three times as fast as str.translate on French text.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def joined(pieces: Iterable[Xml]) -> Xml:
    """Several pieces of XML, one after the other."""
    return Xml("".join(pieces))


def characters(text: str) -> str:
    """Return the content of a run: a line break for each line typed, a tab for each tab."""
    if not _SPECIAL.search(text):
        return f'<w:t xml:space="preserve">{text}</w:t>'
    pieces = []
    for piece in _BREAKS.split(text):
        if piece == "\t":
            pieces.append("<w:tab/>")
        elif piece in {"\n", "\r", "\r\n"}:
            pieces.append("<w:br/>")
        elif piece:
            pieces.append(f'<w:t xml:space="preserve">{xml_text(piece)}</w:t>')
    return "".join(pieces)


_RAISED = re.compile("([ᵉʳ]+)")
_LETTERS = str.maketrans("ᵉʳ", "er")


def run(text: str, properties: str = "") -> Xml:
    """Return a run of text; `properties` is the content of its `w:rPr`.

    The letters of « 1ᵉʳ » are set as « er » in superscript, in a run of their own: LibreOffice displaces
    these characters in the text of a PDF, and other readers have no glyph for them.
    """
    if "ᵉ" in text:
        pieces = _RAISED.split(text)
        return joined(
            _raised(piece, properties) if at % 2 else run(piece, properties)
            for at, piece in enumerate(pieces)
            if piece
        )
    if properties:
        return Xml(f"<w:r><w:rPr>{properties}</w:rPr>{characters(text)}</w:r>")
    return Xml(f"<w:r>{characters(text)}</w:r>")


def _raised(letters: str, properties: str) -> Xml:
    return run(letters.translate(_LETTERS), f'{properties}<w:vertAlign w:val="superscript"/>')


def plain_letters(text: str) -> str:
    """Return a text for a place where nothing can be raised, such as a header: « 1er »."""
    return text.translate(_LETTERS)


def inline(content: Iterable[Inline]) -> str:
    """Text turned into runs, XML as it is."""
    return "".join(
        [
            piece
            if type(piece) is Xml
            else f"<w:r>{characters(piece)}</w:r>"
            if "ᵉ" not in piece
            else run(piece)
            for piece in content
        ]
    )


_STRONG = f'<w:rStyle w:val="{Style.STRONG}"/>'
_LINK = f'<w:rStyle w:val="{Style.LINK}"/>'


def strong(text: str) -> Xml:
    """Text that matters."""
    return run(text, _STRONG)


def italic(text: str) -> Xml:
    """Text in italics."""
    return run(text, "<w:i/><w:iCs/>")


def removed(text: str) -> Xml:
    """Text that is struck out."""
    return run(text, "<w:strike/>")


def line_break() -> Xml:
    """Return a new line in the same paragraph."""
    return Xml("<w:r><w:br/></w:r>")


def tab() -> Xml:
    """Return a tabulation."""
    return Xml("<w:r><w:tab/></w:r>")


def paragraph(
    style: Style,
    *content: Inline,
    keep_next: bool | None = None,
    keep_lines: bool = False,
    new_page: bool | None = None,
    indent: int = 0,
    space: tuple[int, int] | None = None,
) -> Xml:
    """Return a paragraph. `keep_lines`: it stays whole. `keep_next`, `new_page`, `space` override the style.

    `space`: what is left before and after it, in twentieths of a point.

    `indent`: where the text of an item of a list begins, in twentieths of a point; its mark is one INDENT
    before.
    """
    kept = "" if keep_next is None else f'<w:keepNext w:val="{int(keep_next)}"/>'
    whole = "<w:keepLines/>" if keep_lines else ""
    page = "" if new_page is None else f'<w:pageBreakBefore w:val="{int(new_page)}"/>'
    apart = "" if space is None else f'<w:spacing w:before="{space[0]}" w:after="{space[1]}"/>'
    hanging = f'<w:ind w:left="{indent}" w:hanging="{INDENT}"/>' if indent else ""
    properties = f'<w:pStyle w:val="{style}"/>{kept}{whole}{page}{apart}{hanging}'
    return Xml(f"<w:p><w:pPr>{properties}</w:pPr>{inline(content)}</w:p>")


def bookmark(identifier: str, name: str, *content: Inline) -> Xml:
    """Content that a link can point at. Names: a letter or `_`, then letters, digits and `_`, 40 at most."""
    return Xml(
        f'<w:bookmarkStart w:id="{identifier}" w:name="{name}"/>{inline(content)}'
        f'<w:bookmarkEnd w:id="{identifier}"/>'
    )


def link(name: str, text: str, *, tip: str = "") -> Xml:
    """Return a link to a bookmark of the document; `tip`: what it leads to, where its text is short."""
    said = f' w:tooltip="{xml_text(tip)}"' if tip else ""
    return Xml(f'<w:hyperlink w:anchor="{name}"{said} w:history="1">{run(text, _LINK)}</w:hyperlink>')


AUTHOR = "Assistant de rédaction"
_INITIALS = "AR"


def comment(identifier: str, on: date, text: str) -> Xml:
    """Return a comment of comments.xml."""
    return Xml(
        f'<w:comment w:id="{identifier}" w:author="{AUTHOR}" w:date="{on}T00:00:00Z"'
        f' w:initials="{_INITIALS}"><w:p><w:pPr><w:pStyle w:val="{Style.COMMENT_TEXT}"/></w:pPr>'
        f"<w:r>{_REFERENCE}<w:annotationRef/></w:r>{run(text)}</w:p></w:comment>"
    )


_WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
_WORD_2012 = "http://schemas.microsoft.com/office/word/2012/wordml"
_FIRST_PARAGRAPH = 0x5C000000
"""Where the identities of the paragraphs of comments begin; Word takes any below 0x80000000."""


def answerable(comments: Iterable[Encoded]) -> tuple[list[Encoded], Xml]:
    """Return the comments, each with an identity that its answers name, and commentsExtended.xml.

    Without it, Word anchors an answer by numbers of its own, which change with each save.
    """
    named, listed = [], []
    for rank, content in enumerate(comments):
        identity = f"{_FIRST_PARAGRAPH + rank:08X}"
        start = f'<w:p xmlns:w14="{_WORD_2010}" w14:paraId="{identity}">'
        named.append(content.replace(b"<w:p>", start.encode(), 1))
        listed.append(f'<w15:commentEx w15:paraId="{identity}" w15:done="0"/>')
    return named, Xml(f'{_HEAD}<w15:commentsEx xmlns:w15="{_WORD_2012}">{"".join(listed)}</w15:commentsEx>')


def people() -> Encoded:
    """Return people.xml: who wrote the comments of a draft."""
    known = f'<w15:presenceInfo w15:providerId="None" w15:userId="{AUTHOR}"/>'
    person = f'<w15:person w15:author="{AUTHOR}">{known}</w15:person>'
    return f'{_HEAD}<w15:people xmlns:w15="{_WORD_2012}">{person}</w15:people>'.encode()


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


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


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the contents: its style there, its bookmark, and its number as Word will count it."""

    style: Style
    bookmark: str
    number: str
    title: str


def contents_field(lines: Sequence[Heading], pages: Mapping[str, int], *, counted: bool = False) -> Xml:
    """Return a complete table of contents; `pages` by bookmark, as far as they are known.

    No page number rather than a wrong one, and nothing that makes Word ask a question at opening:
    the cached result is the whole list, and an update by hand (F9) brings the numbers.
    `counted`: without the field around the list, in which LibreOffice keeps the numbers that it reads; it
    counts those of references that stand alone, so that its PDF is right after one pass.
    """
    first, last = (-1, -1) if counted else (0, len(lines) - 1)
    return Xml(
        "".join(
            f'<w:p><w:pPr><w:pStyle w:val="{line.style}"/></w:pPr>{_BEGIN if rank == first else ""}'
            f'<w:hyperlink w:anchor="{line.bookmark}" w:history="1">'
            f"{_label(line.number)}{run(line.title)}{_page(line.bookmark, pages)}</w:hyperlink>"
            f"{_END if rank == last else ''}</w:p>"
            for rank, line in enumerate(lines)
        )
    )


def _label(number: str) -> str:
    return f"{run(number)}{tab()}" if number else ""


def _page(mark: str, pages: Mapping[str, int]) -> str:
    """Return the page after a leader: a field, with what it shows."""
    page = pages.get(mark)
    if page is None:
        return ""
    return (
        f'{tab()}<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {mark} \\h </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(str(page))}{_END}'
    )
