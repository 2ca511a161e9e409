"""The lines of the budget of an action: who brings what, in whole euros."""

from typing import Any

from wtforms import Form
from wtforms.validators import ValidationError

from app.domain.fields import MEANS, Field
from app.domain.profile import Means, MeansKind
from app.domain.profile_reader import MAX_MEANS
from app.domain.typed_values import ends_with_amount, is_only_amount
from app.web.record_rows import RecordRows

AMOUNT_AS_FUNDER = "le montant s’écrit dans sa propre case, à côté de qui l’apporte. Exemple : Département."
NO_FUNDER = "indiquez qui apporte ce montant. Exemple : Département."


class FunderOf:
    """Refuses a line with an amount and nobody who brings it, and an amount in the place of a name."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __call__(self, form: Form, field: Any) -> None:
        """Raise ValidationError with an example."""
        funder, amount = field.data.strip(), form[MEANS_ROWS.name(self.number, "amount")].data.strip()
        if amount and not funder:
            raise ValidationError(f"{field.label.text} : {NO_FUNDER}")
        if is_only_amount(funder) or (not amount and ends_with_amount(funder)):
            raise ValidationError(f"{field.label.text} : {AMOUNT_AS_FUNDER}")


def _checks(number: int, field: Field) -> list[Any]:
    return [FunderOf(number)] if field.id == "funder" else []


MEANS_ROWS = RecordRows(
    "means", MEANS, MAX_MEANS, Means(MeansKind.COMMON_LAW, ""), ("kind", "funder"), _checks
)
