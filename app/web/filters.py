"""Filters of the templates: dates, numbers, plurals; what officials typed as markup, all else escaped."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby, pairwise

from flask import Flask
from markupsafe import Markup, escape

from app.domain.catalogue import Catalogue
from app.domain.field_text import follow_up, labels_of, own_lines
from app.domain.fields import ADAPTATION, MEANS, SIGNATORY, by_id
from app.domain.french import (
    Acronym,
    count_noun,
    date_or_words,
    explained,
    format_date,
    format_euros,
    format_lines,
    format_number,
    typeset,
)
from app.domain.markup import Block, BlockKind, Span, blocks
from app.web.forms import removed_sentence
from app.web.services import legal_time

_YEAR = re.compile(r"[0-9]{4}")
_FIELDS = {
    **by_id((*SIGNATORY, *MEANS, *ADAPTATION)),
    **{f"means.{field.id}": field for field in MEANS},  # an action has a state too
}


def register_filters(app: Flask) -> None:
    """Give the templates these words."""
    french = (format_date, format_number, format_lines, format_euros, count_noun, typeset, removed_sentence)
    typed = (moment, period, prose, acronyms, own_lines, labels_of, follow_up, field_label, field_words)
    for word in (*french, *typed):
        app.add_template_filter(word)
    app.add_template_filter(date_or_words, "deadline")


def field_label(field: str) -> str:
    """Return the label of a field of an action, a means line (« means.state ») or a signatory, by its id."""
    return _FIELDS[field].label


def field_words(field: str) -> Mapping[str, str]:
    """Return the words of each choice of a field, by the id of the field."""
    return _FIELDS[field].words


def moment(instant: datetime) -> str:
    """Return an instant in legal time: 23 novembre 2026 à 14:05."""
    local = instant.astimezone(legal_time())
    return f"{format_date(local.date())} à\u00a0{local:%H:%M}"


def period(start: str, end: str) -> str:
    """From when to when: « du 1ᵉʳ janvier 2025 au 31 décembre 2028 », « de 2025 à 2028 »; or as typed."""
    first, last = date_or_words(start), date_or_words(end)
    if not start:
        return last
    if first != start and last != end:
        return f"du {first} au {last}"
    if _YEAR.fullmatch(start) and _YEAR.fullmatch(end):
        return f"de {start} à {end}"
    return f"Début\u00a0: {first}" + (f"\nÉchéance\u00a0: {last}" if end else "")


def acronyms(text: str, known: Catalogue) -> list[Acronym]:
    """Return the acronyms of a text that a catalogue's glossary writes out."""
    return explained(text, known.glossary)


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
    """Return the items of one level in lists of one kind, the deeper items that follow each inside it."""
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
