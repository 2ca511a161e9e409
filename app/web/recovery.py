"""What a person typed, given back on a page that could not save it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import HTTPException

from app.domain.text import clean, is_blank
from app.web.parts import catalogue

LABELS = {
    "name": "Nom du profil",
    "kind": "Nature du territoire",
    "territory_name": "Nom du territoire",
    "code": "Code du territoire",
    "grouping": "Catégorie juridique du groupement",
    "communes": "Communes",
    "quartiers": "Quartiers prioritaires (QPV)",
    "partners": "Signataires",
    "included": "L’engagement figure au contrat",
    "reason_excluded": "Motif, s’il est écarté",
    "local_action": "Action locale",
    "lead": "Pilote",
    "deadline": "Échéance",
    "indicator": "Indicateur",
    "resources": "Moyens",
}
_MACHINERY = {"version", "token"}


@dataclass(frozen=True, slots=True)
class Typed:
    """One field of a form that was not saved, with the words of its label."""

    name: str
    label: str
    text: str


def typed_texts() -> list[Typed]:
    """Every field of ours that was sent and says something; nothing when the body is unreadable."""
    try:
        return list(_typed())
    except HTTPException:
        return []


def _typed() -> Iterator[Typed]:
    labels = LABELS | {f"fact_{rule.id}": rule.question for rule in catalogue().facts}
    for name, values in request.form.lists():
        if name in labels:
            for value in values:
                text = clean(value).text
                if not is_blank(text):
                    yield Typed(name, labels[name], text)


def machinery() -> list[tuple[str, str]]:
    """The hidden fields that a second sending needs: the version and the token, as they were."""
    try:
        return [(name, request.form[name]) for name in _MACHINERY if name in request.form]
    except HTTPException:
        return []
