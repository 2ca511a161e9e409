"""Whether a Word file holds every word that was typed and every clause that is quoted: by text and by tag."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from lxml import etree

from app.documents.word.parts.citation import verbatim
from app.domain.draft import Draft, Entry
from app.domain.fields import ADAPTATION, OBJECTIVE, ORIENTATION, PORTRAIT, SIGNATORY, Field, Kind
from app.domain.french import date_or_words, format_euros
from app.domain.markup import plain_words
from app.domain.outlines import quartier_place
from app.domain.text import is_blank
from app.domain.typed_values import show_deadline
from app.domain.unprinted import unprinted
from app.formats.xml_parts import W
from benchmarks.layout import style_of, text_of

_WORDED = {Kind.LINE, Kind.TEXT, Kind.PROSE, Kind.DATE, Kind.YEAR, Kind.NAMES}
"""Kinds of fields whose value is words; what others hold is in words of ours, or in lines of their own."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something that must be in the document: what it is, its wordings, one of which must be there.

    `tag`: the control that must hold it; empty where there is none for it.
    """

    about: str
    wordings: tuple[str, ...]
    tag: str = ""


def said_in(draft: Draft) -> Iterator[Said]:
    """Yield each quoted clause, and each text of the profile but those that are said not to print."""
    for entry in (*draft.entries(), *draft.historical, *draft.national):
        yield Said(entry.commitment.id, (verbatim(entry.commitment),), entry.commitment.id)
    aside = {text for kept in unprinted(draft) for _, text in kept.said}
    for said in _typed(draft):
        if not aside.intersection(said.wordings):
            yield said


def _typed(draft: Draft) -> Iterator[Said]:
    yield from _commitments(draft)
    for signatory in draft.profile.signatories:
        yield from _described(f"signatory {signatory.id}", SIGNATORY, signatory)
    for orientation in draft.profile.orientations:
        yield from _described(orientation.id, ORIENTATION, orientation)
        for objective in orientation.objectives:
            yield from _described(objective.id, OBJECTIVE, objective)
    yield from _places(draft)


def _commitments(draft: Draft) -> Iterator[Said]:
    for entry in draft.entries():
        yield from _adaptation(entry.commitment.id, entry.adaptation)
    for section in draft.sections:
        for local in section.local:
            yield Said(local.id, (local.text,), local.id)
            yield from _adaptation(local.id, local.adaptation)


def _places(draft: Draft) -> Iterator[Said]:
    for place, text in draft.texts.items():
        yield Said(place, (text,), place)
    for code, portrait in draft.portraits.items():
        yield from _described(quartier_place(code), PORTRAIT, portrait)
        for figure in portrait.figures:
            yield from (Said(code, (text,)) for text in (figure.label, figure.value, figure.source))
    for quartier in draft.territory.quartiers:
        yield Said(quartier.code, (quartier.name,))
    for commune in draft.territory.communes:
        yield Said(commune.code, (commune.name,))


def _adaptation(identifier: str, adaptation: Any) -> Iterator[Said]:
    if adaptation.included:
        yield from _described(identifier, ADAPTATION, adaptation)
        for means in adaptation.means:
            yield Said(identifier, (means.funder,))
            yield Said(identifier, () if means.amount is None else (format_euros(means.amount),))
        for value in adaptation.indicator_values:
            yield from (Said(identifier, (text,)) for text in (value.value, value.women, value.men))


def _described(identifier: str, table: Sequence[Field], described: Any) -> Iterator[Said]:
    for field in table:
        if field.kind not in _WORDED or field.id == "reason_excluded":
            continue
        value = getattr(described, field.id)
        tag = f"{identifier}.{field.tag}" if field.tag else ""
        if field.id == "local_action":
            tag = f"{identifier}.action"
        if isinstance(value, tuple):
            yield from (Said(f"{identifier} {field.id}", (name,)) for name in value)
        else:
            yield Said(f"{identifier} {field.id}", _wordings(field, value), tag)


def _wordings(field: Field, value: str) -> tuple[str, ...]:
    return (date_or_words(value), show_deadline(value)) if field.kind is Kind.DATE else (value,)


def missing_texts(document: etree._Element, said: Sequence[Said]) -> list[Said]:
    """Return what no part of the document says, spaces and marks of the notation left aside."""
    everything = _folded(" ".join(text_of(paragraph) for paragraph in document.iter(f"{W}p")))
    return [one for one in said if _is_something(one) and not _is_in(everything, one)]


def missing_in_controls(document: etree._Element, said: Sequence[Said]) -> list[Said]:
    """Return what the control of its own, by its tag, does not hold."""
    held = controls_of(document)
    tagged = (one for one in said if one.tag and _is_something(one))
    return [one for one in tagged if not _is_in(held.get(one.tag, ""), one)]


def controls_of(document: etree._Element) -> Mapping[str, str]:
    """Return the text that each control holds, by tag."""
    held: dict[str, str] = {}
    for control in document.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        if tag is not None:
            paragraphs = list(control.iter(f"{W}p"))
            text = " ".join(map(text_of, paragraphs)) if paragraphs else text_of(control)
            name = str(tag.get(f"{W}val"))
            held[name] = f"{held.get(name, '')} {_folded(text)}"
    return held


def _is_something(said: Said) -> bool:
    return any(not is_blank(text) for text in said.wordings)


def _is_in(everything: str, said: Said) -> bool:
    return any(all(line in everything for line in _lines(text)) for text in said.wordings)


def _lines(text: str) -> Iterator[str]:
    """Yield each line of a text as the document shows it, without its marks."""
    for line in text.split("\n"):
        yield _folded(plain_words(line))


def _folded(text: str) -> str:
    """Return a text without what differs by its look: spaces, letters raised by a character or by a style."""
    return " ".join(normalize("NFKC", text).split())


FIRST_COLUMN = "N°"
"""The header of a table of clauses, which says what introduces them whatever the fiche above it says."""

_BEGINS_ANEW = {"Heading1", "Heading2", "AnnexHeading"}


def repeated_lead_ins(document: etree._Element, entries: Sequence[Entry]) -> int:
    """Return how often a lead-in is said again although the clause before it has the same one.

    The paragraphs are read in order: a lead-in stands alone, or after the name of its convention. One that
    stands again with no other lead-in, no clause of another one, no volet and no table between them counts.
    """
    known = {_folded(text) for entry in entries for text in entry.lead_in}
    lead_of = {entry.commitment.id: {_folded(text) for text in entry.lead_in} for entry in entries}
    said: set[str] = set()
    repeated = 0
    for paragraph in document.iter(f"{W}p"):
        if text_of(paragraph) == FIRST_COLUMN or style_of(paragraph) in _BEGINS_ANEW:
            said.clear()
        if style_of(paragraph) == "TableNote":
            shown = _folded(text_of(paragraph))
            here = {text for text in known if text in shown}
            repeated += len(here & said)
            said |= here
        for tag in paragraph.iter(f"{W}tag"):
            if str(tag.get(f"{W}val")) in lead_of:
                said &= lead_of[str(tag.get(f"{W}val"))]
    return repeated
