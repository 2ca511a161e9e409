"""The lines of the budget of an action: who brings what, in whole euros."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from wtforms import Form, SelectField
from wtforms.validators import ValidationError

from app.domain.profile import Adaptation, Means, MeansKind
from app.domain.profile_reader import MAX_MEANS
from app.domain.typed_values import ends_with_amount, is_only_amount, read_euros, show_euros
from app.web.fields import NOT_A_CHOICE, CleanLine, NotTooLong

KINDS = {
    MeansKind.COMMON_LAW.value: "Droit commun",
    MeansKind.SPECIFIC.value: "Crédits spécifiques de la politique de la ville",
}
FEWEST_SHOWN = 3
SPARE = 2
AMOUNT_EXAMPLE = "montant en euros entiers attendu. Exemple : 12 500."
AMOUNT_AS_FUNDER = "le montant s’écrit dans sa propre case, à côté de qui l’apporte. Exemple : Département."
NO_FUNDER = "indiquez qui apporte ce montant. Exemple : Département."


class Amount:
    """Refuses what is not an amount in whole euros."""

    def __call__(self, _form: Form, field: Any) -> None:
        """Raise ValidationError with an example."""
        try:
            read_euros(field.data)
        except ValueError:
            raise ValidationError(f"{field.label.text} : {AMOUNT_EXAMPLE}") from None


class FunderOf:
    """Refuses a line with an amount and nobody who brings it, and an amount in the place of a name."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __call__(self, form: Form, field: Any) -> None:
        """Raise ValidationError with an example."""
        funder, amount = field.data.strip(), form[f"means_{self.number}_amount"].data.strip()
        if amount and not funder:
            raise ValidationError(f"{field.label.text} : {NO_FUNDER}")
        if is_only_amount(funder) or (not amount and ends_with_amount(funder)):
            raise ValidationError(f"{field.label.text} : {AMOUNT_AS_FUNDER}")


@dataclass(frozen=True, slots=True)
class MeansRow:
    """The three fields of one line of a form."""

    number: int
    kind: Any
    funder: Any
    amount: Any

    @classmethod
    def of(cls, form: Form, number: int) -> Self:
        """The line with this number, from 1."""
        return cls(number, *(form[f"means_{number}_{part}"] for part in ("kind", "funder", "amount")))

    @property
    def filled(self) -> bool:
        """Whether something was typed in it."""
        return bool(self.funder.data or self.amount.data)

    @property
    def key(self) -> tuple[str, str] | None:
        """What tells a line from the others of a budget; None for an empty one."""
        return (self.kind.data, self.funder.data) if self.filled else None


def add_means_fields(form: type[Form]) -> None:
    """Give a form its lines, after the fields that it has."""
    for number in range(1, MAX_MEANS + 1):
        fields = {
            "kind": _kind(number),
            "funder": CleanLine(f"Financeur, ligne {number}", [NotTooLong(), FunderOf(number)]),
            "amount": CleanLine(f"Montant, ligne {number}", [NotTooLong(), Amount()]),
        }
        for part, field in fields.items():
            setattr(form, f"means_{number}_{part}", field)


def _kind(number: int) -> SelectField:
    label = f"Nature, ligne {number}"
    return SelectField(label, choices=KINDS, invalid_choice_message=NOT_A_CHOICE)


def is_of_means(field: Any) -> bool:
    """Whether a field belongs to the lines of the budget."""
    return str(field.name).startswith("means_")


def lines_moved(*forms: Form | None) -> bool:
    """Whether a line of one form may stand under another number in the next: they are one list then.

    The first form is the one that the others were made from: a line that it has must be that of each, and
    one line more may come from one of them only.
    """
    if None in forms:
        return True
    rows = ([MeansRow.of(form, number).key for form in forms if form] for number in range(1, MAX_MEANS + 1))
    return any(len({key for key in keys if key}) > 1 or (keys[0] and not all(keys)) for keys in rows)


def means_rows(form: Form, *, more: bool = False, beside: Mapping[str, str] | None = None) -> list[MeansRow]:
    """The lines to show: those that were filled, then a few to fill; `more` than the page had.

    `beside`: in a conflict, what was saved meanwhile, by the name of a field; all of it is shown.
    """
    rows = [MeansRow.of(form, number) for number in range(1, MAX_MEANS + 1)]
    theirs = beside or {}
    filled = max((row.number for row in rows if row.filled or theirs.get(row.funder.name)), default=0)
    had = max((row.number for row in rows if row.funder.raw_data), default=0)
    return rows[: max(filled + SPARE, FEWEST_SHOWN, had + (1 if more else 0))]


def means_values(adaptation: Adaptation) -> dict[str, str]:
    """What the fields of the lines show."""
    values: dict[str, str] = {}
    for number in range(1, MAX_MEANS + 1):
        means = adaptation.means[number - 1] if number <= len(adaptation.means) else None
        values[f"means_{number}_kind"] = (means.kind if means else MeansKind.COMMON_LAW).value
        values[f"means_{number}_funder"] = means.funder if means else ""
        values[f"means_{number}_amount"] = show_euros(means.amount) if means else ""
    return values


def read_means(form: Form) -> Iterator[Means]:
    """The lines that were filled. Call on an accepted form only."""
    for number in range(1, MAX_MEANS + 1):
        row = MeansRow.of(form, number)
        if row.filled:
            yield Means(MeansKind(row.kind.data), row.funder.data, read_euros(row.amount.data))
