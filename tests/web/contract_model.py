"""A contract under several people, as simple as it can be: what each of its fields says, by its name.

The model knows one rule: a save that was confirmed gives the fields that the person touched what that person
typed, and no other field changes; a save that was refused changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from app.domain.profile import Adaptation, Profile
from app.web.chapters.forms import field_name
from app.web.territory.lines import quartier_lines
from tests.web.pages import Page

Fields = dict[str, Any]
"""What a contract says, by the name of each field: « engagements/ID/lead ». Empty ones are left out."""


def fields_of(profile: Profile) -> Fields:
    """Every field of a contract that an official can write, with what it says."""
    said: Fields = {
        "contrat/name": profile.name,
        "contrat/outline": profile.outline,
        "contrat/facts_reason": profile.facts_reason,
        "contrat/partners": frozenset(profile.partners),
        "contrat/quartiers": quartier_lines(profile.territory.quartiers),
        **{f"textes/{field_name(place)}": text for place, text in profile.texts.items()},
    }
    for commitment_id, adaptation in profile.adaptations.items():
        said |= _of_adaptation(f"engagements/{commitment_id}", adaptation)
    for local in profile.local_commitments:
        said[f"engagements-locaux/{local.id}/text"] = local.text
        said[f"engagements-locaux/{local.id}/section"] = local.section
        said |= _of_adaptation(f"engagements-locaux/{local.id}", local.adaptation)
    for signatory in profile.signatories:
        for attribute in fields(signatory):
            value = getattr(signatory, attribute.name)
            if attribute.name != "id":
                said[f"signataires/{signatory.partner}/{signatory.id}/{attribute.name}"] = value
    return without_empty(said)


def without_empty(said: Mapping[str, Any]) -> Fields:
    """The fields that say something."""
    return {name: value for name, value in said.items() if value}


def under(said: Mapping[str, Any], record: str) -> set[str]:
    """The names of the fields of one record: a commitment, a signatory."""
    return {name for name in said if name.startswith(f"{record}/")}


def records_of(said: Iterable[str], kind: str) -> list[str]:
    """The addresses of the records of a kind, in the order of their names."""
    deep = 3 if kind == "signataires" else 2
    return sorted({"/".join(name.split("/")[:deep]) for name in said if name.startswith(f"{kind}/")})


def _of_adaptation(record: str, adaptation: Adaptation) -> Fields:
    said: Fields = {}
    for attribute in fields(adaptation):
        value = getattr(adaptation, attribute.name)
        if attribute.name == "means":
            value = tuple((means.kind.value, means.funder, means.amount) for means in value)
        if value != attribute.default:
            said[f"{record}/{attribute.name}"] = str(value) if isinstance(value, StrEnum) else value
    return said


@dataclass
class OpenPage:
    """A page that somebody has open: its form as it stands, and which of its fields that person touched."""

    address: str
    form: dict[str, Any]
    touched: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def type(self, name: str, value: Any) -> None:
        """Write in a field; every word that was typed must be found again."""
        self.form[name] = value
        self.touched.add("means" if name.startswith("means_") else name)
        if isinstance(value, str) and value.startswith("mot"):
            self.words.add(value)

    def shown_again(self, page: Page) -> None:
        """The page came back: its form is what it shows now."""
        self.form = page.fields

    @property
    def means(self) -> tuple[tuple[str, str, int | None], ...]:
        """The lines of the budget as the form has them."""
        lines = (self._line(number) for number in range(1, 13))
        return tuple(line for line in lines if line[1])

    def _line(self, number: int) -> tuple[str, str, int | None]:
        kind, funder, amount = (self.form.get(f"means_{number}_{part}", "") for part in _PARTS)
        return kind, funder, int(amount.replace("\u202f", "")) if amount else None

    def expected(self, before: Fields) -> Fields:
        """What the contract says once this page is confirmed."""
        return without_empty(before | dict(self._typed()))

    def _typed(self) -> Iterator[tuple[str, Any]]:
        for name in self.touched:
            if name == "means":
                yield f"{self.address}/means", self.means
            elif name == "quartiers" and self.address != "territoire":
                yield f"{self.address}/quartiers", tuple(self.form.get("quartiers", ()))
            elif name == "partners":
                yield "contrat/partners", frozenset(self.form.get("partners", ()))
            else:
                record = "contrat" if self.address in {"territoire", "trame"} else self.address
                yield f"{record}/{name}", self.form[name]


_PARTS = ("kind", "funder", "amount")
