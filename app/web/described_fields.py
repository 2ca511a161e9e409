"""Form fields as `app/domain/fields.py` describes them, the questions of a page, the lines of a list.

Of a list, the lines that are filled come first, then a few to fill; a button asks for one more.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import Form, RadioField, SelectField
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
NOTATION = (
    "Une ligne vide sépare deux paragraphes, « - » commence une puce, **gras**, *italique*, "
    "[texte](https://adresse)."
)
LONGEST = "{} caractères au plus."


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
        """Return the help, with how long a text of several paragraphs may be."""
        longest = (LONGEST.format(format_number(self.described.longest)),)
        return typeset(
            " ".join((self.described.help, *(longest if self.described.kind is Kind.PROSE else ())))
        )

    @property
    def notation(self) -> str:
        """Return how bold, lists and links are typed where no button does it; only for such a text."""
        return typeset(NOTATION) if self.described.kind is Kind.PROSE else ""


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


FEWEST_SHOWN = 3
SPARE = 2
_SELECTED = {Kind.CHOICE, Kind.TERM_YEAR}
Checks = Callable[[int, Field], list[Any]]


def _no_check(_number: int, _field: Field) -> list[Any]:
    return []


@dataclass(frozen=True, slots=True)
class RecordRow:
    """The fields of one line of a form, from 1. `told_by`: the ids of those that tell it from the others."""

    number: int
    questions: tuple[Question, ...]
    told_by: tuple[str, ...]

    def __getitem__(self, field: str) -> Any:
        return next(question.field for question in self.questions if question.described.id == field)

    @property
    def filled(self) -> bool:
        """Whether something was said in it; a choice that always has an answer says nothing alone."""
        return any(one.field.data for one in self.questions if not _is_always_answered(one.described))

    @property
    def key(self) -> tuple[str, ...] | None:
        """What tells a line from the others of its list; None for an empty one."""
        return tuple(self[field].data for field in self.told_by) if self.filled else None


def _are_in(theirs: Mapping[str, str], row: RecordRow) -> bool:
    asked = (one for one in row.questions if one.described.kind is not Kind.CHOICE)
    return any(theirs.get(one.field.name) for one in asked)


def _is_always_answered(described: Field) -> bool:
    return described.kind is Kind.CHOICE and "" not in described.words


@dataclass(frozen=True, slots=True)
class RecordRows:
    """A list of records in a form: `prefix` begins the names of its fields, `most` is how many there may be.

    `nothing` is a record that says nothing, `checks` what a field of a line refuses besides its kind.
    """

    prefix: str
    described: tuple[Field, ...]
    most: int
    nothing: Any
    told_by: tuple[str, ...]
    checks: Checks = _no_check

    def add_to(self, form: type[Form]) -> None:
        """Give a form its lines, after the fields that it has."""
        for number in range(1, self.most + 1):
            for field in self.described:
                setattr(form, self.name(number, field.id), self._form_field(number, field))

    def name(self, number: int, field: str) -> str:
        """Return the name of a field of a line."""
        return f"{self.prefix}_{number}_{field}"

    def hold(self, field: Any) -> bool:
        """Whether a field of a form belongs to the lines."""
        return str(field.name).startswith(f"{self.prefix}_")

    def of(self, form: Form) -> list[RecordRow]:
        """Return all the lines of a form."""
        return [self.row(form, number) for number in range(1, self.most + 1)]

    def row(self, form: Form, number: int) -> RecordRow:
        """Return the line of this number, from 1."""
        questions = (Question(field, form[self.name(number, field.id)]) for field in self.described)
        return RecordRow(number, tuple(questions), self.told_by)

    def moved(self, *forms: Form | None) -> bool:
        """Whether a line of one form may stand under another number in the next: they are one list then.

        The first form is the one that the others were made from: a line that it has must be that of each, and
        one line more may come from one of them only.
        """
        if None in forms:
            return True
        lines = zip(*(self.of(form) for form in forms if form), strict=True)
        rows = ([row.key for row in line] for line in lines)
        return any(len({key for key in keys if key}) > 1 or (keys[0] and not all(keys)) for keys in rows)

    def shown(
        self, form: Form, *, more: bool = False, beside: Mapping[str, str] | None = None
    ) -> list[RecordRow]:
        """Return the lines to show; one `more` than the page had.

        `beside`: in a conflict, what was saved meanwhile, by the name of a field; all of it is shown.
        """
        rows, theirs, named = self.of(form), beside or {}, self.told_by[-1]
        filled = max((row.number for row in rows if row.filled or _are_in(theirs, row)), default=0)
        had = max((row.number for row in rows if row[named].raw_data), default=0)
        return rows[: max(filled + SPARE, FEWEST_SHOWN, had + (1 if more else 0))]

    def values(self, records: Iterable[Any]) -> dict[str, Any]:
        """Return what the fields of the lines show."""
        known = [*records][: self.most]
        padded = [*known, *[self.nothing] * (self.most - len(known))]
        return {
            self.name(number, field.id): show_in_form(field, getattr(record, field.id))
            for number, record in enumerate(padded, start=1)
            for field in self.described
        }

    def read(self, form: Form) -> Iterator[Any]:
        """Yield the records of the lines that were filled. Call on an accepted form only."""
        for row in self.of(form):
            if row.filled:
                yield type(self.nothing)(**{one.described.id: self._read(one) for one in row.questions})

    def _read(self, question: Question) -> Any:
        usual = getattr(self.nothing, question.described.id)
        return read_in_form(question.described, question.field, usual)

    def _form_field(self, number: int, field: Field) -> Any:
        label = f"{field.label}, ligne {number}"
        checks = self.checks(number, field)
        if field.kind in _SELECTED:
            known = choices_of(field)
            return SelectField(label, checks, choices=known, invalid_choice_message=NOT_A_CHOICE)
        return form_field(field, label, checks)
