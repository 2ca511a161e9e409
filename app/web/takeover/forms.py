"""The forms of a takeover: to send the file, to decide of pieces and texts, to make the contract."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from wtforms import BooleanField, FileField, RadioField, SelectField
from wtforms.validators import ValidationError

from app.domain.fields import ADAPTATION, by_id
from app.domain.french import typeset
from app.domain.takeover import Target
from app.domain.takeover.corrections import CorrectionRefused, Part
from app.domain.takeover.review import Destination, Outcome, ReviewedPiece, ReviewedRemainder
from app.domain.text import MAX_NAME, MAX_TEXT, first_words, is_blank
from app.web.forms import NOT_A_CHOICE, CleanLine, CleanTextArea, CreationForm, Filled, NotTooLong, PageForm
from app.web.services import profiles
from app.web.takeover.review import Review, ReviewPart

LATER, ACCEPT, ASIDE = "plus-tard", "accepter", "ecarter"
SEEN, FILE, ACTION = "vu", "ranger", "action"
FILED_UNDER = ("local_action", "resources", "indicator", "review")
"""The fields of an action under which a text may be put."""

NO_FILE = "Fichier\u00a0: choisissez un contrat en .docx, .odt ou .pdf."
NO_PLACE = "Ranger dans\u00a0: choisissez une action ou un texte de la liste."
NO_WORDS = "Texte à reprendre\u00a0: écrivez-le, ou marquez ce passage vu."
NO_NAME = "Nom du contrat\u00a0: donnez un nom au contrat."
NO_TERRITORY = "Territoire\u00a0: écrivez le nom de l’intercommunalité ou de la commune, ou son code."


class TakeoverFileForm(PageForm):
    """The file of a contract made elsewhere."""

    file = FileField("Contrat existant (.docx, .odt ou .pdf)")
    whatever = BooleanField("Le reprendre quand même comme un contrat fait ailleurs")

    def validate_file(self, field: FileField) -> None:
        """Refuse no file at all."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError(NO_FILE)


class PartForm(PageForm):
    """What is decided of the pieces of a part; each piece has its own fields."""

    review: ClassVar[Review]
    shown: ClassVar[ReviewPart]

    def choice(self, one: ReviewedPiece) -> Any:
        """Return the field of the choice for a piece."""
        return self[f"choice_{one.id}"]

    def texts(self, one: ReviewedPiece) -> list[tuple[Part, Any]]:
        """Return the texts of a piece, each with its field."""
        parts = self.review.corrections.parts(one.piece, one.value)
        return [(part, self[f"{part.name}_{one.id}"]) for part in parts]

    def settle(self) -> bool:
        """Whether the decisions are now written; if not, the form says why. Call on an accepted form only."""
        decided = [self._decided(one) for one in self.shown.pieces]
        if self.status != 200:  # noqa: PLR2004 — OK
            return False
        profiles().takeovers.review(self.review.takeover.id, decided)
        self.say_what_was_removed()
        return True

    def _decided(self, one: ReviewedPiece) -> ReviewedPiece:
        chosen = self.choice(one).data
        texts = self.texts(one)
        typed = {part.name: str(field.data) for part, field in texts}
        if chosen == ASIDE:
            return replace(one, outcome=Outcome.SET_ASIDE)
        if chosen == LATER and all(_is_same(part.text, typed[part.name]) for part, _ in texts):
            return replace(one, outcome=None)
        own = self.review.corrections.parts(one.piece, one.piece.value)
        if all(_is_same(part.text, typed[part.name]) for part in own):
            return replace(one, outcome=Outcome.ACCEPTED)
        try:
            value = self.review.corrections.corrected(one.piece, typed)
        except CorrectionRefused as refused:
            texts[0][1].errors = [str(refused)]
            self.status = 422
            return one
        return replace(one, outcome=Outcome.CORRECTED, corrected=value)


def _is_same(shown: str, typed: str) -> bool:
    return " ".join(shown.split()) == " ".join(typed.split())


def part_form(review: Review, part: ReviewPart) -> PartForm:
    """Return the form of one part."""
    fields: dict[str, Any] = {"review": review, "shown": part}
    for one in part.pieces:
        title = review.corrections.title(one.piece)
        usual = {Outcome.SET_ASIDE: ASIDE}.get(one.outcome or Outcome.ACCEPTED, ACCEPT)
        fields[f"choice_{one.id}"] = RadioField(
            typeset(f"Décision : {title}"),
            choices={ACCEPT: "Accepter", ASIDE: "Écarter", LATER: "Décider plus tard"},
            default=usual,
            invalid_choice_message=NOT_A_CHOICE,
        )
        for said in review.corrections.parts(one.piece, one.value):
            fields[f"{said.name}_{one.id}"] = _field_of(said)
    made: type[PartForm] = type("TakeoverPartForm", (PartForm,), fields)
    return made()


def _field_of(part: Part) -> Any:
    if part.choices is not None:
        return SelectField(
            part.label,
            choices=dict(part.choices) | ({} if part.text in part.choices else {part.text: part.text}),
            default=part.text,
            invalid_choice_message=NOT_A_CHOICE,
        )
    kind = CleanTextArea if part.is_long or len(part.text) > MAX_NAME else CleanLine
    return kind(part.label, [NotTooLong()], default=part.text)


class RemaindersForm(PageForm):
    """What is decided of the texts of a page that found no place."""

    review: ClassVar[Review]
    lines: ClassVar[Sequence[ReviewedRemainder]]

    def part(self, kind: str, one: ReviewedRemainder) -> Any:
        """Return a field of one text."""
        return self[f"{kind}_{one.id}"]

    def settle(self, *, rest_is_seen: bool) -> bool:
        """Whether the decisions are now written. `rest_is_seen`: the texts that wait are marked seen."""
        decided = [self._decided(one, rest_is_seen=rest_is_seen) for one in self.lines]
        if self.status != 200:  # noqa: PLR2004 — OK
            return False
        profiles().takeovers.review(self.review.takeover.id, remainders=decided)
        self.say_what_was_removed()
        return True

    def _decided(self, one: ReviewedRemainder, *, rest_is_seen: bool) -> ReviewedRemainder:
        chosen, text = self.part("choice", one).data, self.part("text", one)
        if chosen == SEEN or (chosen == LATER and rest_is_seen):
            return replace(one, outcome=Outcome.SEEN, destination=None)
        if chosen == LATER:
            return replace(one, outcome=None, destination=None)
        if is_blank(text.data):
            return self._refused(one, text, NO_WORDS)
        if chosen == ACTION:
            made = Destination(Target.ACTION, "", "text", text.data.strip())
            return replace(one, outcome=Outcome.ACTION, destination=made)
        where = self.part("where", one)
        found = places_of(self.review).get(" ".join(where.data.split()).casefold())
        if found is None:
            return self._refused(one, where, NO_PLACE)
        target, key = found
        field = self.part("field", one).data if target is Target.ACTION else "text"
        return replace(
            one, outcome=Outcome.FILED, destination=Destination(target, key, field, text.data.strip())
        )

    def _refused(self, one: ReviewedRemainder, field: Any, message: str) -> ReviewedRemainder:
        field.errors = [*field.errors, message]
        self.status = 422
        return one


def names_of_places(review: Review) -> Iterator[tuple[str, tuple[Target, str]]]:
    """Yield where a text may be put, by what it is called on the page."""
    for key, title in review.actions.items():
        number = key.removeprefix("local-")
        yield first_words(f"Action {number} · {title}", MAX_NAME), (Target.ACTION, key)
    for place, label in review.corrections.places.items():
        yield typeset(f"Texte : {label}"), (Target.TEXT, place)


def places_of(review: Review) -> Mapping[str, tuple[Target, str]]:
    """Return where a text may be put, by its name in small letters."""
    return {" ".join(name.split()).casefold(): place for name, place in names_of_places(review)}


def remainders_form(review: Review, lines: Sequence[ReviewedRemainder]) -> RemaindersForm:
    """Return the form of a page of what found no place."""
    described = by_id(ADAPTATION)
    under = {name: described[name].label for name in FILED_UNDER}
    choices = {
        LATER: "Décider plus tard",
        SEEN: "Vu\u00a0: rien à reprendre",
        FILE: "Ranger dans un champ",
        ACTION: "En faire une action",
    }
    usual = {Outcome.SEEN: SEEN, Outcome.FILED: FILE, Outcome.ACTION: ACTION}
    names = {place: name for name, place in names_of_places(review)}
    fields: dict[str, Any] = {"review": review, "lines": lines}
    for one in lines:
        there = one.destination
        fields |= {
            f"choice_{one.id}": RadioField(
                typeset(f"Décision : page {one.remainder.page or 'inconnue'}"),
                choices=choices,
                default=usual.get(one.outcome, LATER) if one.outcome else LATER,
                invalid_choice_message=NOT_A_CHOICE,
            ),
            f"text_{one.id}": CleanTextArea(
                "Texte à reprendre",
                [NotTooLong()],
                default=there.text if there else one.remainder.text[:MAX_TEXT],
            ),
            f"where_{one.id}": CleanLine(
                "Ranger dans",
                [NotTooLong()],
                default=names.get((there.target, there.key), "") if there else "",
            ),
            f"field_{one.id}": SelectField(
                "Champ de l’action",
                choices=under,
                default=there.field if there and there.field in under else FILED_UNDER[0],
                invalid_choice_message=NOT_A_CHOICE,
            ),
        }
    made: type[RemaindersForm] = type("TakeoverRemaindersForm", (RemaindersForm,), fields)
    return made()


class MakeForm(CreationForm):
    """The name and the territory of the contract that a takeover makes."""

    name = CleanLine("Nom du contrat (obligatoire)", [Filled(NO_NAME), NotTooLong()])
    territory = CleanLine("Territoire (obligatoire)", [Filled(NO_TERRITORY), NotTooLong()])

    @staticmethod
    def values(review: Review) -> dict[str, Any]:
        """Return what the takeover proposes."""
        return {
            "name": first_words(f"Contrat repris de {review.takeover.name}", MAX_NAME - 1),
            "territory": named_territory(review),
        }


def named_territory(review: Review) -> str:
    """Return the name of the territory that was accepted; nothing without one."""
    taken = [one for one in review.pieces if one.is_taken and one.piece.target is Target.TERRITORY]
    whole = next((one.value["name"] for one in taken if one.piece.field == "all"), "")
    return whole or next((str(one.value) for one in taken if one.piece.field == "name"), "")
