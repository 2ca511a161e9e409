"""Names as a search compares them: no accent, no case, no hyphen or apostrophe, St and Ste written out."""

from app.domain.text import SHORT_FORMS, search_terms


def words(text: str) -> tuple[str, ...]:
    """The words of a name or of a query, folded: « St-Étienne » gives ("saint", "etienne")."""
    return tuple(SHORT_FORMS.get(term, term) for term in search_terms(text) if term.isalnum())


def key(text: str) -> str:
    """The folded words in their order, one space between two."""
    return " ".join(words(text))
