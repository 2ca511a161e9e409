"""Deadlines and amounts in whole euros, as they are typed in France and as they are stored."""

import re
from datetime import date

from app.domain.french import format_number
from app.domain.profile_reader import MAX_AMOUNT

FIRST_YEAR, LAST_YEAR = 2014, 2100
"""A contract's deadlines: the law is of 2014; beyond 2100 it is a slip of the keyboard."""

_SPACE = r"[\s\u200b\u2060\ufeff]*"
_SEPARATOR = rf"(?:{_SPACE}[/.-]{_SPACE}|\s+)"
_FRENCH_DATE = re.compile(rf"([0-9]{{1,2}}){_SEPARATOR}([0-9]{{1,2}}){_SEPARATOR}([0-9]{{4}})")
_ISO_DATE = re.compile(rf"([0-9]{{4}}){_SPACE}-{_SPACE}([0-9]{{1,2}}){_SPACE}-{_SPACE}([0-9]{{1,2}})")
_FRENCH_MONTH = re.compile(rf"([0-9]{{1,2}}){_SEPARATOR}([0-9]{{4}})")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
_YEAR = re.compile(r"[0-9]{4}")
_YEAR_WITHIN = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_STORED_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DIGITS_ONLY = re.compile(r"[0-9\s\u200b\u2060\ufeff./,-]+")
_LAST_MONTH, _LAST_DAY = 12, 31


def read_deadline(text: str) -> str:
    """Return a date as ISO; a year and words (« fin 2027 ») stay as typed.

    Raises ValueError for what is written in figures and is not a plausible date.
    """
    typed = text.strip()
    if french := _FRENCH_DATE.fullmatch(typed):
        return _iso(int(french[3]), int(french[2]), int(french[1]))
    if iso := _ISO_DATE.fullmatch(typed):
        return _iso(int(iso[1]), int(iso[2]), int(iso[3]))
    if _YEAR.fullmatch(typed):
        return _iso(int(typed), 1, 1)[:4]
    if typed and _DIGITS_ONLY.fullmatch(typed):
        raise ValueError(typed)
    return typed


def read_year(text: str) -> str:
    """Return the year when a target is reached: a year, a date, or words that name a year (« fin 2027 »).

    Raises ValueError for what names no plausible year.
    """
    typed = read_deadline(text)
    if typed and not any(FIRST_YEAR <= int(year) <= LAST_YEAR for year in _YEAR_WITHIN.findall(typed)):
        raise ValueError(typed)
    return typed


def show_deadline(text: str) -> str:
    """Return a stored deadline as it is typed in France: 31/12/2028."""
    match = _STORED_DATE.fullmatch(text)
    return f"{match[3]}/{match[2]}/{match[1]}" if match else text


def out_of_order(start: str, end: str) -> bool:
    """Whether a stored deadline ends before its start can begin, each a date, a month or a year.

    Of each the whole time that it names counts: an action from 06/2028 may end in 2028. Words are not
    compared.
    """
    first, last = _bounds(start), _bounds(end)
    return first is not None and last is not None and last[1] < first[0]


def _bounds(text: str) -> tuple[tuple[int, int, int], tuple[int, int, int]] | None:
    """Return the first and the last day that a stored deadline may mean; None for words."""
    if stored := _STORED_DATE.fullmatch(text):
        day = int(stored[1]), int(stored[2]), int(stored[3])
        return day, day
    if _YEAR.fullmatch(text):
        return (int(text), 1, 1), (int(text), _LAST_MONTH, _LAST_DAY)
    if month := _month(text):
        return (*month, 1), (*month, _LAST_DAY)
    return None


def _month(text: str) -> tuple[int, int] | None:
    """Return the year and the month of « 06/2028 » or « 2028-06 »."""
    if french := _FRENCH_MONTH.fullmatch(text):
        return int(french[2]), int(french[1])
    if iso := _ISO_MONTH.fullmatch(text):
        return int(iso[1]), int(iso[2])
    return None


def _iso(year: int, month: int, day: int) -> str:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    return date(year, month, day).isoformat()


_SPACES = re.compile(r"[ \u00a0\u202f\u2009]")
_EUROS = re.compile(r"([0-9]{1,13})(?:,0{1,2})?(?:€|euros?)?", re.ASCII)
_LETTERS = re.compile(r"[^\W\d_]+")
_AMOUNT_WORD = re.compile(
    "zéro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|"
    "trente|quarante|cinquante|soixante|septante|huitante|octante|nonante|cents?|mille|millions?|milliards?|"
    "et|de|d|[km]|ke|k?euros?|eur"
)
_LAST_AMOUNT = re.compile(r"(?<!\w)(?<!-)([0-9][0-9 .]*)(?:,[0-9]+)? ?([km]?€|k?euros?|eur)?$", re.IGNORECASE)
_FIRST_AMOUNT = re.compile(
    r"([0-9][0-9 .]{0,30})(?:,[0-9]{1,20})? ?([km]?€|k?euros?|eur)?(?!\w|-[0-9])", re.IGNORECASE
)
_SURE_AMOUNT = re.compile(
    r"[0-9] ?(?:[km]?€|k?euros?\b|eur\b)|€ ?[0-9]|"
    r"(?<![\w.,-])(?:[0-9]{1,3}(?:[ .][0-9]{3})+|[0-9]{5,13})(?![\w-])",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:\b(?:bop|programme|prog\.?|ligne|axe|action|mesure|article)|n°)$", re.IGNORECASE)
"""Words before the number of something: « BOP 147 » is the State's credit for these contracts."""
_LONGEST_AMOUNT = 60
"""Characters at the end of a text that are read: from each digit of a long one the search begins anew."""
_LEAST_DIGITS = 3
"""« ANRU 2 » and « CAF 77 » are names; a number of three digits or more after a name is an amount."""


def read_euros(text: str) -> int | None:
    """« 12 500 », « 12 500,00 € » in euros; None for an empty text.

    Raises ValueError for anything else: cents, signs, letters, more than MAX_AMOUNT.
    """
    typed = _SPACES.sub("", text)
    if not typed:
        return None
    found = _EUROS.fullmatch(typed)
    if found is None or int(found[1]) > MAX_AMOUNT:
        raise ValueError(text)
    return int(found[1])


def show_euros(amount: int | None) -> str:
    """Return an amount as it is typed: 12 500, with spaces that do not break."""
    return "" if amount is None else format_number(amount)


def is_only_amount(text: str) -> bool:
    """Whether a text is an amount and names nobody: « 12 000 », « 12 k€ », « douze mille euros »."""
    words = _LETTERS.findall(text.casefold())
    says = bool(words) or any(map(str.isdigit, text))
    return says and all(map(_AMOUNT_WORD.fullmatch, words))


def ends_with_amount(text: str) -> bool:
    """Whether a name is followed by an amount: « Région 12 000 », and not « Plan 2030 » or « ANRU 2 »."""
    text = _SPACES.sub(" ", text).strip()
    found = _LAST_AMOUNT.search(text[-_LONGEST_AMOUNT:])
    if found is None:
        return False
    if not found[2] and _NUMBERED.search(text[: -len(found[0])].strip()):
        return False
    return _is_amount(found)


def begins_with_amount(text: str) -> bool:
    """Whether a text is an amount and then something else: « 12 500 - CAF », and not « 2021-2027 »."""
    found = _FIRST_AMOUNT.match(_SPACES.sub(" ", text).strip()[:_LONGEST_AMOUNT])
    return found is not None and _is_amount(found)


def holds_amount(text: str) -> bool:
    """Whether a name holds what is an amount beyond doubt: « Ville (12 500) », and not « BOP 147 »."""
    return _SURE_AMOUNT.search(_SPACES.sub(" ", text)) is not None


def _is_amount(found: re.Match[str]) -> bool:
    """Whether a number, and what follows it, is an amount rather than a year or the number of something."""
    number = found[1].strip()
    digits = re.sub(r"[ .]", "", number)
    year = len(number) == len(str(FIRST_YEAR)) and FIRST_YEAR <= int(digits) <= LAST_YEAR
    return bool(found[2]) or (len(digits) >= _LEAST_DIGITS and not year)
