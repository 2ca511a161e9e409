"""The signatories as one table: who signs for each, in what capacity, by which deliberation; one save."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from app.domain.fields import SIGNATORY, by_id
from app.domain.profile import Profile, Signatory, new_signatory_id
from app.domain.rules import Partner, PartnerStatus
from app.domain.text import is_blank
from app.domain.usual_signatories import Usual, usual_of
from app.store import SavedProfile
from app.web.contract_catalogue import catalogue_of
from app.web.described_fields import form_field, read_in_form, show_in_form
from app.web.partners import TITLES
from app.web.profile_form import ProfileForm, base_versions

FIELDS = by_id(SIGNATORY)
COLUMNS = ("representative", "title")
DELIBERATED = ("body", "deliberated_on")
"""What is asked besides where an assembly empowers who signs."""

ASKED = ("name", *COLUMNS, *DELIBERATED)
MANY = 8
"""Signatories of one kind that are shown with the others; more stand apart, folded."""

REMOVED = "a été retiré du contrat entre-temps. Enregistrez de nouveau pour l’y remettre."
NAMED = "a été nommé entre-temps. Enregistrez de nouveau pour ajouter le vôtre."


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a signatory, or a kind for which nobody is named (its signatory has no name)."""

    partner: Partner
    signatory: Signatory
    usual: Usual

    @property
    def key(self) -> str:
        """What begins the names of its fields: the same on every page that shows it."""
        return self.signatory.id or self.partner.id.replace("-", "_")

    @property
    def is_new(self) -> bool:
        """Whether nobody is named yet."""
        return not self.signatory.id

    @property
    def who(self) -> str:
        """What it is called."""
        return self.signatory.name or self.partner.title

    @property
    def asked(self) -> tuple[str, ...]:
        """The ids of the fields that are asked for."""
        name = ("name",) if self.is_new else ()
        return (*name, *COLUMNS, *(DELIBERATED if self.partner.deliberates else ()))

    def field(self, column: str) -> str:
        """Return the name of a field of the form."""
        return f"{self.key}_{column}"

    def shown(self, signatory: Signatory) -> dict[str, Any]:
        """Return what its fields show for a signatory: what is saved, else what is usual."""
        said = replace(
            signatory,
            title=signatory.title or self.usual.title,
            body=signatory.body or (self.usual.body if self.partner.deliberates else ""),
        )
        return {self.field(one): show_in_form(FIELDS[one], getattr(said, one)) for one in self.asked}


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Lines under one title: those of kinds that sign for one reason, or of one kind that many sign as."""

    title: str
    rows: tuple[Row, ...]

    @property
    def is_long(self) -> bool:
        """Whether it is one kind as which many sign, better folded at first."""
        return len(self.rows) > MANY and len({row.partner.id for row in self.rows}) == 1

    @property
    def named(self) -> int:
        """How many say who signs for them."""
        return sum(not is_blank(row.signatory.representative) for row in self.rows)


def group_rows(rows: Iterable[Row]) -> tuple[RowGroup, ...]:
    """Return the lines by the reason why their kinds sign, a kind of many apart, after its reason."""
    lines = tuple(rows)
    many = {kind for kind, number in Counter(row.partner.id for row in lines).items() if number > MANY}
    grouped: dict[tuple[PartnerStatus, str], list[Row]] = {}
    for row in lines:
        apart = row.partner.title if row.partner.id in many else ""
        grouped.setdefault((row.partner.status, apart), []).append(row)
    order = sorted(grouped, key=lambda key: ([*TITLES].index(key[0]), key[1]))
    return tuple(RowGroup(title or TITLES[status], tuple(grouped[status, title])) for status, title in order)


class TableForm(ProfileForm):
    """The lines of the table. `lines` are those of the page, the signatories removed since included."""

    lines: tuple[Row, ...] = ()

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Return what the fields show for a profile."""
        known = {one.id: one for one in profile.signatories}
        return {
            name: value
            for row in cls.lines
            for name, value in row.shown(known.get(row.signatory.id, row.signatory)).items()
        }

    def unit_of(self, field: Any) -> str:
        """Return the key of the line of a field: a line means something as a whole."""
        return next((row.key for row in self.lines if str(field.name).startswith(f"{row.key}_")), "")

    def without_place(self, present: SavedProfile) -> Iterator[str]:
        """Say who was removed meanwhile, and which kind was named meanwhile, where something was typed."""
        here = {one.id for one in present.profile.signatories}
        named = {one.partner for one in present.profile.signatories}
        for row in self.lines:
            if self._says(row) and not row.is_new and row.signatory.id not in here:
                yield f"« {row.who} » {REMOVED}"
            if self._says(row) and row.is_new and row.partner.id in named:
                yield f"« {row.who} » {NAMED}"

    def signatories(self, profile: Profile) -> tuple[Signatory, ...]:
        """Return those of the profile with what was typed. Call on an accepted form only."""
        known = {one.id: one for one in profile.signatories}
        for row in self.lines:
            if not self._says(row) and row.signatory.id not in known:
                continue
            signatory = self._read(row, known.get(row.signatory.id, row.signatory))
            known[signatory.id] = signatory
        return tuple(known.values())

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Ask for the name of whoever is named for the first time."""
        accepted = bool(super().validate(*args, **kwargs))
        for row in self.lines:
            if row.is_new and self._says(row) and is_blank(self[row.field("name")].data):
                message = f"{row.who}\u00a0: {FIELDS['name'].missing}"
                self[row.field("name")].errors = [message]
                accepted = False
        return accepted

    def _says(self, row: Row) -> bool:
        """Whether a line says more than what is usual, or than what was saved."""
        shown = row.shown(row.signatory)
        return any(self[name].data != value for name, value in shown.items())

    def _read(self, row: Row, known: Signatory) -> Signatory:
        typed = {one: read_in_form(FIELDS[one], self[row.field(one)], "") for one in row.asked}
        if not typed["representative"]:
            # What was only proposed is nobody's as long as nobody is named.
            usual = {"title": row.usual.title, "body": row.usual.body}
            typed |= {one: getattr(known, one) for one, text in usual.items() if typed.get(one) == text}
        return replace(known, **typed, id=known.id or new_signatory_id())


def table_form(saved: SavedProfile) -> type[TableForm]:
    """Return the form of the table of a contract, and of the page that was sent."""
    rows = {row.key: row for contract in (*reversed(base_versions(saved)), saved) for row in _rows(contract)}
    present = [row.key for row in _rows(saved)]
    lines = tuple(rows[key] for key in dict.fromkeys((*present, *rows)))
    fields = {row.field(one): _field(row, one) for row in lines for one in row.asked}
    return type("TheseSignatoriesForm", (TableForm,), {"lines": lines, **fields})


def _field(row: Row, column: str) -> Any:
    label = f"{FIELDS[column].label}, {row.who}"
    return form_field(replace(FIELDS[column], missing=""), label)


def _rows(saved: SavedProfile) -> Iterator[Row]:
    profile = saved.profile
    for partner in catalogue_of(saved).partners:
        if partner.id in profile.partners:
            named = [one for one in profile.signatories if one.partner == partner.id]
            for one in named or [Signatory(partner.id, "")]:
                yield Row(partner, one, usual_of(partner, one.name, profile.territory))
