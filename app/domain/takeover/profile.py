"""A profile made of the pieces that were accepted."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.profile_reader import SCHEMA
from app.domain.takeover.places import TO_FILL
from app.domain.takeover.recognition import Piece, Target, pieces_by_record
from app.domain.text import MAX_NAME, first_words

_NO_ADAPTATION: Mapping[str, Any] = {
    "included": True,
    "local_action": "",
    "lead": "",
    "deadline": "",
    "indicator": "",
    "resources": "",
    "reason_excluded": None,
}
USUAL_SECTION = "gouvernance-signature"
"""The volet of the actions whose words name none: to be chosen again by whoever takes the contract over."""

_KINDS = (("établissement public territorial", "ept"), ("ville", "commune"), ("commune ", "commune"))


def profile_of(pieces: Iterable[Piece], file: str, outline: str, section: str = "") -> dict[str, Any]:
    """Return the JSON document of the profile that some pieces make: « Contrat repris de FILE ».

    `section` is the volet of the actions whose words name none: a contract puts each of them in one.
    """
    accepted = list(pieces)
    signatories = [
        piece.value for of in pieces_by_record(accepted, Target.SIGNATORY).values() for piece in of[:1]
    ]
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "name": first_words(f"Contrat repris de {file}", MAX_NAME - 1),
        "territory": _territory(accepted),
        "facts": {},
        "partners": list(dict.fromkeys(one["partner"] for one in signatories)),
        "signatories": signatories,
        "outline": outline,
        "orientations": _orientations(accepted),
        "adaptations": {},
        "local_commitments": _actions(accepted, section),
        "texts": {key: of[0].value for key, of in pieces_by_record(accepted, Target.TEXT).items()},
    }
    return {key: value for key, value in document.items() if value or key in {"facts", "adaptations"}}


def _territory(pieces: list[Piece]) -> dict[str, Any]:
    """Return the territory as it was recognised or named, with its quartiers."""
    said = {piece.field: piece.value for piece in pieces if piece.target is Target.TERRITORY}
    name = said.get("name", TO_FILL)
    territory = said.get("all") or {
        "kind": next((kind for words, kind in _KINDS if name.lower().startswith(words)), "epci"),
        "code": said.get("code", TO_FILL),
        "name": name,
        "communes": said.get("communes", []),
    }
    quartiers = [of[0].value for of in pieces_by_record(pieces, Target.QUARTIER).values()]
    return {**territory, "quartiers": quartiers}


def _orientations(pieces: list[Piece]) -> list[dict[str, Any]]:
    """Return the orientations, each with its objectives."""
    made = []
    objectives = pieces_by_record(pieces, Target.OBJECTIVE)
    for key, of in pieces_by_record(pieces, Target.ORIENTATION).items():
        own = [
            {"id": path.partition("/")[2], "title": TO_FILL} | _said(said)
            for path, said in objectives.items()
            if path.partition("/")[0] == key
        ]
        made.append({"id": key, "title": TO_FILL} | _said(of) | {"objectives": own})
    return made


def _actions(pieces: list[Piece], section: str) -> list[dict[str, Any]]:
    """Return the actions; of what they name, only the quartiers and objectives that were accepted too."""
    made = []
    known = {path.partition("/")[2] for path in pieces_by_record(pieces, Target.OBJECTIVE)}
    codes = set(pieces_by_record(pieces, Target.QUARTIER))
    for key, of in pieces_by_record(pieces, Target.ACTION).items():
        said = _said(of)
        text = said.pop("text", "") or TO_FILL
        for name, kept in (("objectives", known), ("quartiers", codes)):
            if name in said:
                said[name] = [one for one in said[name] if one in kept]
        own = said.pop("section", section)
        made.append({"id": key, "section": own, "text": text, "adaptation": {**_NO_ADAPTATION, **said}})
    return made


def _said(pieces: list[Piece]) -> dict[str, Any]:
    """Return the fields of a record; of two pieces of one field, the first."""
    return {piece.field: piece.value for piece in reversed(pieces)}
