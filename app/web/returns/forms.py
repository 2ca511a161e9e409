"""The forms of the returned files: to send them, to say who returned each, to decide of their lines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import request
from wtforms import BooleanField, MultipleFileField, RadioField, SelectField
from wtforms.validators import ValidationError

from app.domain.decisions import Filing, Ruling
from app.domain.fields import ADAPTATION, by_id
from app.domain.french import typeset
from app.domain.profile import Profile
from app.domain.proposals import Decision
from app.domain.proposed_fields import CHAPTERS, FieldRefused, text_of
from app.domain.returned import LOSSES, Thread, Unplaced
from app.domain.text import clean, is_blank
from app.store import Decided, FileState, ReturnedFile, SavedProfile
from app.web.forms import NOT_A_CHOICE, CleanLine, CleanTextArea, Filled, NotTooLong, PageForm
from app.web.profile_form import ProfileForm
from app.web.returns.shown import LATER, LOCAL, SEEN, ShownQuestion
from app.web.returns.subjects import FILED_UNDER, Subjects
from app.web.services import actor

MOST_AT_ONCE = 20
READ, REMOVE = "lire", "retirer"
FILE = "ranger"
NO_PLACE = "Ranger dans\u00a0: choisissez un engagement ou un texte de la liste, par exemple par son numéro."
GONE = "Cette proposition a été décidée entre-temps. Vous aviez écrit\u00a0: «\u00a0{}\u00a0»."


class UploadForm(PageForm):
    """The files that came back."""

    files = MultipleFileField("Fichiers rendus")

    def validate_files(self, field: MultipleFileField) -> None:
        """Refuse no file at all, and too many of them."""
        sent = [one for one in field.data or () if getattr(one, "filename", "")]
        if not sent:
            raise ValidationError("Fichiers rendus\u00a0: choisissez au moins un fichier .docx.")
        if len(sent) > MOST_AT_ONCE:
            raise ValidationError(f"Fichiers rendus\u00a0: {MOST_AT_ONCE} fichiers au plus à la fois.")

    def sent(self) -> Iterator[tuple[str, bytes]]:
        """Yield the name and the bytes of each file. Call on an accepted form only."""
        for one in self.files.data:
            if one.filename:
                yield str(one.filename), one.read()


class WhoForm(PageForm):
    """Who returned each file that was read, and whether one of another contract is read."""

    def names(self) -> Mapping[int, str]:
        """Return who returned each file, by its number. Call on an accepted form only."""
        return {int(name[4:]): field.data for name, field in self._fields.items() if name.startswith("who_")}

    def others(self) -> Mapping[int, str]:
        """Return what is to be done with the files of other contracts."""
        found = ((name, field) for name, field in self._fields.items() if name.startswith("other_"))
        return {int(name[6:]): field.data for name, field in found if field.data}


def who_form(files: Sequence[ReturnedFile], **kwargs: Any) -> WhoForm:
    """Return the form with one question for each file that waits for an answer."""
    fields: dict[str, Any] = {}
    for one in files:
        if one.state is FileState.RECEIVED:
            missing = f"Rendu par\u00a0: dites qui a rendu «\u00a0{one.name}\u00a0»."
            fields[f"who_{one.id}"] = CleanLine(
                "Rendu par", [Filled(missing), NotTooLong()], default=one.returned_by
            )
        elif one.state is FileState.OTHER:
            choices = {
                LATER: "Décider plus tard",
                READ: "Le comparer quand même",
                REMOVE: "Le retirer",
            }
            fields[f"other_{one.id}"] = RadioField(
                f"Que faire de «\u00a0{one.name}\u00a0»\u202f?",
                choices=choices,
                default=LATER,
                validate_choice=True,
            )
    made: WhoForm = type("ReturnedByForm", (WhoForm,), fields)(**kwargs)
    return made


class DecisionForm(ProfileForm):
    """What is decided of the lines of a page; each line that is shown has its own fields.

    `currents` name the fields of the contract that the lines are about: whoever changed one of them meanwhile
    is shown.
    """

    currents: ClassVar[Mapping[str, tuple[str, str]]] = {}

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Return what the contract says in the fields that the page is about."""
        return {f"current_{one}": text_of(profile, *place) for one, place in cls.currents.items()}

    def is_gone(self, present: SavedProfile) -> bool:
        """Return true: the choices are shown again beside the present texts, which the page compares."""
        return True

    def without_place(self, present: SavedProfile) -> Iterator[str]:
        """Name what was typed for lines that somebody else has decided meanwhile."""
        for name, sent in request.form.items():
            kind, _, line = name.partition("_")
            text = clean(sent).text
            chosen = request.form.get(f"choice_{line}", LATER) != LATER or kind == "reply"
            if kind in {"text", "reply"} and name not in self._fields and chosen and not is_blank(text):
                yield GONE.format(text)

    def choice(self, line: str) -> Any:
        """Return the field of the decision about a line."""
        return self[f"choice_{line}"]

    def part(self, name: str, line: str) -> Any:
        """Return another field of a line."""
        return self[f"{name}_{line}"]

    def refuse(self, line: str, refused: FieldRefused) -> None:
        """Say at the line why its text cannot be put in its field."""
        names = (f"{name}_{line}" for name in ("reason", "text", "choice"))
        field = self[next(name for name in names if name in self._fields)]
        field.errors = [*field.errors, typeset(str(refused))]
        self.status = 422


@dataclass(frozen=True, slots=True)
class Replies:
    """What is said of the threads of a page."""

    replies: tuple[tuple[str, str], ...]
    resolved: tuple[str, ...]
    reopened: tuple[str, ...]


def replies_of(form: DecisionForm, threads: Sequence[Thread]) -> Replies:
    """Return what is said of these threads. Call on an accepted form only."""
    said = ((one.id, form.part("reply", one.id).data) for one in threads)
    ticked = {one.id: bool(form.part("resolved", one.id).data) for one in threads}
    return Replies(
        tuple((line, text.strip()) for line, text in said if not is_blank(text)),
        tuple(one.id for one in threads if ticked[one.id] and not one.resolved),
        tuple(one.id for one in threads if one.resolved and not ticked[one.id]),
    )


def decision_form(
    saved: SavedProfile, shown: Sequence[ShownQuestion], threads: Sequence[Thread]
) -> DecisionForm:
    """Return the form of a page of decisions."""
    fields: dict[str, Any] = dict(_thread_fields(threads))
    for one in shown:
        label = typeset(f"Décision\u00a0: {one.label}")
        fields[f"choice_{one.id}"] = RadioField(
            label, choices=dict(one.choices), default=one.usual, invalid_choice_message=NOT_A_CHOICE
        )
        if one.writes:
            typed = one.typed(saved.profile)
            fields[f"text_{one.id}"] = CleanTextArea("Texte", [NotTooLong()], default=typed)
        if one.asks_reason:
            fields[f"reason_{one.id}"] = CleanTextArea("Motif", [NotTooLong()])
    currents = {one.id: (one.question.clause, one.question.field) for one in shown}
    return _made(saved, fields, currents)


def rulings_of(form: DecisionForm, shown: Sequence[ShownQuestion]) -> Iterator[tuple[str, Ruling]]:
    """Yield what is decided, by line. Call on an accepted form only."""
    for one in shown:
        text = form.part("text", one.id).data if one.writes else ""
        reason = form.part("reason", one.id).data if one.asks_reason else ""
        ruling = one.ruling(form.choice(one.id).data, text, reason)
        if ruling:
            yield one.id, ruling


def unplaced_form(
    saved: SavedProfile, lines: Sequence[Unplaced], threads: Sequence[Thread], subjects: Subjects
) -> DecisionForm:
    """Return the form of the page of what found no place."""
    fields: dict[str, Any] = dict(_thread_fields(threads))
    described = by_id(ADAPTATION)
    sections = {one.id: one.title for one in subjects.draft.catalogue.sections}
    under = {name: described[name].label for name in FILED_UNDER}
    choices = {
        LATER: "Décider plus tard",
        SEEN: "Vu\u00a0: rien à reprendre",
        FILE: "Ranger dans un champ",
        LOCAL: "En faire un engagement local",
    }
    for one in lines:
        near = subjects.title(one.near) if one.near in subjects.rows else ""
        fields |= {
            f"choice_{one.id}": RadioField(
                typeset(f"Décision\u00a0: {LOSSES[one.kind]}"),
                choices=choices,
                default=LATER,
                invalid_choice_message=NOT_A_CHOICE,
            ),
            f"text_{one.id}": CleanTextArea("Texte à reprendre", [NotTooLong()], default=one.text),
            f"where_{one.id}": CleanLine("Ranger dans", [NotTooLong()], default=near),
            f"field_{one.id}": SelectField(
                "Champ",
                choices=under,
                default=one.field if one.field in under else FILED_UNDER[0],
                invalid_choice_message=NOT_A_CHOICE,
            ),
            f"section_{one.id}": SelectField(
                "Volet",
                choices=sections,
                default=subjects.section(one.near),
                invalid_choice_message=NOT_A_CHOICE,
            ),
        }
    return _made(saved, fields, {})


def filings_of(
    form: DecisionForm, lines: Sequence[Unplaced], subjects: Subjects
) -> Iterator[tuple[str, Filing]]:
    """Yield what is decided, by line; a place that nobody knows is refused at its line."""
    for one in lines:
        text, choice = form.part("text", one.id).data, form.choice(one.id).data
        if choice == SEEN:
            yield one.id, Filing(one, Decision.SEEN)
        elif choice == LOCAL:
            yield one.id, Filing(one, Decision.LOCAL, text, section=form.part("section", one.id).data)
        elif choice == FILE:
            where = form.part("where", one.id)
            place = subjects.place(where.data)
            if place is None:
                where.errors = [*where.errors, NO_PLACE]
                form.status = 422
                continue
            field = place.field if place.clause == CHAPTERS else form.part("field", one.id).data
            yield one.id, Filing(one, Decision.FILED, text, place.clause, field)


def decided_by(rulings: Sequence[Ruling], filings: Sequence[Filing], replies: Replies) -> Decided:
    """Return the decisions as they are written."""
    return Decided(
        tuple((one.id, decision) for ruling in rulings for one, decision in ruling.decisions()),
        tuple((filing.unplaced.id, filing.decision) for filing in filings),
        replies.replies,
        replies.resolved,
        replies.reopened,
        tuple(
            one
            for ruling in rulings
            if ruling.decision is Decision.COMMENT
            for one in ruling.question.proposals
        ),
        actor().account,
    )


def _thread_fields(threads: Sequence[Thread]) -> Iterator[tuple[str, Any]]:
    for one in threads:
        yield f"reply_{one.id}", CleanTextArea("Répondre", [NotTooLong()])
        yield f"resolved_{one.id}", BooleanField("Résolu", default=one.resolved)


def _made(
    saved: SavedProfile, fields: Mapping[str, Any], currents: Mapping[str, tuple[str, str]]
) -> DecisionForm:
    members = {**fields, "currents": currents}
    made: type[DecisionForm] = type("ReturnDecisionForm", (DecisionForm,), members)
    return made.of(saved)
