"""The tables that describe each field once."""

from dataclasses import fields

from app.domain.fields import ADAPTATION, MEANS, SIGNATORY
from app.domain.profile import Adaptation, Means, Signatory


def test_every_attribute_of_an_adaptation_a_means_and_a_signatory_is_described_once() -> None:
    assert sorted(field.id for field in ADAPTATION) == sorted(one.name for one in fields(Adaptation))
    assert sorted(field.id for field in MEANS) == sorted(one.name for one in fields(Means))
    assert sorted(("id", "partner", *(field.id for field in SIGNATORY))) == sorted(
        one.name for one in fields(Signatory)
    )
