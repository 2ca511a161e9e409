"""Content controls: clauses, which cannot be deleted by accident, and places to fill with what was typed.

No row can be repeated (`w15:repeatingSection`): its controls stand between a table and its rows, where
docx-preview 0.4.1 looks for `w:tr` alone (`parseTable`) and shows none of what they hold; in a cell it looks
for `w:p` and `w:tbl` alone (`parseTableCell`). It reads controls between paragraphs and in them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import count, filterfalse, islice

from app.documents.word.ooxml.text import (
    INDENT,
    Inline,
    Style,
    Xml,
    inline,
    joined,
    line_break,
    paragraph,
    run,
    strong,
    tab,
    xml_text,
)
from app.domain.french import NBSP, format_date
from app.domain.markup import Block, BlockKind, Span, blocks, is_plain
from app.domain.text import is_blank, truncate

TO_FILL = "[à\u00a0compléter]"
# Word's own limit for the title and the tag of a control, in UTF-16 units.
LONGEST_NAME = 64
LOCK = '<w:lock w:val="sdtLocked"/>'
"""The control cannot be deleted by accident; its text can be edited and tracked."""
CONTROL_ID = '<w:id w:val=""/>'
"""Where `number_controls` puts the identity of a control."""
PLACEHOLDER = "Vide"
"""The building block of the template that Word shows again in a place whose words were deleted."""
_LOCKED = f'{LOCK}<w:placeholder><w:docPart w:val="{PLACEHOLDER}"/></w:placeholder>'


def control_ids(taken: Iterable[int] = ()) -> Iterator[bytes]:
    """Yield the identities of the controls of a document, numbered from 1, but those that are taken.

    Without one, a control that was copied cannot be told from its copy: Word gives both a new one.
    """
    return map(_numbered, filterfalse(frozenset(taken).__contains__, count(1)))


def number_controls(content: str, ids: Iterator[bytes]) -> bytes:
    """Return the same XML, encoded, each of its controls with the next identity."""
    pieces = content.encode().split(_UNNUMBERED)
    if len(pieces) == 1:
        return pieces[0]
    numbered = [b""] * (2 * len(pieces) - 1)
    numbered[::2] = pieces
    numbered[1::2] = islice(ids, len(pieces) - 1)
    return b"".join(numbered)


_UNNUMBERED = CONTROL_ID.encode()


@lru_cache(maxsize=8192)
def _numbered(number: int) -> bytes:
    return b'<w:id w:val="%d"/>' % number


def clause_control(tag: str, alias: str, content: Inline) -> Xml:
    """Return a control around the words of a clause alone: its content can be read back as it is."""
    return Xml(
        f"<w:sdt><w:sdtPr>{names(tag, alias)}{LOCK}</w:sdtPr>"
        f"<w:sdtContent>{inline((content,))}</w:sdtContent></w:sdt>"
    )


def contents_control(content: Xml) -> Xml:
    """Return the control by which Word knows a table of contents and offers to update it."""
    return Xml(
        f"<w:sdt><w:sdtPr>{CONTROL_ID}<w:docPartObj>"
        '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def text_place(tag: str, alias: str, typed: str = "") -> Xml:
    """Return a place for text, of several lines if need be.

    Not a plain text control (`w:text`): LibreOffice 7.4 moves its line breaks and drops its style.
    """
    return _place(names(tag, alias), "", typed)


def value_place(tag: str, alias: str, content: Xml) -> Xml:
    """Return a place that holds these runs: text with markup, or several names on a line."""
    properties = f"{names(tag, alias)}{_LOCKED}"
    return Xml(f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")


def date_place(tag: str, alias: str, typed: str = "") -> Xml:
    """Return a date picker. `typed` is an ISO date; whatever else was typed is kept as text."""
    try:
        chosen = date.fromisoformat(typed)
    except ValueError:
        return _place(names(tag, alias), _picker(""), "") if not typed else text_place(tag, alias, typed)
    picker = _picker(f' w:fullDate="{chosen}T00:00:00Z"')
    return _place(names(tag, alias), picker, format_date(chosen))


def choice_place(tag: str, alias: str, choices: Xml, typed: str = "") -> Xml:
    """Return a list to choose from, that also takes any other text. `choices` comes from `choice_list`."""
    return _place(names(tag, alias), f"<w:comboBox>{choices}</w:comboBox>", typed)


def choice_list(titles: Iterable[str]) -> Xml:
    """Return what a list offers: made once for a document, used by each of its places."""
    return Xml(
        "".join(
            f'<w:listItem w:displayText="{title}" w:value="{title}"/>'
            for title in dict.fromkeys(xml_text(title) for title in titles)
        )
    )


def _picker(chosen: str) -> str:
    return (
        f'<w:date{chosen}><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="fr-FR"/>'
        '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
    )


def _place(identity: str, kind: str, typed: str) -> Xml:
    if typed and not is_blank(typed):
        return Xml(
            f"<w:sdt><w:sdtPr>{identity}{_LOCKED}{kind}</w:sdtPr><w:sdtContent>{run(typed)}</w:sdtContent></w:sdt>"
        )
    return Xml(
        f"<w:sdt><w:sdtPr>{identity}{_LOCKED}<w:showingPlcHdr/>{kind}</w:sdtPr><w:sdtContent><w:r><w:rPr>"
        f'<w:rStyle w:val="{Style.PLACEHOLDER}"/></w:rPr><w:t>{TO_FILL}</w:t></w:r></w:sdtContent></w:sdt>'
    )


def names(tag: str, alias: str) -> str:
    """Title, tag and identity. A long title is cut; a tag is kept: what comes back is found by it."""
    title = xml_text(truncate(alias, LONGEST_NAME))
    return f'<w:alias w:val="{title}"/><w:tag w:val="{xml_text(tag)}"/>{CONTROL_ID}'


_LONGEST_KEPT = 1_500


Bookmarked = Callable[[str, Xml], Xml]
"""Put a bookmark of this name around some words."""


def prose_place(
    tag: str,
    title: str,
    typed: str = "",
    *,
    together: bool = False,
    alias: str = "",
    ends: tuple[str, Bookmarked] | None = None,
) -> Xml:
    """Return a titled place for text. Text of one paragraph follows its title; several stand under it.

    The control is then around whole paragraphs: inside one, Word would not keep a list. `together`: short
    text stays on the page of what follows it; a long one could not. `alias`: the name of the control, where
    its title does not tell it from others. `ends`: the id of what it is about and how to bookmark its first
    and its last paragraph: LibreOffice keeps these where it shrinks a control to its first paragraph.
    """
    titled = strong(f"{title}\u00a0: ")
    if not typed or is_plain(typed):
        kept = True if together and len(typed) < _LONGEST_KEPT else None
        place = text_place(tag, alias or title, typed)
        return paragraph(Style.PLACE_TO_FILL, titled, place, keep_next=kept)
    written = _paragraphs(tuple(blocks(typed)), together=together, ends=ends)
    if not written:
        return paragraph(Style.PLACE_TO_FILL, titled, text_place(tag, title))
    properties = f"{names(tag, alias or title)}{_LOCKED}"
    control = f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{written}</w:sdtContent></w:sdt>"
    return Xml(f"{paragraph(Style.PLACE_TO_FILL, titled, keep_next=True)}{control}")


def prose_runs(typed: str) -> Xml:
    """Return the same text for a cell: a line for each one typed, a mark before each item of a list."""
    pieces: list[Xml] = []
    for block in blocks(typed):
        for line in block.lines:
            pieces += [line_break()] if pieces else []
            pieces += [run(_mark(block))] if block.kind is not BlockKind.PARAGRAPH else []
            pieces += map(_span, line)
    return joined(pieces)


def _paragraphs(
    written: Sequence[Block],
    *,
    together: bool,
    ends: tuple[str, Bookmarked] | None = None,
) -> Xml:
    """`together`: the last of them, if it is short, stays on the page of what follows it."""
    last = len(written) - 1
    made = []
    for at, block in enumerate(written):
        pieces = _words(block)
        if ends:
            identifier, bookmarked = ends
            for end in ("a" if at == 0 else "", "z" if at == last else ""):
                if end:
                    pieces = bookmarked(field_bookmark(identifier, end), pieces)
        made.append(_paragraph(block, pieces, together=together and at == last))
    return joined(made)


def field_bookmark(identifier: str, end: str) -> str:
    """Return the bookmark of the first (`a`) or last (`z`) paragraph of the action of a commitment."""
    return f"f_{identifier.replace('-', '_')}_{end}"


def _words(block: Block) -> Xml:
    # A number stays the one that was typed: Word would count on from the list before it.
    pieces: list[Xml] = [run(f"{block.number}."), tab()] if block.kind is BlockKind.NUMBER else []
    for rank, line in enumerate(block.lines):
        if rank:
            pieces.append(line_break())
        pieces += map(_span, line)
    return joined(pieces)


def _paragraph(block: Block, words: Xml, *, together: bool) -> Xml:
    style = Style.BULLET if block.kind is BlockKind.BULLET else Style.PLACE_TO_FILL
    short = sum(len(span.text) for line in block.lines for span in line) < _LONGEST_KEPT
    return paragraph(style, words, keep_next=True if together and short else None, indent=_indent_of(block))


def _indent_of(block: Block) -> int:
    """How far the text of an item stands from the margin, where its style does not say it."""
    if block.kind is BlockKind.NUMBER or block.level:
        return INDENT * (block.level + 1)
    return 0


def _mark(block: Block) -> str:
    """Return what stands before an item in a cell."""
    sign = f"{block.number}." if block.kind is BlockKind.NUMBER else "•"
    return f"{NBSP * 4 * block.level}{sign}{NBSP}"


def _span(span: Span) -> Xml:
    if span.link:
        return _web_link(span)
    if span.bold:
        return strong(span.text)
    return run(span.text, "<w:i/><w:iCs/>" if span.italic else "")


def _web_link(span: Span) -> Xml:
    """Return a field rather than a relation: the relations of the document belong to its template."""
    shown = run(span.text, f'<w:rStyle w:val="{Style.LINK}"/>')
    return Xml(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> HYPERLINK "{xml_text(span.link)}" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
