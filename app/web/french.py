"""Dates, numbers and plurals as a French page shows them."""

import re
from datetime import date, datetime
from fractions import Fraction

from flask import Flask

from app.domain.catalogue import Catalogue
from app.domain.glossary import Acronym, explained
from app.domain.typography import typeset
from app.web.forms import removed_sentence
from app.web.markup import prose
from app.web.services import legal_time

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"[0-9]{4}")


def register_filters(app: Flask) -> None:
    """Give the templates these words."""
    app.add_template_filter(long_date)
    app.add_template_filter(moment)
    app.add_template_filter(deadline)
    app.add_template_filter(period)
    app.add_template_filter(figure)
    app.add_template_filter(count)
    app.add_template_filter(lines_range)
    app.add_template_filter(removed_sentence)
    app.add_template_filter(typeset)
    app.add_template_filter(prose)
    app.add_template_filter(euros)
    app.add_template_filter(acronyms)


def long_date(day: date) -> str:
    """8 juillet 2013, or 1ᵉʳ janvier 2024."""
    number = "1ᵉʳ" if day.day == 1 else str(day.day)
    return f"{number}\u00a0{MONTHS[day.month - 1]}\u00a0{day.year}"


def moment(instant: datetime) -> str:
    """An instant in legal time: 23 novembre 2026 à 14:05."""
    local = instant.astimezone(legal_time())
    return f"{long_date(local.date())} à\u00a0{local:%H:%M}"


def deadline(text: str) -> str:
    """A stored deadline: an ISO date is written out, any other text is shown as typed."""
    if not _ISO_DATE.fullmatch(text):
        return text
    try:
        return long_date(date.fromisoformat(text))
    except ValueError:
        return text


def period(start: str, end: str) -> str:
    """From when to when: « du 1ᵉʳ janvier 2025 au 31 décembre 2028 », « de 2025 à 2028 »; or as typed."""
    if not start:
        return deadline(end)
    if _ISO_DATE.fullmatch(start) and _ISO_DATE.fullmatch(end):
        return f"du {deadline(start)} au {deadline(end)}"
    if _YEAR.fullmatch(start) and _YEAR.fullmatch(end):
        return f"de {start} à {end}"
    return f"Début\u00a0: {deadline(start)}" + (f"\nÉchéance\u00a0: {deadline(end)}" if end else "")


def figure(value: Fraction | int) -> str:
    """A number with French separators: 12,5 or 12 000."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return f"{exact.numerator:,}".replace(",", "\u202f")
    decimal = f"{float(exact):,.2f}".rstrip("0") if (exact * 100).denominator == 1 else str(exact)
    return decimal.replace(",", "\u202f").replace(".", ",")


def euros(amount: int) -> str:
    """12 500 €."""
    return f"{figure(amount)}\u00a0€"


def count(number: int, singular: str, plural: str | None = None) -> str:
    """A number and its noun: 0 engagement, 1 engagement, 12 engagements."""
    noun = singular if abs(number) < 2 else plural or f"{singular}s"  # noqa: PLR2004 — French plural starts at two
    return f"{figure(number)}\u00a0{noun}"


def lines_range(lines: tuple[int, int]) -> str:
    """Where a passage stands: « ligne 12 » or « lignes 12 à 15 »."""
    first, last = lines
    return f"ligne\u00a0{first}" if first == last else f"lignes\u00a0{first} à\u00a0{last}"


def acronyms(text: str, known: Catalogue) -> list[Acronym]:
    """The acronyms of a text that a catalogue's glossary writes out."""
    return explained(text, known.glossary)
