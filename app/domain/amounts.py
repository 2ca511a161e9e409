"""Amounts in whole euros, as they are typed in France."""

import re

from app.domain.deadlines import FIRST_YEAR, LAST_YEAR
from app.domain.french import format_number
from app.domain.profile_reader import MAX_AMOUNT

_SPACES = re.compile(r"[ \u00a0\u202f\u2009]")
_EUROS = re.compile(r"([0-9]{1,13})(?:,0{1,2})?(?:€|euros?)?", re.ASCII)
_LETTERS = re.compile(r"[^\W\d_]+")
_AMOUNT_WORD = re.compile(
    "zéro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|"
    "trente|quarante|cinquante|soixante|septante|huitante|octante|nonante|cents?|mille|millions?|milliards?|"
    "et|de|d|[km]|ke|k?euros?|eur"
)
_LAST_AMOUNT = re.compile(r"(?<!\w)(?<!-)([0-9][0-9 .]*)(?:,[0-9]+)? ?([km]?€|k?euros?|eur)?$", re.IGNORECASE)
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
    """An amount as it is typed: 12 500, with spaces that do not break."""
    return "" if amount is None else format_number(amount)


def is_only_amount(text: str) -> bool:
    """Whether a text is an amount and names nobody: « 12 000 », « 12 k€ », « douze mille euros »."""
    words = _LETTERS.findall(text.casefold())
    says = bool(words) or any(map(str.isdigit, text))
    return says and all(map(_AMOUNT_WORD.fullmatch, words))


def ends_with_amount(text: str) -> bool:
    """Whether a name is followed by an amount: « Région 12 000 », and not « Plan 2030 » or « ANRU 2 »."""
    found = _LAST_AMOUNT.search(_SPACES.sub(" ", text).strip()[-_LONGEST_AMOUNT:])
    if found is None:
        return False
    digits = re.sub(r"[ .]", "", found[1])
    year = len(found[1]) == len(str(FIRST_YEAR)) and FIRST_YEAR <= int(digits) <= LAST_YEAR
    return bool(found[2]) or (len(digits) >= _LEAST_DIGITS and not year)
