"""A national text quoted in a local commitment, with its source."""

from app.domain.french import format_number, typeset
from app.domain.text import MAX_TEXT

CUT = " […]"
ABRIDGED = typeset(
    f"(Texte abrégé : un engagement local a {format_number(MAX_TEXT)} caractères au plus. "
    "La source le donne en entier.)"
)


def quotation(words: str, source: str) -> str:
    """The words, then their source, in the length of a text; too long ones are cut, and it is said."""
    whole = f"{words}\n{source}"
    if len(whole) <= MAX_TEXT:
        return whole
    end = f"{CUT}\n{source}\n{ABRIDGED}"
    return f"{words[: MAX_TEXT - len(end)]}{end}"
