"""What a person typed, given back on a page that could not save it."""

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
    "facts_reason": "Motif, si une réponse contredit ce qui est déduit",
    "content": "Liste des quartiers",
    "source": "Fichier de la liste",
}
_MACHINERY = {"version", "token", "next"}
_STALE = {"csrf_token"}


@dataclass(frozen=True, slots=True)
class Typed:
    """One field of a form that was not saved, with the words of its label."""

    name: str
    label: str
    text: str


def typed_texts() -> list[Typed]:
    """Every field that was sent and says something; nothing when the body is unreadable.

    A field without a label here is shown under its name: what was typed is never lost for that.
    """
    labels = _labels()
    return [
        Typed(name, labels.get(name, name), text)
        for name, text in _sent()
        if name not in _MACHINERY and not is_blank(text)
    ]


def unseen_fields() -> list[tuple[str, str]]:
    """What a second sending needs besides: the version, the token, and the fields that were emptied."""
    return [(name, text) for name, text in _sent() if name in _MACHINERY or is_blank(text)]


def _labels() -> dict[str, str]:
    return LABELS | {f"fact_{rule.id}": rule.question for rule in catalogue().facts}


def _sent() -> list[tuple[str, str]]:
    try:
        sent = request.form.items(multi=True)
        return [(name, clean(text).text) for name, text in sent if name not in _STALE]
    except HTTPException:
        return []
