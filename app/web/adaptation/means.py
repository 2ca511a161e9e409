"""The lines of the form of an action: those of its budget, and the values that its indicator reached."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import Form
from wtforms.validators import ValidationError

from app.domain.fields import MEANS, VALUES, Field, Kind, by_id
from app.domain.french import typeset
from app.domain.outlines import Term
from app.domain.profile import IndicatorValue, Means, MeansKind
from app.domain.profile_reader import A_YEAR, MAX_MEANS, MAX_VALUES
from app.domain.typed_values import ends_with_amount, is_only_amount
from app.web.described_fields import RecordRows

AMOUNT_AS_FUNDER = "le montant s’écrit dans sa propre case, à côté de qui l’apporte. Exemple : Département."
NO_FUNDER = "indiquez qui apporte ce montant. Exemple : Département."
NOBODY = "indiquez qui apporte ce moyen. Exemple : Département."
NO_YEAR = "indiquez l’année de cette valeur."
NO_VALUE = "indiquez une valeur pour {}, ou ne choisissez pas d’année."
SAME_YEAR = "{} figure déjà plus haut : gardez une seule ligne pour une année."
OUTSIDE = "{} (hors de la durée du contrat)"


class FunderOf:
    """Refuses a line of the budget without anybody who brings it, and an amount in the place of a name."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __call__(self, form: Form, field: Any) -> None:
        """Raise ValidationError with an example."""
        row = MEANS_ROWS.row(form, self.number)
        funder, amount = field.data.strip(), row["amount"].data.strip()
        if row.filled and not funder:
            raise ValidationError(f"{field.label.text} : {NO_FUNDER if amount else NOBODY}")
        if is_only_amount(funder) or (not amount and ends_with_amount(funder)):
            raise ValidationError(f"{field.label.text} : {AMOUNT_AS_FUNDER}")


class InTerm:
    """Refuses a year outside the term of the contract, but for those that the action has already."""

    def __call__(self, form: Any, field: Any) -> None:
        """Raise ValidationError with the years that are expected."""
        if field.data and field.data not in form.term and field.data not in form.known_years:
            raise ValidationError(typeset(f"{field.label.text} : {form.term.refusal(field.data)}."))


class WholeValue:
    """Refuses a value without its year, a year without a value, and the same year again."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __call__(self, form: Form, field: Any) -> None:
        """Raise ValidationError with what to do."""
        row, year = VALUE_ROWS.row(form, self.number), field.data
        before = [VALUE_ROWS.row(form, number)["year"].data for number in range(1, self.number)]
        said = any(one.field.data for one in row.questions if one.field is not field)
        fault = ""
        if said and not year:
            fault = NO_YEAR
        elif year and not said:
            fault = NO_VALUE.format(year)
        elif year and year in before:
            fault = SAME_YEAR.format(year)
        if fault:
            raise ValidationError(typeset(f"{field.label.text} : {fault}"))


def _checks_of_means(number: int, field: Field) -> list[Any]:
    if field.id == "funder":
        return [FunderOf(number)]
    return [InTerm()] if field.id == "year" else []


def _checks_of_values(number: int, field: Field) -> list[Any]:
    return [InTerm(), WholeValue(number)] if field.id == "year" else []


MEANS_ROWS = RecordRows(
    "means",
    MEANS,
    MAX_MEANS,
    Means(MeansKind.COMMON_LAW, ""),
    ("kind", "funder", "year"),
    _checks_of_means,
)
VALUE_ROWS = RecordRows(
    "indicator_values", VALUES, MAX_VALUES, IndicatorValue(""), ("year",), _checks_of_values
)
LISTS_OF: Mapping[Kind, RecordRows] = {Kind.MEANS: MEANS_ROWS, Kind.VALUES: VALUE_ROWS}
"""The lines of each kind; their prefix is the attribute of the action that holds them."""


def offer_years(form: Any, term: Term, known: Iterable[str]) -> None:
    """Offer the years of the term in each line, those that the action has, and those that were chosen."""
    form.term, form.known_years = term, frozenset(known)
    for rows in LISTS_OF.values():
        fields = [row["year"] for row in rows.of(form)]
        chosen = {str(field.data) for field in fields if A_YEAR.fullmatch(str(field.data))}
        outside = sorted((form.known_years | chosen) - {"", *term.years})
        choices = {**by_id(rows.described)["year"].words, **{year: year for year in term.years}}
        choices |= {year: OUTSIDE.format(year) for year in outside}
        for field in fields:
            field.choices = choices
