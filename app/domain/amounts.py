"""Amounts in whole euros, as they are typed in France."""

import re

from app.domain.profile_reader import MAX_AMOUNT

_SPACES = re.compile(r"[ \u00a0\u202f\u2009]")
_EUROS = re.compile(r"([0-9]{1,13})(?:,0{1,2})?(?:€|euros?)?", re.ASCII)


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
    return "" if amount is None else f"{amount:,}".replace(",", "\u202f")
