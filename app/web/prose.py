"""What officials typed, as a page shows it: the notation as markup, everything else escaped."""

from itertools import groupby

from markupsafe import Markup, escape

from app.domain.notation import Block, BlockKind, Span, blocks


def prose(text: str) -> Markup:
    """Paragraphs and lists; the words of a person never become markup of their own."""
    pieces = []
    for kind, grouped in groupby(blocks(text), key=lambda block: block.kind):
        if kind is BlockKind.BULLET:
            listed = Markup().join(Markup("<li>{}</li>").format(_lines(block)) for block in grouped)
            pieces.append(Markup("<ul>{}</ul>").format(listed))
        else:
            pieces += [Markup('<p class="typed">{}</p>').format(_lines(block)) for block in grouped]
    return Markup().join(pieces)


def _lines(block: Block) -> Markup:
    return Markup("<br>").join(Markup().join(map(_span, line)) for line in block.lines)


def _span(span: Span) -> Markup:
    if span.link:
        return Markup('<a href="{}" rel="noreferrer">{}</a>').format(span.link, span.text)
    if span.bold:
        return Markup("<strong>{}</strong>").format(span.text)
    return Markup("<em>{}</em>").format(span.text) if span.italic else escape(span.text)
