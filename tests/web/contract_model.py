"""A contract under several people, as simple as it can be: what each of its fields says, by its name.

The model knows one rule: a save that was confirmed gives the fields that the person touched what that person
typed, upon what that person saw, and no other field changes; a save that was refused changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from app.domain.profile import Adaptation, Profile
from app.domain.profile_reader import MAX_MEANS
from app.web.chapters import field_name
from app.web.territory.forms import commune_lines, quartier_lines
from tests.web.pages import Page

Fields = dict[str, Any]
"""What a contract says, by the name of each field: « engagements/ID/lead ». Empty ones are left out."""

RECORDS = ("engagements-locaux", "signataires")
"""What a contract has several of, each with a page of its own, that can be added and removed."""

ANSWERS = {True: "oui", False: "non"}


def fields_of(profile: Profile) -> Fields:
    """Every field of a contract that an official can write, with what it says."""
    territory = profile.territory
    said: Fields = {
        "contrat/name": profile.name,
        "contrat/outline": profile.outline,
        "contrat/kind": territory.kind,
        "contrat/code": territory.code,
        "contrat/territory_name": territory.name,
        "contrat/grouping": territory.grouping,
        "contrat/communes": commune_lines(territory.communes),
        "contrat/quartiers": quartier_lines(territory.quartiers),
        "contrat/facts_reason": profile.facts_reason,
        **{f"contrat/fact_{fact}": ANSWERS[answer] for fact, answer in profile.facts.items()},
        "contrat/partners": frozenset(profile.partners),
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


def under(said: Mapping[str, Any], record: str) -> Fields:
    """The fields of one record: a commitment, a signatory."""
    return {name: value for name, value in said.items() if name.startswith(f"{record}/")}


def records_of(said: Iterable[str]) -> list[str]:
    """The addresses of the records of a contract, in the order of their names."""
    parts = (name.split("/") for name in said)
    return sorted({"/".join(part[:-1]) for part in parts if part[0] in RECORDS})


def differences(after: Fields, expected: Fields) -> dict[str, tuple[Any, Any]]:
    """What each field says and should say, where the two differ."""
    names = after.keys() | expected.keys()
    pairs = {name: (after.get(name), expected.get(name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _of_adaptation(record: str, adaptation: Adaptation) -> Fields:
    said: Fields = {}
    for attribute in fields(adaptation):
        value = getattr(adaptation, attribute.name)
        if attribute.name == "means":
            value = tuple(
                (means.kind.value, means.funder, means.amount, means.year, means.state.value)
                for means in value
            )
        elif attribute.name == "quartiers":
            value = frozenset(value)
        if value != attribute.default:
            said[f"{record}/{attribute.name}"] = str(value) if isinstance(value, StrEnum) else value
    return said


@dataclass
class OpenPage:
    """A page that somebody has open: its form as it stands, and which of its fields that person touched.

    `seen` is the contract as the page shows it, at `version`; `record` what it showed of its own record.
    """

    who: int
    address: str
    form: dict[str, Any]
    seen: Fields
    version: int
    record: Fields = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.record = under(self.seen, self.address)

    @property
    def kind(self) -> str:
        """The first word of its address, or the last where that says what is done."""
        words = self.address.split("/")
        return words[-1] if words[-1] in {"ajouter", "retirer", "restaurer"} else words[0]

    @property
    def words(self) -> set[str]:
        """What was typed in it and stands in its form."""
        return {text for text in map(str, self.typed().values()) if text.startswith("mot")}

    def type(self, name: str, value: Any) -> None:
        """Write in a field."""
        self.form[name] = value
        self.touched.add("means" if name.startswith("means_") else name)

    def show(self, page: Page) -> None:
        """Take the form of a page as it is shown; a list of boxes is there even when none is ticked."""
        self.form = page.fields
        boxes = _BOXES.get(self.kind)
        if boxes and self.form:
            self.form.setdefault(boxes, [])

    def see(self, now: Fields, version: int) -> None:
        """The page shows the contract of now; of a record that was removed, what it showed before."""
        self.seen, self.version = now, version
        self.record = under(now, self.address) or self.record

    def covers(self, name: str) -> bool:
        """Whether the page shows a field of the contract."""
        record, _, last = name.rpartition("/")
        return record == self.home and (last in self.form or f"{last}_1_funder" in self.form)

    @property
    def home(self) -> str:
        """What comes before the names of its fields."""
        return (
            "contrat"
            if self.kind in {"territoire", "trame", "partenaires", "renommer", "corbeille"}
            else self.address
        )

    def typed(self) -> Fields:
        """What the fields that were touched say, by their names in the contract."""
        return {f"{self.home}/{name}": self._value(name) for name in self.touched}

    def expected(self, before: Fields) -> Fields:
        """What the contract says once this page is confirmed: a record that was removed comes back."""
        is_gone = self.kind in RECORDS and not under(before, self.address)
        return without_empty(before | (self.record if is_gone else {}) | self.typed())

    def _value(self, name: str) -> Any:
        if name == "means":
            lines = (self._line(number) for number in range(1, MAX_MEANS + 1))
            return tuple(line for line in lines if line[1])
        value = self.form.get(name, ())
        return value if isinstance(value, str) else frozenset(value)

    def _line(self, number: int) -> tuple[str, str, int | None, str, str]:
        kind, funder, amount, year, state = (self.form.get(f"means_{number}_{part}", "") for part in _PARTS)
        return kind, funder, int(amount.replace("\u202f", "")) if amount else None, year, state


_PARTS = ("kind", "funder", "amount", "year", "state")
_OF_CONTRACT = {"territoire", "trame", "partenaires", "renommer", "corbeille"}
"""Pages about the contract as a whole, by their kind."""

_BOXES = {
    "partenaires": "partners",
    "engagements": "quartiers",
    "engagements-locaux": "quartiers",
    "ajouter": "quartiers",
    "catalogue": "taken",
}
"""The boxes of a page, by its kind."""
