"""What a field says, for whoever reads the contract: the same words in comparison, page and Word file."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.fields import MEANS_KINDS, Field, Kind
from app.domain.french import NBSP, format_euros
from app.domain.profile import Means
from app.domain.typed_values import show_deadline

YES_OR_NO = {True: "oui", False: "non"}


def show(field: Field, value: Any, quartier_label: Callable[[str], str] = str) -> str:
    """Return the text of a value; of several, one a line. `quartier_label` names a quartier by its code."""
    if field.kind is Kind.FLAG:
        return field.said if field.said and value else YES_OR_NO[value]
    if field.kind is Kind.CHOICE:
        return field.words[value]
    if field.kind is Kind.QUARTIERS:
        return "\n".join(map(quartier_label, value))
    return _SHOWN.get(field.kind, str)(value)


def _amount(amount: int | None) -> str:
    return "" if amount is None else format_euros(amount)


def _means(means: Means) -> str:
    amount = f"{NBSP}: {format_euros(means.amount)}" if means.amount is not None else ""
    return f"{MEANS_KINDS[means.kind]}, {means.funder}{amount}"


_SHOWN: Mapping[Kind, Callable[[Any], str]] = {
    Kind.DATE: show_deadline,
    Kind.YEAR: show_deadline,
    Kind.AMOUNT: _amount,
    Kind.NAMES: "\n".join,
    Kind.MEANS: lambda lines: "\n".join(map(_means, lines)),
}
