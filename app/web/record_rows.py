"""The lines of a list in a form, as `app/domain/fields.py` describes them: a means line, a figure.

Those that are filled come first, then a few to fill; a button of the page asks for one more.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import Form, SelectField

from app.domain.fields import Field, Kind
from app.web.described_fields import Question, choices_of, form_field, read_in_form, show_in_form
from app.web.forms import NOT_A_CHOICE

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
