"""What a piece says as somebody reads and corrects it, and the value that a corrected text makes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from app.domain.adaptations import adaptation_of
from app.domain.field_text import TypedRefused, read_typed, show_budget, show_indicator_value
from app.domain.fields import ADAPTATION, OBJECTIVE, ORIENTATION, SIGNATORY, STATES, Field, Kind, by_id
from app.domain.french import count_noun, format_number, typeset
from app.domain.problems import UserError, quote
from app.domain.profile import (
    IndicatorValue,
    LocalCommitment,
    Means,
    MeansKind,
    MeansState,
    Objective,
    Orientation,
    Profile,
    Quartier,
    Territory,
)
from app.domain.proposed_fields import FieldRefused, as_text, put_text, typed_text
from app.domain.takeover.places import CODE
from app.domain.takeover.recognition import Piece, Target
from app.domain.takeover.values import means_document, read_budget, value_document
from app.domain.text import MAX_NAME, MAX_TEXT, clean, is_blank

_ACTION = "local-1"
_FIELDS = by_id(ADAPTATION)
_DESCRIBED = {Target.ORIENTATION: by_id(ORIENTATION), Target.OBJECTIVE: by_id(OBJECTIVE)}
_INSEE = re.compile(r"[0-9][0-9AB][0-9]{3}")
_COMMUNE = re.compile(r"(?P<name>.+?)\s*\((?P<code>[0-9][0-9AB][0-9]{3})\)")
_TITLES = {
    (Target.ACTION, "text"): "Action",
    (Target.ACTION, "section"): "Volet",
    (Target.ACTION, "state"): "État",
    (Target.TERRITORY, "all"): "Territoire",
    (Target.TERRITORY, "name"): "Territoire",
    (Target.TERRITORY, "code"): "Code du territoire",
    (Target.TERRITORY, "communes"): "Communes",
    (Target.QUARTIER, "name"): "Quartier",
    (Target.SIGNATORY, "name"): "Signataire",
}
_WHOLE = {(Target.TERRITORY, "all"), (Target.ACTION, "indicator_by_sex")}
"""What is accepted or set aside, and has no text to correct."""
AMOUNT_EXAMPLE = "Droit commun, Ville\u00a0: 60\u202f000\u00a0€ (2025, acquis)"


class CorrectionRefused(UserError):
    """A corrected text that its field cannot hold. `str()` of it is a French sentence."""


@dataclass(frozen=True, slots=True)
class Part:
    """A text of a piece: its name in a form, what it is called, what it says; `choices` where it is one."""

    name: str
    label: str
    text: str
    is_long: bool = False
    choices: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Corrections:
    """Shows the pieces of one contract, and reads them corrected.

    `sections` and `partners` are titles by id, `places` the labels of the texts of chapters by id;
    `quartiers` and `orientations` those that were recognised; `years` those of the contract.
    """

    sections: Mapping[str, str] = field(default_factory=dict)
    partners: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    years: Sequence[str] = ()
    quartiers: tuple[Quartier, ...] = ()
    orientations: tuple[Orientation, ...] = ()

    @classmethod
    def of(cls, pieces: Sequence[Piece], **lists: Any) -> "Corrections":
        """Return those of a contract: its quartiers and objectives are what its actions may name."""
        quartiers = tuple(
            Quartier(one.value["code"], one.value["name"], tuple(one.value["communes"]))
            for one in pieces
            if one.target is Target.QUARTIER
        )
        titles = {one.key: one.value for one in pieces if one.field == "title"}
        orientations = tuple(
            Orientation(
                key,
                title,
                objectives=tuple(
                    Objective(path.partition("/")[2], said)
                    for path, said in titles.items()
                    if path.startswith(f"{key}/")
                ),
            )
            for key, title in titles.items()
            if "/" not in key
        )
        return cls(quartiers=quartiers, orientations=orientations, **lists)

    def title(self, piece: Piece) -> str:
        """Return what a piece is called in French."""
        if piece.target is Target.TEXT:
            return self.places.get(piece.key, piece.key)
        if known := _TITLES.get((piece.target, piece.field)):
            return known
        described: Mapping[str, Field] = _DESCRIBED.get(piece.target, _FIELDS)
        return described[piece.field].label if piece.field in described else piece.field

    def parts(self, piece: Piece, value: Any) -> tuple[Part, ...]:
        """Return the texts of a piece that has this value; none for what is taken whole or set aside."""
        title = self.title(piece)
        if piece.target is Target.QUARTIER:
            named = (Part("code", "Code", value["code"]), Part("name", "Nom", value["name"]))
            return (*named, Part("communes", "Codes de ses communes", " ".join(value["communes"])))
        if piece.target is Target.SIGNATORY:
            return self._parts_of_signatory(value)
        if (piece.target, piece.field) in _WHOLE:
            return ()
        if choices := self._choices(piece):
            return (Part("text", title, value, choices=choices),)
        return (Part("text", title, self._shown(piece, value), is_long=self._is_long(piece)),)

    def _parts_of_signatory(self, value: Any) -> tuple[Part, ...]:
        """Return the kind of a signatory, to choose, its name and who signs for it."""
        known = by_id(SIGNATORY)
        names = ("name", "representative", "title")
        return (
            Part("partner", "Signe en tant que", value["partner"], choices=self.partners),
            *(Part(name, known[name].label, value.get(name, "")) for name in names),
        )

    def _choices(self, piece: Piece) -> Mapping[str, str]:
        """Return what may be chosen in a field of an action; nothing for another one."""
        if piece.target is not Target.ACTION:
            return {}
        return {"section": self.sections, "state": STATES}.get(piece.field, {})

    def said(self, piece: Piece, value: Any) -> str:
        """Return a value in words: of what has no text to correct, and in lists."""
        if piece.target is Target.TERRITORY and piece.field == "all":
            communes = count_noun(len(value.get("communes", ())), "commune")
            return f"{value['name']} ({value['code']}), {communes}"
        if piece.field == "indicator_by_sex":
            return "oui"
        texts = (
            (part.choices or {}).get(part.text, part.text) for part in self.parts(piece, value) if part.text
        )
        return ", ".join(texts)

    def corrected(self, piece: Piece, texts: Mapping[str, str]) -> Any:
        """Return the value that these texts of the parts make. Raises CorrectionRefused."""
        said = {name: clean(text).text.strip() for name, text in texts.items()}
        title = self.title(piece)
        if is_blank(said.get("text", "x")) or is_blank(said.get("name", "x")):
            raise CorrectionRefused(typeset(f"{title} : écrivez-le, ou écartez cette proposition."))
        match piece.target:
            case Target.TERRITORY:
                return _territory(piece.field, said["text"])
            case Target.QUARTIER:
                return _quartier(said)
            case Target.SIGNATORY:
                for text in said.values():
                    _refuse_long(title, text, MAX_NAME)
                return {name: text for name, text in said.items() if text}
            case Target.ACTION if piece.field != "text":
                return self._of_action(piece, said["text"])
            case Target.ORIENTATION | Target.OBJECTIVE:
                return _described(_DESCRIBED[piece.target][piece.field], said["text"])
        _refuse_long(title, said["text"], MAX_TEXT)
        return said["text"]

    def _is_long(self, piece: Piece) -> bool:
        """Return whether the text of a piece takes several lines in a form."""
        if piece.field == "communes":
            return True
        if piece.target in {Target.TEXT, Target.ACTION} and piece.field not in _FIELDS:
            return True
        described = _DESCRIBED.get(piece.target, _FIELDS).get(piece.field)
        return described is not None and described.kind not in {Kind.LINE, Kind.DATE, Kind.YEAR}

    def _shown(self, piece: Piece, value: Any) -> str:
        """Return a value as it is typed in a form."""
        if piece.target is Target.TERRITORY and piece.field == "communes":
            return "\n".join(f"{one['name']} ({one['code']})" for one in value)
        if piece.target is not Target.ACTION or piece.field == "text":
            return str(value)
        if piece.field == "means":
            return "\n".join(show_budget([_means(one) for one in value]))
        if piece.field == "indicator_values":
            return "\n".join(show_indicator_value(IndicatorValue(**one)) for one in value)
        return typed_text(self._scratch, _ACTION, piece.field, as_text(value))

    @cached_property
    def _scratch(self) -> Profile:
        """A contract with one action, which names what the actions of this one may name."""
        territory = Territory("epci", "x", "x", quartiers=self.quartiers)
        action = LocalCommitment(_ACTION, "x", "x")
        return Profile("x", territory, local_commitments=(action,), orientations=self.orientations)

    def _of_action(self, piece: Piece, text: str) -> Any:
        """Return the value of a field of an action that a text makes."""
        if self._choices(piece):
            return text
        if piece.field == "means":
            return self._means(text)
        return self._of_field(piece.field, text)

    def _of_field(self, name: str, text: str) -> Any:
        """Return the value that a text makes in a field, read as the forms of a contract read it."""
        try:
            changed = put_text(self._scratch, _ACTION, name, text)
        except FieldRefused as refused:
            raise CorrectionRefused(str(refused)) from None
        value = getattr(adaptation_of(changed, _ACTION), name)
        if name == "indicator_values":
            return [value_document(one) for one in value]
        return list(value) if isinstance(value, tuple) else value

    def _means(self, text: str) -> list[dict[str, Any]]:
        """Return the lines of a budget; refuse what is none."""
        budget = read_budget(text.split("\n"), self.years)
        if budget.words:
            line = quote(budget.words.split("\n", maxsplit=1)[0])
            raise CorrectionRefused(
                typeset(f"Moyens : « {line} » ne se lit pas. Exemple : {AMOUNT_EXAMPLE}.")
            )
        return [means_document(one) for one in budget.means]


def _means(document: Mapping[str, Any]) -> Means:
    kind, state = MeansKind(document["kind"]), MeansState(document.get("state", ""))
    return Means(kind, document["funder"], document.get("amount"), document.get("year", ""), state)


def _territory(name: str, text: str) -> Any:
    """Return the name, the code or the communes of a territory."""
    if name == "communes":
        return [_commune(line) for line in text.splitlines() if line.strip()]
    _refuse_long("Territoire", text, MAX_NAME)
    return " ".join(text.split())


def _commune(line: str) -> dict[str, str]:
    """Return a commune written « Bayonne (64102) »."""
    found = _COMMUNE.fullmatch(line.strip())
    if found is None:
        raise CorrectionRefused(
            typeset(f"Communes : « {quote(line)} » ne se lit pas. Exemple : Bayonne (64102).")
        )
    return {"code": found["code"], "name": found["name"]}


def _quartier(said: Mapping[str, str]) -> dict[str, Any]:
    """Return a quartier from its code, its name and the codes of its communes."""
    code = said["code"].replace(" ", "").upper()
    if not CODE.fullmatch(code):
        raise CorrectionRefused(
            typeset(f"Quartier : « {quote(said['code'])} » n’est pas un code. Exemple : QN09101M.")
        )
    communes = said["communes"].replace(",", " ").split()
    if wrong := [one for one in communes if not _INSEE.fullmatch(one)]:
        raise CorrectionRefused(
            typeset(f"Quartier : « {quote(wrong[0])} » n’est pas le code d’une commune. Exemple : 64102.")
        )
    _refuse_long("Quartier", said["name"], MAX_NAME)
    return {"code": code, "name": said["name"], "communes": communes}


def _described(described: Field, text: str) -> str:
    """Return the value that a text makes in a field of an orientation or of an objective."""
    lines = described.kind in {Kind.LINE, Kind.YEAR}
    _refuse_long(described.label, text, MAX_NAME if lines else MAX_TEXT)
    try:
        return str(read_typed(described, " ".join(text.split()) if lines else text))
    except TypedRefused as refused:
        raise CorrectionRefused(
            typeset(f"{described.label} : {refused.reason}. Exemple : {refused.example}.")
        ) from None


def _refuse_long(title: str, text: str, longest: int) -> None:
    if len(text) > longest:
        excess = count_noun(len(text) - longest, "caractère")
        raise CorrectionRefused(
            typeset(f"{title} : {format_number(longest)} caractères au plus ; {excess} de trop.")
        )
