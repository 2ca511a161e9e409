"""Form fields as `app/domain/fields.py` describes them, and the questions that a page asks with them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from wtforms import Form, RadioField
from wtforms.validators import ValidationError

from app.domain.field_text import TypedRefused, read_names, read_typed, show_typed
from app.domain.fields import GROUPS, LISTS, NO, YES, Field, Group, Kind
from app.domain.french import format_number, typeset
from app.domain.limits import MAX_NAMES, names_refusal
from app.domain.text import MAX_NAME
from app.web.forms import (
    NOT_A_CHOICE,
    Checkboxes,
    CleanLine,
    CleanTextArea,
    Filled,
    NotTooLong,
    in_known_order,
)

REQUIRED = " (obligatoire)"
_LISTED = {Kind.QUARTIERS, Kind.OBJECTIVES}
"""Kinds whose values are ticked among those of the contract."""

_AREAS = {Kind.TEXT, Kind.PROSE, Kind.NAMES}
MARKUP = (
    "Une ligne vide sépare deux paragraphes, « - » commence une puce, **gras**, *italique*, "
    "[texte](https://adresse). {} caractères au plus."
)


class Readable:
    """Refuses what is no date, year or amount, as the field is described."""

    def __init__(self, described: Field) -> None:
        self._described = described

    def __call__(self, _form: Form, field: Any) -> None:
        """Raise ValidationError with what is expected and an example."""
        try:
            read_typed(self._described, field.data)
        except TypedRefused as refused:
            message = f"{field.label.text} : {refused.reason}. Exemple : {refused.example}."
            raise ValidationError(typeset(message)) from None


class FewNames:
    """Refuses a name that is too long, one a line, and more names than a list may have."""

    def __call__(self, _form: Form, field: Any) -> None:
        """Raise ValidationError; a list that was saved with more names may keep as many."""
        for rank, line in enumerate(field.data.split("\n"), start=1):
            if len(line) > MAX_NAME:
                message = f"{field.label.text}, ligne {rank} : {MAX_NAME} caractères au plus."
                raise ValidationError(typeset(message))
        number, saved = len(read_names(field.data)), len(read_names(field.object_data or ""))
        if number > max(MAX_NAMES, saved):
            raise ValidationError(names_refusal(field.label.text, number))


def form_field(described: Field, label: str = "", validators: Iterable[Any] = ()) -> Any:
    """Return the field of a form for what is described, under its question, or another label."""
    asked = label or typeset(described.question or described.label) + (REQUIRED if described.missing else "")
    if described.kind in _LISTED:
        return Checkboxes(asked, invalid_choice_message=NOT_A_CHOICE)
    if described.kind in {Kind.CHOICE, Kind.FLAG}:
        several = described.kind is Kind.FLAG and NO not in described.words
        made = Checkboxes if several else RadioField
        return made(asked, choices=choices_of(described), invalid_choice_message=NOT_A_CHOICE)
    needed = [Filled(typeset(f"{described.label} : {described.missing}"))] if described.missing else []
    checks = [*needed, NotTooLong(), FewNames() if described.kind is Kind.NAMES else Readable(described)]
    return (CleanTextArea if described.kind in _AREAS else CleanLine)(asked, [*checks, *validators])


def choices_of(described: Field) -> dict[str, str]:
    """Return the answers that a form offers, each by what it sends."""
    if described.kind is Kind.FLAG:
        return dict(described.words) or {YES: described.said or described.label}
    return {str(value): f"{words[:1].upper()}{words[1:]}" for value, words in described.words.items()}


def add_fields(form: type[Form], described: Iterable[Field]) -> None:
    """Give a form a field for each that is described, after the fields that it has."""
    for field in described:
        setattr(form, field.id, form_field(field))


def show_in_form(described: Field, value: Any) -> Any:
    """Return what the field of a form shows for a value."""
    if described.kind is Kind.FLAG:
        return (YES if value else NO) if NO in described.words else [YES] * value
    if described.kind in _LISTED:
        return list(value)
    return show_typed(described, value)


def read_in_form(described: Field, field: Any, present: Any) -> Any:
    """Return the value of what was typed in an accepted form; `present` is the one before."""
    if described.kind is Kind.FLAG:
        return YES in (field.data or ())
    if described.kind is Kind.CHOICE:
        return type(present)(field.data)
    if described.kind is Kind.TERM_YEAR:
        return field.data
    if described.kind in _LISTED:
        return in_known_order(field.data or (), present)
    return read_typed(described, field.data)


@dataclass(frozen=True, slots=True)
class Question:
    """A field as it is described, beside that of the form. `help` is what stands under its label."""

    described: Field
    field: Any

    @property
    def help(self) -> str:
        """Return the help, with how to write a text of several paragraphs."""
        markup = (MARKUP.format(format_number(self.described.longest)),)
        return typeset(
            " ".join((self.described.help, *(markup if self.described.kind is Kind.PROSE else ())))
        )


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """A part of a form: its id and its title, and its questions, those that stand side by side together."""

    id: str
    title: str
    rows: tuple[tuple[Question, ...], ...]


def question_groups(form: Form, described: Iterable[Field]) -> Iterator[QuestionGroup]:
    """Yield the parts of the form of an action that ask for something."""
    known = tuple(described)
    for group in Group:
        asked = tuple(field for field in known if field.group is group)
        if asked:
            yield QuestionGroup(group, GROUPS[group], question_rows(form, asked))


def question_rows(form: Form, described: Iterable[Field]) -> tuple[tuple[Question, ...], ...]:
    """Return the questions of a form, those that stand side by side in one row; lines have their own."""
    asked = (Question(field, form[field.id]) for field in described if field.kind not in LISTS)
    rows: list[tuple[Question, ...]] = []
    for question in asked:
        if rows and question.described.side_by_side and rows[-1][-1].described.side_by_side:
            rows[-1] += (question,)
        else:
            rows.append((question,))
    return tuple(rows)
