"""The lines of the budget of an action: who brings what, in whole euros."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from wtforms import Form, SelectField
from wtforms.validators import ValidationError

from app.domain.fields import MEANS, Field, Kind
from app.domain.profile import Adaptation, Means, MeansKind
from app.domain.profile_reader import MAX_MEANS
from app.domain.typed_values import ends_with_amount, is_only_amount
from app.web.described_fields import Question, choices_of, form_field, read_in_form, show_in_form
from app.web.forms import NOT_A_CHOICE

FEWEST_SHOWN = 3
SPARE = 2
AMOUNT_AS_FUNDER = "le montant s’écrit dans sa propre case, à côté de qui l’apporte. Exemple : Département."
NO_FUNDER = "indiquez qui apporte ce montant. Exemple : Département."
NO_MEANS = Means(MeansKind.COMMON_LAW, "")


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
    """The fields of one line of a form."""

    number: int
    questions: tuple[Question, ...]

    @classmethod
    def of(cls, form: Form, number: int) -> Self:
        """Return the line with this number, from 1."""
        return cls(number, tuple(Question(field, form[_name(number, field)]) for field in MEANS))

    def __getitem__(self, field: str) -> Any:
        return next(question.field for question in self.questions if question.described.id == field)

    @property
    def filled(self) -> bool:
        """Whether something was typed in it; a choice alone says nothing."""
        return any(one.field.data for one in self.questions if one.described.kind is not Kind.CHOICE)

    @property
    def key(self) -> tuple[str, str] | None:
        """What tells a line from the others of a budget; None for an empty one."""
        return (self["kind"].data, self["funder"].data) if self.filled else None


def add_means_fields(form: type[Form]) -> None:
    """Give a form its lines, after the fields that it has."""
    for number in range(1, MAX_MEANS + 1):
        for field in MEANS:
            setattr(form, _name(number, field), _form_field(number, field))


def _name(number: int, field: Field) -> str:
    return f"means_{number}_{field.id}"


def _form_field(number: int, field: Field) -> Any:
    label = f"{field.label}, ligne {number}"
    if field.kind is Kind.CHOICE:
        return SelectField(label, choices=choices_of(field), invalid_choice_message=NOT_A_CHOICE)
    return form_field(field, label, [FunderOf(number)] if field.id == "funder" else [])


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
    """Return the lines to show: those that were filled, then a few to fill; `more` than the page had.

    `beside`: in a conflict, what was saved meanwhile, by the name of a field; all of it is shown.
    """
    rows = [MeansRow.of(form, number) for number in range(1, MAX_MEANS + 1)]
    theirs = beside or {}
    filled = max((row.number for row in rows if row.filled or theirs.get(row["funder"].name)), default=0)
    had = max((row.number for row in rows if row["funder"].raw_data), default=0)
    return rows[: max(filled + SPARE, FEWEST_SHOWN, had + (1 if more else 0))]


def means_values(adaptation: Adaptation) -> dict[str, Any]:
    """Return what the fields of the lines show."""
    values: dict[str, Any] = {}
    for number in range(1, MAX_MEANS + 1):
        means = adaptation.means[number - 1] if number <= len(adaptation.means) else NO_MEANS
        values |= {_name(number, field): show_in_form(field, getattr(means, field.id)) for field in MEANS}
    return values


def read_means(form: Form) -> Iterator[Means]:
    """Yield the lines that were filled. Call on an accepted form only."""
    for number in range(1, MAX_MEANS + 1):
        row = MeansRow.of(form, number)
        if row.filled:
            yield Means(**{one.described.id: _read(one) for one in row.questions})


def _read(question: Question) -> Any:
    return read_in_form(question.described, question.field, getattr(NO_MEANS, question.described.id))
