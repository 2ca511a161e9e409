"""What officials typed, with its paragraphs, lists, bold, italics and links."""

from collections.abc import Sequence

from app.documents.word.ooxml.controls import LOCK, names, text_place
from app.documents.word.ooxml.text import (
    INDENT,
    Style,
    Xml,
    joined,
    line_break,
    paragraph,
    run,
    strong,
    tab,
    xml_text,
)
from app.domain.french import NBSP
from app.domain.markup import Block, BlockKind, Span, blocks, is_plain

_LONGEST_KEPT = 1_500


def prose_place(tag: str, title: str, typed: str = "", *, together: bool = False, clause: str = "") -> Xml:
    """Return a titled place for text. Text of one paragraph follows its title; several stand under it.

    The control is then around whole paragraphs: inside one, Word would not keep a list. `together`: short
    text stays on the page of what follows it; a long one could not. `clause`: the place holds one, of this
    name, and cannot be deleted by accident.
    """
    titled = strong(f"{title}\u00a0: ")
    if not typed or is_plain(typed):
        kept = True if together and len(typed) < _LONGEST_KEPT else None
        place = text_place(tag, clause or title, typed, locked=bool(clause))
        return paragraph(Style.PLACE_TO_FILL, titled, place, keep_next=kept)
    written = _paragraphs(tuple(blocks(typed)), together=together)
    if not written:
        return paragraph(Style.PLACE_TO_FILL, titled, text_place(tag, title))
    properties = f"{names(tag, clause or title)}{LOCK if clause else ''}"
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


def _paragraphs(written: Sequence[Block], *, together: bool) -> Xml:
    """`together`: the last of them, if it is short, stays on the page of what follows it."""
    last = len(written) - 1
    return joined(_paragraph(block, together=together and at == last) for at, block in enumerate(written))


def _paragraph(block: Block, *, together: bool) -> Xml:
    style = Style.BULLET if block.kind is BlockKind.BULLET else Style.PLACE_TO_FILL
    # A number stays the one that was typed: Word would count on from the list before it.
    pieces: list[Xml] = [run(f"{block.number}."), tab()] if block.kind is BlockKind.NUMBER else []
    for rank, line in enumerate(block.lines):
        if rank:
            pieces.append(line_break())
        pieces += map(_span, line)
    short = sum(len(span.text) for line in block.lines for span in line) < _LONGEST_KEPT
    return paragraph(style, *pieces, keep_next=True if together and short else None, indent=_indent_of(block))


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
