"""Where a clause names a scheme: the source writes it in the plural, in capitals or by its acronym."""

import re
from functools import lru_cache

from app.domain.rules import Scheme

_ASIDE = re.compile(r"\s*\([^)]*\)")
_WORD = re.compile(r"\w+")


def mention(scheme: Scheme, text: str) -> str:
    """Return the words by which a text names a scheme, as they stand in it.

    Empty when it says it otherwise.
    """
    found = next((one for pattern in _patterns(scheme) if (one := pattern.search(text))), None)
    return found[0] if found else ""


@lru_cache(maxsize=1024)
def _patterns(scheme: Scheme) -> tuple[re.Pattern[str], ...]:
    """Return the name without what stands in brackets, then the acronym.

    Each word may be singular or plural.
    """
    words = _WORD.findall(_ASIDE.sub("", scheme.name))
    name = r"\W+".join(f"{re.escape(word.rstrip('s'))}s?" for word in words)
    acronym = [re.compile(rf"\b{re.escape(scheme.acronym)}\b")] if scheme.acronym else []
    return (re.compile(rf"\b{name}\b", re.IGNORECASE), *acronym)
