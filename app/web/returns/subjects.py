"""The clauses of a contract as the pages of the returned files name them: their order, titles and pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from flask import url_for

from app.domain.commitment_list import Row, rows_of
from app.domain.draft import Draft
from app.domain.field_text import labels_of
from app.domain.fields import ADAPTATION, YES, Kind, by_id
from app.domain.french import date_or_words, format_euros
from app.domain.names import Names
from app.domain.outlines import quartier_place
from app.domain.proposed_fields import CHAPTERS, SIGNATORIES, kind_of, label_of
from app.store import SavedProfile
from app.web.commitments import address_of

FILED_UNDER = ("local_action", "resources", "indicator", "associated", "review")
"""The fields of an action under which a text that found no place may be filed."""


class PlaceToFile(NamedTuple):
    """Where a text may be filed: a clause, and for a chapter the id of its text."""

    clause: str
    field: str = ""


@dataclass(frozen=True)
class Subjects:
    """What the clauses and the fields of one contract are called."""

    saved: SavedProfile
    draft: Draft

    @cached_property
    def rows(self) -> Mapping[str, Row]:
        """The commitments by id, in the order of the contract."""
        return {row.id: row for row in rows_of(self.draft)}

    @property
    def order(self) -> list[str]:
        """The clauses in the order of the contract: who signs, the chapters, then the commitments."""
        return [SIGNATORIES, CHAPTERS, *self.rows]

    @cached_property
    def chapters(self) -> Mapping[str, str]:
        """The label of each text of the chapters, by the id of its place."""
        labels = {
            place.id: place.label for chapter in self.draft.outline.chapters for place in chapter.places
        }
        for one in self.draft.territory.quartiers:
            label = self.draft.territory.quartier_label(one.code)
            labels[quartier_place(one.code)] = f"Projet du quartier {label}"
        return labels

    def title(self, clause: str) -> str:
        """Return what a clause is called: its number and its first words."""
        if clause in {SIGNATORIES, CHAPTERS}:
            return "Signataires" if clause == SIGNATORIES else "Textes du contrat"
        if row := self.rows.get(clause):
            return f"{row.label} · {row.subject}" if row.number else row.subject
        return Names(self.draft.catalogue).commitment(clause)[0]

    def address(self, clause: str) -> str:
        """Return the page of a clause; nothing for one that has none."""
        if clause == SIGNATORIES:
            return url_for("signatories.show", profile_id=self.saved.id)
        if clause == CHAPTERS:
            return url_for("chapters.edit", profile_id=self.saved.id)
        row = self.rows.get(clause)
        return address_of(self.saved.id, row, {}) if row else ""

    def section(self, clause: str) -> str:
        """Return the volet of a clause; the first of the contract for what stands in none."""
        if row := self.rows.get(clause):
            return row.section
        leaf = self.draft.catalogue.leaf_by_id.get(clause)
        known = [one.id for one in self.draft.catalogue.sections_in(self.draft.outline)]
        return leaf.commitment.section if leaf and leaf.commitment.section in known else known[0]

    def label(self, clause: str, field: str) -> str:
        """Return what a field is called."""
        return label_of(clause, field, self.chapters)

    def words(self, clause: str, field: str, text: str) -> str:
        """Return a text of a field for whoever reads it: a date in letters, the names of quartiers."""
        match kind_of(clause, field):
            case Kind.DATE | Kind.YEAR:
                return date_or_words(text)
            case Kind.AMOUNT:
                return format_euros(int(text)) if text.isdigit() else text
            case Kind.QUARTIERS | Kind.OBJECTIVES as kind:
                return "\n".join(self._name(kind, one) for one in text.splitlines())
            case Kind.FLAG:
                return by_id(ADAPTATION)[field].label if text == YES and field != "included" else text
            case _:
                return text

    def _name(self, kind: Kind, one: str) -> str:
        known = self.draft.territory.quartier_labels if kind is Kind.QUARTIERS else {}
        if kind is Kind.QUARTIERS:
            return known.get(one, one)
        return labels_of(self.saved.profile)(kind, one)

    @cached_property
    def places(self) -> Mapping[str, PlaceToFile]:
        """Where a text may be filed, by what it is called on the page."""
        found = {self.title(clause): PlaceToFile(clause) for clause in self.rows}
        return found | {
            f"Texte\u00a0: {label}": PlaceToFile(CHAPTERS, one) for one, label in self.chapters.items()
        }

    def place(self, typed: str) -> PlaceToFile | None:
        """Return the place that somebody typed: what it is called, or the number of a commitment alone."""
        wanted = " ".join(typed.split()).casefold()
        numbers = {row.label.casefold(): PlaceToFile(row.id) for row in self.rows.values() if row.number}
        named = {name.casefold(): place for name, place in self.places.items()}
        return named.get(wanted) or numbers.get(wanted)
