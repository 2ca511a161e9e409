"""One clause: the national text, why it is here, its figures, and the places for the local action."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from app.domain.catalogue import Commitment, Convention, Target
from app.domain.draft import Entry
from app.domain.flags import is_past
from app.domain.typography import NARROW, NBSP
from app.word.french import lines_of, number, opening
from app.word.manuscript import CONCORDANCE, Manuscript, clause_bookmark, objective_bookmark, trace_bookmark
from app.word.ooxml import (
    Style,
    Xml,
    clause_control,
    joined,
    link,
    paragraph,
    strong,
)
from app.word.parts.local_action import local_action
from app.word.parts.remarks import LOST, PAST_YEAR, about_the_quotation, about_the_reason, in_the_text


def clause(book: Manuscript, entry: Entry) -> Xml:
    """The whole block of a clause, from its heading to its table."""
    commitment = entry.commitment
    rank = book.engagements[commitment.id]
    title = f"Engagement{NBSP}{rank} — {short_convention(entry.convention)}"
    return joined(
        (
            paragraph(Style.HEADING_3, book.bookmarked(clause_bookmark(rank), title)),
            *(paragraph(Style.LEAD_IN, text) for text in entry.lead_in),
            _quotation(book, entry, rank),
            *_figures(book, entry, rank),
            _reason(book, entry),
            *_remarks(book, entry),
            local_action(book, commitment.id, entry.adaptation, f"l’engagement{NBSP}{rank}"),
        )
    )


def verbatim(commitment: Commitment) -> str:
    """The national text; « […] » stands for a beginning that the source has lost."""
    return f"{LOST} {commitment.text}" if commitment.lacuna else commitment.text


def excerpt(commitment: Commitment, longest: int = 110) -> str:
    """The first words of a clause, to recognise it in a list."""
    return _opening(verbatim(commitment), longest)


# Only for the national texts: there are few of them, and each draft shows the same ones again.
_opening = lru_cache(maxsize=2048)(opening)


def short_convention(convention: Convention, longest: int = 200) -> str:
    """The first signatory of a convention and its date, for a heading or a cell of `longest` characters."""
    parties = convention.parties or (convention.title,)
    signed = f"{' et autres' if len(parties) > 1 else ''}, {convention.date_text}"
    return f"{opening(parties[0], longest - len(signed))}{signed}"


def full_source(convention: Convention, commitment: Commitment) -> str:
    """Convention, date and lines: what a reader needs to find the sentence in the source."""
    return (
        f"{convention.title}, convention du {convention.date_text}, {lines_of(commitment.lines)} de la source"
    )


def target_value(target: Target) -> str:
    """« 25 % », « 400 agents », « multiplié par 2 », « divisé par 2 »."""
    if target.unit == "×":
        grows = target.value >= 1
        return f"multiplié par {number(target.value)}" if grows else f"divisé par {number(1 / target.value)}"
    return f"{number(target.value)}{NBSP}{target.unit}".strip()


def target_state(target: Target, on: date) -> str:
    """Whether the year that the text gives is over."""
    if target.horizon is None:
        return "sans échéance dans le texte"
    return "échéance passée" if is_past(target, on) else "échéance à venir"


def _alias(rank: int, commitment: Commitment) -> str:
    return f"Engagement{NBSP}{rank} — {excerpt(commitment, 40)}"


def _quotation(book: Manuscript, entry: Entry, rank: int) -> Xml:
    commitment = entry.commitment
    names = (f"{NARROW}; ", link(CONCORDANCE, "concordance")) if _renamed(entry) else ()
    source = f"{full_source(entry.convention, commitment)} ("
    note = book.note(source, link(trace_bookmark(rank), "traçabilité"), *names, ").")
    words = book.annotated(verbatim(commitment), about_the_quotation(entry))
    control = clause_control(commitment.id, _alias(rank, commitment), words)
    return paragraph(Style.QUOTE, f"«{NBSP}", control, f"{NBSP}»", note)


def _renamed(entry: Entry) -> bool:
    return any(scheme.changed for scheme in entry.schemes)


def _figures(book: Manuscript, entry: Entry, rank: int) -> Iterator[Xml]:
    for target in entry.targets:
        baseline = f" ({target.baseline})" if target.baseline else ""
        horizon = f", {target.horizon}" if target.horizon else ""
        state = target_state(target, book.edition.on)
        figure = f"{target.of}{NBSP}: {target_value(target)}{baseline}{horizon}, "
        marked = book.annotated(state, ((PAST_YEAR, ""),)) if is_past(target, book.edition.on) else state
        table_of_all = link(objective_bookmark(rank), "tableau des objectifs")
        yield paragraph(
            Style.REASON, strong(f"Objectif chiffré{NBSP}: "), figure, marked, " (", table_of_all, ")."
        )


def _reason(book: Manuscript, entry: Entry) -> Xml:
    because = book.annotated(entry.because, about_the_reason(entry))
    return paragraph(Style.REASON, strong(f"Pourquoi ici{NBSP}: "), because)


def _remarks(book: Manuscript, entry: Entry) -> Iterator[Xml]:
    for text in in_the_text(entry, book.edition):
        yield paragraph(Style.REMARK, strong(f"Remarque{NBSP}: "), text)
