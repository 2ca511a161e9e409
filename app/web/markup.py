"""What officials typed, as a page shows it: the notation as markup, everything else escaped."""

from collections.abc import Sequence
from itertools import groupby, pairwise

from markupsafe import Markup, escape

from app.domain.markup import Block, BlockKind, Span, blocks


def prose(text: str) -> Markup:
    """Paragraphs and lists; the words of a person never become markup of their own."""
    pieces: list[Markup] = []
    for is_paragraph, grouped in groupby(blocks(text), key=lambda block: block.kind is BlockKind.PARAGRAPH):
        if is_paragraph:
            pieces += [Markup('<p class="typed">{}</p>').format(_lines(block)) for block in grouped]
        else:
            pieces.append(_lists(tuple(grouped)))
    return Markup().join(pieces)


def _lists(items: Sequence[Block]) -> Markup:
    """The items of one level in lists of one kind, each with the deeper items that follow it inside."""
    starts = [place for place, item in enumerate(items) if item.level <= items[0].level]
    entries = [items[start:end] for start, end in pairwise([*starts, len(items)])]
    pieces = []
    for kind, grouped in groupby(entries, key=lambda entry: entry[0].kind):
        tag = "ol" if kind is BlockKind.NUMBER else "ul"
        pieces.append(Markup("<{0}>{1}</{0}>").format(tag, Markup().join(map(_entry, grouped))))
    return Markup().join(pieces)


def _entry(entry: Sequence[Block]) -> Markup:
    head, deeper = entry[0], entry[1:]
    value = Markup(' value="{}"').format(head.number) if head.kind is BlockKind.NUMBER else ""
    return Markup("<li{}>{}{}</li>").format(value, _lines(head), _lists(deeper) if deeper else "")


def _lines(block: Block) -> Markup:
    return Markup("<br>").join(Markup().join(map(_span, line)) for line in block.lines)


def _span(span: Span) -> Markup:
    if span.link:
        return Markup('<a href="{}" rel="noreferrer">{}</a>').format(span.link, span.text)
    if span.bold:
        return Markup("<strong>{}</strong>").format(span.text)
    return Markup("<em>{}</em>").format(span.text) if span.italic else escape(span.text)
