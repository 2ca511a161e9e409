"""Reads the values of a JSON document one by one, orientations included; every problem has its path."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, TypeVar

from app.domain.fields import OBJECTIVE, ORIENTATION, Field, Kind
from app.domain.orientations import OBJECTIVE_ID, ORIENTATION_ID, Objective, Orientation, objectives_of
from app.domain.problems import Problems, Refused, quote
from app.domain.text import MAX_NAME, MAX_TEXT, clean, is_blank

MAX_MEMBERS = 2_000
"""Most communes, quartiers or adaptations in one profile; the largest grouping has 158 communes."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

MISSING = object()
"""Stands for a required value that is not in the document: that was said once, by `mapping`."""

Choice = TypeVar("Choice", bound=StrEnum)


class ProfileRefused(Refused):
    """A document that is not a profile."""


def _problems() -> Problems:
    return Problems(ProfileRefused)


@dataclass
class DocumentReader:
    """Reads a document value by value, and goes on after a problem to find the next one.

    Every method raises ProfileRefused at the problem that is one too many: see MAX_PROBLEMS.
    """

    problems: Problems = field(default_factory=_problems)

    def raise_if_any(self) -> None:
        """Raise ProfileRefused when something was noted."""
        self.problems.raise_if_any()

    def refuse(self, path: str, message: str) -> None:
        """Note a problem."""
        self.problems.add(path, message)

    def mapping(
        self,
        document: object,
        path: str,
        keys: tuple[str, ...] | None,
        required: tuple[str, ...] = (),
    ) -> dict[str, Any]:
        """Return the document's own keys; None for `keys` means that any key is allowed.

        Those that are `required` always come: MISSING where the document does not have them.
        """
        absent = dict.fromkeys(required, MISSING)
        if not isinstance(document, dict):
            if document is not MISSING:
                self.refuse(path, "objet JSON attendu, entre accolades")
            return absent
        prefix = f"{path}." if path else ""
        known = document.keys() if keys is None else keys
        for key in document:
            if key not in known:
                self.refuse(f"{prefix}{quote(key)}", f"clé inconnue ; clés possibles : {', '.join(known)}")
        for key in required:
            if key not in document:
                self.refuse(f"{prefix}{key}", "valeur manquante")
        return absent | {key: document[key] for key in document if key in known}

    def sequence(self, document: object, path: str) -> list[tuple[str, object]]:
        """Return the values of a list, each with its path."""
        if not isinstance(document, list):
            self.refuse(path, "liste JSON attendue, entre crochets")
            return []
        if len(document) > MAX_MEMBERS:
            self.refuse(path, f"{MAX_MEMBERS} éléments au plus")
            return []
        return [(f"{path}[{index}]", value) for index, value in enumerate(document)]

    def name(self, value: object, path: str) -> str:
        """Return a text of one line that shows something."""
        text = self.text(value, path, MAX_NAME)
        if isinstance(value, str) and is_blank(text):
            self.refuse(path, "texte vide")
        return " ".join(text.split("\n")).strip()

    def text(self, value: object, path: str, longest: int) -> str:
        """Return a cleaned text, at most `longest` characters."""
        if value is MISSING:
            return ""
        if not isinstance(value, str):
            self.refuse(path, "texte attendu, entre guillemets")
            return ""
        cleaned = clean(value)
        if cleaned.removed and _LONE_SURROGATE.search(value):
            self.refuse(path, "caractère illisible (demi-codet Unicode isolé) : retapez ce texte")
        text = cleaned.text
        if len(text) > longest:
            self.refuse(path, f"{len(text)} caractères ; {longest} au plus")
        return text

    def line(self, value: object, path: str) -> str:
        """Return a text of one line, that may be empty."""
        return " ".join(self.text(value, path, MAX_NAME).split("\n")).strip()

    def flag(self, value: object, path: str, usual: bool) -> bool:
        """Return a boolean."""
        if not isinstance(value, bool):
            self.refuse(path, "true ou false attendu")
            return usual
        return value

    def choice(self, value: object, path: str, usual: Choice) -> Choice:
        """One of the values of the class of `usual`."""
        known = {choice.value: choice for choice in type(usual)}
        if value is MISSING:
            return usual
        if not isinstance(value, str) or value not in known:
            self.refuse(path, f"attendu : {', '.join(filter(None, known))}")
            return usual
        return known[value]

    def names(self, value: object, path: str) -> tuple[str, ...]:
        """Return a list of texts of one line that show something, each once."""
        read = [self.name(listed, place) for place, listed in self.sequence(value, path)]
        self.refuse_doubles(read, path)
        return tuple(read)

    def refuse_doubles(self, names: Sequence[str], path: str, key: str = "") -> None:
        """Note each name of a list that stands there already; `key` is where each element has its name."""
        known: set[str] = set()
        for index, name in enumerate(names):
            if name and name in known:
                self.refuse(f"{path}[{index}]{key}", f"« {quote(name)} » figure déjà dans la liste")
            known.add(name)


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
