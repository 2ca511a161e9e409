"""Reads the orientations of a contract, and the objectives that its actions serve, from a JSON document."""

import re
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from app.domain.document_reader import DocumentReader
from app.domain.fields import OBJECTIVE, ORIENTATION, Field, Kind
from app.domain.orientations import OBJECTIVE_ID, ORIENTATION_ID, Objective, Orientation, objectives_of
from app.domain.problems import quote
from app.domain.text import MAX_TEXT

UNREADABLE = "identifiant illisible ; « {} » suivi de chiffres attendu : {}1"


class OrientationReader(DocumentReader):
    """Reads orientations value by value, each id once."""

    def orientations(self, document: object) -> tuple[Orientation, ...]:
        """Return the orientations, with their objectives."""
        read = [self.orientation(value, place) for place, value in self.sequence(document, "orientations")]
        self.refuse_doubles([orientation.id for orientation in read], "orientations", ".id")
        known: set[str] = set()
        for objective in objectives_of(read):
            if objective.id and objective.id in known:
                self.refuse("orientations", f"l’objectif « {quote(objective.id)} » y figure deux fois")
            known.add(objective.id)
        return tuple(read)

    def orientation(self, document: object, path: str) -> Orientation:
        """Return one orientation."""
        values, read = self._described(document, path, Orientation, ORIENTATION)
        objectives = self.sequence(values.get("objectives", []), f"{path}.objectives")
        return Orientation(
            id=self._id(values["id"], f"{path}.id", ORIENTATION_ID, "o"),
            objectives=tuple(self.objective(value, place) for place, value in objectives),
            **read,
        )

    def objective(self, document: object, path: str) -> Objective:
        """Return one objective."""
        values, read = self._described(document, path, Objective, OBJECTIVE)
        return Objective(id=self._id(values["id"], f"{path}.id", OBJECTIVE_ID, "b"), **read)

    def served(self, document: object, path: str) -> tuple[str, ...]:
        """Return the ids of the objectives that an action serves.

        One that the contract no longer has is kept: it is said among what the contract lacks.
        """
        ids = self.names(document, path)
        for index, one in enumerate(ids):
            self._id(one, f"{path}[{index}]", OBJECTIVE_ID, "b")
        return ids

    def _described(
        self, document: object, path: str, kind: type[Orientation | Objective], described: Sequence[Field]
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the values of a record, and those of its described fields as read."""
        keys = tuple(attribute.name for attribute in fields(kind))
        values = self.mapping(document, path, keys, required=("id", "title"))
        return values, {
            field.id: self._typed(field, values[field.id], f"{path}.{field.id}")
            for field in described
            if field.id in values
        }

    def _typed(self, field: Field, value: object, path: str) -> str:
        if field.missing:
            return self.name(value, path)
        several = field.kind in {Kind.TEXT, Kind.PROSE}
        return self.text(value, path, MAX_TEXT) if several else self.line(value, path)

    def _id(self, value: object, path: str, pattern: re.Pattern[str], first: str) -> str:
        read = self.line(value, path)
        if isinstance(value, str) and not pattern.fullmatch(read):
            self.refuse(path, UNREADABLE.format(first, first))
        return read
