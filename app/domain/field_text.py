"""What a field says: for whoever reads the contract, and as it is typed in a form or in a cell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from app.domain.fields import (
    ADAPTATION,
    MEANS,
    NO,
    OBJECTIVE,
    ORIENTATION,
    SIGNATORY,
    VALUES,
    YES,
    Field,
    Kind,
    Place,
    by_id,
)
from app.domain.french import NBSP, format_euros
from app.domain.orientations import gone_label, objective_labels, orientation_numbers
from app.domain.profile import (
    NO_ADAPTATION,
    Adaptation,
    Figure,
    IndicatorValue,
    Means,
    Objective,
    Orientation,
    Profile,
    Signatory,
)
from app.domain.typed_values import read_deadline, read_euros, read_year, show_deadline, show_euros

YES_OR_NO = {True: YES, False: NO}
_BETWEEN = {Kind.OBJECTIVES: " ; "}
"""What parts the names of a list on one line, where a comma may stand within them."""

_MEANS_FIELDS = by_id(MEANS)
_NAMED_IN_A_MEANS_LINE = ("kind", "funder", "year", "state", "amount")


LabelOf = Callable[[Kind, str], str]
"""Returns what an id in a field of some kind stands for: the name of a quartier, of an objective."""

Described = Adaptation | Signatory | Orientation | Objective
"""What the tables of `fields` describe."""

_DESCRIPTIONS = {
    Adaptation: ADAPTATION,
    Signatory: SIGNATORY,
    Orientation: ORIENTATION,
    Objective: OBJECTIVE,
}
_NAMED_BY_ID = {Kind.QUARTIERS, Kind.OBJECTIVES}


def as_written(_kind: Kind, named: str) -> str:
    """Return an id as it is: for what holds none, or where nobody knows its name."""
    return named


def labels_of(profile: Profile, *, titles: bool = True) -> LabelOf:
    """Return what the quartiers and the objectives of a contract are called in it.

    Without `titles`, an objective is called by its number alone.
    """

    @cache
    def objectives() -> dict[str, str]:
        if titles:
            return objective_labels(profile.orientations)
        numbers = orientation_numbers(profile.orientations)
        return {one: f"Objectif{NBSP}{number}" for one, number in numbers.items()}

    def label_of(kind: Kind, named: str) -> str:
        if kind is Kind.QUARTIERS:
            return profile.territory.quartier_label(named)
        return objectives().get(named) or gone_label(named)

    return label_of


def show(field: Field, value: Any, label_of: LabelOf = as_written) -> str:
    """Return the text of a value; of several, one a line. `label_of` says what the ids in it stand for."""
    if field.kind is Kind.FLAG:
        return field.said if field.said and value else YES_OR_NO[value]
    if field.kind is Kind.CHOICE:
        return field.words[value]
    if field.kind in _NAMED_BY_ID:
        return "\n".join(label_of(field.kind, one) for one in value)
    return _SHOWN.get(field.kind, str)(value)


def _amount(amount: int | None) -> str:
    return "" if amount is None else format_euros(amount)


def show_means(means: Means) -> str:
    """Return a line of a budget: « Droit commun, Ville : 12 500 € (2025, demandé) »."""
    amount = f"{NBSP}: {_amount(means.amount)}" if means.amount is not None else ""
    line = f"{_whose(means)}{amount}{in_brackets(when_and_how_sure(means))}"
    return ", ".join((line, *_other_means_fields(means)))


def show_budget(lines: Sequence[Means]) -> Iterator[str]:
    """Yield the lines of a budget; amounts of one funder that follow each other stand on one line.

    « Droit commun, Ville : 12 500 € (2025, acquis) ; 13 000 € (2026, demandé) ».
    """
    for amounts in budget_lines(lines):
        yield " ; ".join(text for _, text in amounts)


def budget_lines(lines: Sequence[Means]) -> Iterator[tuple[tuple[int, str], ...]]:
    """Yield the same lines in pieces: each amount with its rank in `lines`, from 1."""
    for _, group in groupby(enumerate(lines, 1), key=lambda ranked: _joined_by(ranked[1])):
        (rank, first), *others = group
        amounts = ((at, f"{_amount(one.amount)}{in_brackets(when_and_how_sure(one))}") for at, one in others)
        yield ((rank, show_means(first)), *amounts)


def _joined_by(means: Means) -> object:
    """Return what is equal for lines that are said together; a line that says more stands alone."""
    alone = means.amount is None or bool(_other_means_fields(means))
    return object() if alone else _whose(means)


def _whose(means: Means) -> str:
    return f"{show(_MEANS_FIELDS['kind'], means.kind)}, {show(_MEANS_FIELDS['funder'], means.funder)}"


def _other_means_fields(means: Means) -> tuple[str, ...]:
    said = ((field, show(field, getattr(means, field.id))) for field in MEANS)
    return tuple(
        f"{field.label}{NBSP}: {text}"
        for field, text in said
        if text and field.id not in _NAMED_IN_A_MEANS_LINE
    )


def show_figure(figure: Figure) -> str:
    """Return a figure on a line: « Population : 5 230 (2021, Insee) »."""
    said = ", ".join(filter(None, (figure.year, figure.source)))
    return f"{figure.label}{NBSP}: {figure.value}" + (f" ({said})" if said else "")


def when_and_how_sure(means: Means) -> tuple[str, ...]:
    """Return the year and the state of a means, as far as they are said."""
    state = show(_MEANS_FIELDS["state"], means.state) if means.state else ""
    return tuple(filter(None, (means.year, state)))


def show_indicator_value(value: IndicatorValue) -> str:
    """Return what an indicator was worth in a year: « 2025 : 130 (femmes : 70, hommes : 60) »."""
    parts = [(field, getattr(value, field.id)) for field in VALUES if field.asked_with]
    known = [f"{field.label.lower()}{NBSP}: {text}" for field, text in parts if text]
    if not value.value:
        return f"{value.year}{NBSP}: {', '.join(known)}"
    return f"{value.year}{NBSP}: {value.value}{in_brackets(known)}"


def in_brackets(said: Sequence[str]) -> str:
    """Return some words in brackets, after a space; nothing for none."""
    return f" ({', '.join(said)})" if said else ""


_SHOWN: Mapping[Kind, Callable[[Any], str]] = {
    Kind.DATE: show_deadline,
    Kind.YEAR: show_deadline,
    Kind.AMOUNT: _amount,
    Kind.NAMES: "\n".join,
    Kind.MEANS: lambda lines: "\n".join(map(show_means, lines)),
    Kind.FIGURES: lambda figures: "\n".join(map(show_figure, figures)),
    Kind.VALUES: lambda lines: "\n".join(map(show_indicator_value, lines)),
}


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A column of the follow-up of an action: its title, what was typed there, and what is said beside it."""

    field: Field
    title: str
    text: str
    details: tuple[str, ...]


def follow_up(adaptation: Adaptation) -> tuple[FollowUp, ...]:
    """Return the columns of the follow-up of an action, be there something in them or not."""
    return tuple(
        FollowUp(field, field.short or field.label, getattr(adaptation, field.id), details)
        for field in ADAPTATION
        if field.place is Place.FOLLOW_UP and not field.beside
        for details in [tuple(map(str, details_of(adaptation, field.id)))]
    )


def own_lines(said: Described, label_of: LabelOf = as_written) -> Iterator[tuple[Field, str]]:
    """Yield each field that is said on a line of its own, with its text; several names on one line."""
    for field in _DESCRIPTIONS[type(said)]:
        value = getattr(said, field.id)
        if field.place is Place.LINE and not field.beside and _says_something(said, field):
            text = show(field, value, label_of)
            one_line = isinstance(value, tuple)
            yield field, text.replace("\n", _BETWEEN.get(field.kind, ", ")) if one_line else text


def _says_something(said: Described, field: Field) -> bool:
    usual = getattr(NO_ADAPTATION, field.id) if isinstance(said, Adaptation) else ""
    return bool(getattr(said, field.id) != usual)


@dataclass(frozen=True, slots=True)
class Detail:
    """A line beside a field of the follow-up: what it is called, and its texts by the ends of their tags."""

    label: str
    texts: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        said = " ; ".join(text for _, text in self.texts)
        return f"{self.label}{NBSP}: {said}" if self.label else said


def details_of(adaptation: Adaptation, place: str) -> Iterator[Detail]:
    """Yield what is known beside a field: « Cible : 300 », « Suivi par sexe », each line of the means."""
    for field in ADAPTATION:
        value = getattr(adaptation, field.id)
        if field.beside != place or not _says_something(adaptation, field):
            continue
        label, tag = field.short or field.label, field.tag
        if field.kind is Kind.MEANS:
            for amounts in budget_lines(value):
                yield Detail("", tuple((f"moyens.{rank}", text) for rank, text in amounts))
        elif field.kind is Kind.VALUES:
            for rank, line in enumerate(value, 1):
                yield Detail("", ((f"{tag}.{rank}", f"{label} en {show_indicator_value(line)}"),))
        elif value is True:
            yield Detail("", ((tag, label),))
        else:
            text = ", ".join(value) if field.kind is Kind.NAMES else show(field, value)
            yield Detail(label, ((tag, text),))


class TypedRefused(ValueError):
    """What was typed in a field cannot be read. `reason` says what is expected, `example` shows it."""

    def __init__(self, reason: str, example: str) -> None:
        self.reason = reason
        self.example = example
        super().__init__(reason)


def show_typed(field: Field, value: Any) -> str:
    """Return the text that is typed for a value: 31/12/2028, 12 500, one name a line."""
    match field.kind:
        case Kind.DATE | Kind.YEAR:
            return show_deadline(value)
        case Kind.AMOUNT:
            return show_euros(value)
        case Kind.NAMES | Kind.QUARTIERS | Kind.OBJECTIVES:
            return "\n".join(value)
        case _:
            return str(value)


def read_typed(field: Field, text: str) -> Any:
    """Return the value of a text that was typed. Raises TypedRefused for what is no date, year or amount."""
    read, reason, example = _READ.get(field.kind, (str, "", ""))
    try:
        return read(text)
    except ValueError:
        raise TypedRefused(reason, field.example or example) from None


def read_names(text: str) -> tuple[str, ...]:
    """Return the names of a text, one a line, each once."""
    return tuple(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))


_READ: Mapping[Kind, tuple[Callable[[str], Any], str, str]] = {
    Kind.DATE: (read_deadline, "cette date n’existe pas ou n’est pas plausible", "31/12/2028"),
    Kind.YEAR: (read_year, "une année est attendue", "2028"),
    Kind.AMOUNT: (read_euros, "montant en euros entiers attendu", "12 500"),
    Kind.NAMES: (read_names, "", ""),
    Kind.QUARTIERS: (read_names, "", ""),
    Kind.OBJECTIVES: (read_names, "", ""),
}
"""How each kind is read, what is expected and an example; a text stays as it was typed."""
