"""Names as a search compares them: no accent, no case, no hyphen or apostrophe, St and Ste written out."""

import re

from app.domain.text import SHORT_FORMS, without_accents

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def words(text: str) -> tuple[str, ...]:
    """The words of a name or of a query, folded: « St-Étienne » gives ("saint", "etienne")."""
    found = _NOT_A_WORD.split(without_accents(text).casefold())
    return tuple(SHORT_FORMS.get(word, word) for word in found if word)


def key(text: str) -> str:
    """The folded words in their order, one space between two."""
    return " ".join(words(text))
