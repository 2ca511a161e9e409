"""What officials typed, with its paragraphs, lists, bold, italics and links."""

from app.domain.notation import Block, BlockKind, Span, blocks, is_plain
from app.word.ooxml.controls import names, text_place
from app.word.ooxml.styles import Style
from app.word.ooxml.text import Xml, joined, line_break, paragraph, run, strong, xml_text

_LONGEST_KEPT = 1_500


def prose_place(tag: str, title: str, typed: str = "", *, together: bool = False) -> Xml:
    """A titled place for text. Text of one paragraph follows its title; several stand under it.

    The control is then around whole paragraphs: inside one, Word would not keep a list. `together`: short
    text stays on the page of what follows it; a long one could not.
    """
    titled = strong(f"{title}\u00a0: ")
    if not typed or is_plain(typed):
        kept = True if together and len(typed) < _LONGEST_KEPT else None
        return paragraph(Style.PLACE_TO_FILL, titled, text_place(tag, title, typed), keep_next=kept)
    written = joined(_paragraph(block) for block in blocks(typed))
    if not written:
        return paragraph(Style.PLACE_TO_FILL, titled, text_place(tag, title))
    control = f"<w:sdt><w:sdtPr>{names(tag, title)}</w:sdtPr><w:sdtContent>{written}</w:sdtContent></w:sdt>"
    return Xml(f"{paragraph(Style.PLACE_TO_FILL, titled, keep_next=True)}{control}")


def _paragraph(block: Block) -> Xml:
    style = Style.BULLET if block.kind is BlockKind.BULLET else Style.PLACE_TO_FILL
    pieces: list[Xml] = []
    for rank, line in enumerate(block.lines):
        if rank:
            pieces.append(line_break())
        pieces += map(_span, line)
    return paragraph(style, *pieces)


def _span(span: Span) -> Xml:
    if span.link:
        return _web_link(span)
    if span.bold:
        return strong(span.text)
    return run(span.text, "<w:i/><w:iCs/>" if span.italic else "")


def _web_link(span: Span) -> Xml:
    """A field rather than a relation: the relations of the document belong to its template."""
    shown = run(span.text, f'<w:rStyle w:val="{Style.LINK}"/>')
    return Xml(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> HYPERLINK "{xml_text(span.link)}" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
