"""The fields of a contract that others propose to change: what each says as a text, how one is put there.

A field is named by its clause and by its key: those of a returned file (the `clause` and `field` of its
changes). The text is the stored one: an ISO date, a name a line, the codes of quartiers, an amount in euros.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from app.domain.adaptations import adaptation_of, change_adaptations
from app.domain.field_text import (
    TypedRefused,
    read_names,
    read_typed,
    show_indicator_value,
    show_means,
    show_typed,
)
from app.domain.fields import ADAPTATION, MEANS, NO, YES, Field, Group, Kind, by_id
from app.domain.french import NBSP, count_noun, format_number, typeset
from app.domain.limits import MAX_RECORDS
from app.domain.orientations import objective_labels, objectives_of, orientation_numbers
from app.domain.problems import UserError, quote
from app.domain.profile import (
    LOCAL_ID,
    Adaptation,
    IndicatorValue,
    LocalCommitment,
    Means,
    Profile,
    Signatory,
)
from app.domain.reuse import next_local_number
from app.domain.text import MAX_NAME, MAX_TEXT, clean, is_blank, name_key
from app.domain.typed_means import MeansRefused, read_means_lines

CHAPTERS = "textes"
"""The clause of the texts of the chapters: their field is the id of the place."""

SIGNATORIES = "signataires"
"""The clause of what is said of the signatories."""

TEXT, INCLUDED, NATIONAL, POSITION = "text", "included", "national", "position"
"""The words of a local commitment; whether a clause is in the contract; its quotation; where it stands."""

_FIELDS = by_id(ADAPTATION)
_AMOUNT_OF_A_LINE = by_id(MEANS)["amount"]
_AMOUNT = re.compile(r"means\[(\d{1,3})\]\.amount")
_PERSON = re.compile(r"(?:representant|signataire)\.(.+)\.([1-9]\d{0,3})")
_VALUE = re.compile(r"(?:Atteint en )?\s*(\d{4})\s*:\s*(.*?)(?:\(([^()]*)\))?\s*")
_SEX = re.compile(r"(femmes|hommes)\s*:\s*([^,]+)", re.IGNORECASE)
_LABELS = {
    TEXT: "Engagement",
    INCLUDED: "Engagement retiré du contrat",
    NATIONAL: "Texte national",
    POSITION: "Place dans le contrat",
}
GONE = "Cet engagement local n’est plus dans le contrat."
NO_PLACE = "Ce texte n’a pas de place dans le contrat."
NO_TEXT = "Un engagement local ne peut pas être vide\u00a0: écrivez-le, ou retirez-le."
NO_REASON = "Motif\u00a0: écrivez pourquoi cet engagement est écarté\u202f; il figurera en annexe."


class FieldRefused(UserError):
    """A text that cannot be put in its field. `str()` of it is a French sentence."""


def kind_of(clause: str, field: str) -> Kind | None:
    """Return what a field holds; None for what is no field of a contract."""
    if clause == CHAPTERS or field == TEXT:
        return Kind.PROSE
    if clause == SIGNATORIES:
        return Kind.LINE if _PERSON.fullmatch(field) else None
    if _AMOUNT.fullmatch(field):
        return Kind.AMOUNT
    kind = _FIELDS[field].kind if field in _FIELDS else None
    return None if kind is Kind.CHOICE else kind


def is_proposable(field: Field) -> bool:
    """Whether a field of an action is one that a partner may propose to change in its form.

    Not what is decided of it: whether it is kept, where it stands, whether it is agreed.
    """
    return field.group is not Group.CONTRACT and field.kind is not Kind.CHOICE


def label_of(clause: str, field: str, places: Mapping[str, str]) -> str:
    """Return what a field is called in French. `places`: the labels of the texts of the chapters, by id."""
    if clause == CHAPTERS:
        return places.get(field, field)
    if clause == SIGNATORIES:
        return "Représentant"
    if amount := _AMOUNT.fullmatch(field):
        return f"Moyens, ligne{NBSP}{int(amount[1]) + 1}\u00a0: montant"
    return _LABELS.get(field) or (_FIELDS[field].label if field in _FIELDS else field)


def text_of(profile: Profile, clause: str, field: str) -> str | None:
    """Return what a contract says in a field, be it nothing; None where it has no such field."""
    if clause == CHAPTERS:
        return profile.texts.get(field, "")
    if clause == SIGNATORIES:
        person = _signatory(profile, field)
        return None if person is None else ", ".join(filter(None, (person.representative, person.title)))
    if field == TEXT:
        return next((one.text for one in profile.local_commitments if one.id == clause), None)
    said = adaptation_of(profile, clause)
    if field == INCLUDED:
        gone = is_local(clause) and not any(one.id == clause for one in profile.local_commitments)
        return YES if said.included and not gone else NO
    if amount := _AMOUNT.fullmatch(field):
        rank = int(amount[1])
        return as_text(said.means[rank].amount) if rank < len(said.means) else None
    return as_text(getattr(said, field)) if field in _FIELDS else None


def as_text(value: Any) -> str:
    """Return a value of a contract, or of a file that came back, as the text by which it is compared."""
    match value:
        case None | False:
            return ""
        case True:
            return YES
        case IndicatorValue():
            return show_indicator_value(value)
        case Means():
            return show_means(value)
        case list() | tuple():
            return "\n".join(map(as_text, value))
        case _:
            return str(value)


def typed_text(profile: Profile, clause: str, field: str, text: str) -> str:
    """Return a text of a field as a person types it: 31/12/2028, 12 500, a name a line."""
    kind = kind_of(clause, field)
    if kind is Kind.AMOUNT:
        return format_number(int(text)) if text.isdigit() else text
    if kind in {Kind.QUARTIERS, Kind.OBJECTIVES}:
        known = names_by_id(profile, kind)
        return "\n".join(known.get(one, one) for one in text.splitlines())
    return show_typed(_FIELDS[field], text) if kind in {Kind.DATE, Kind.YEAR} else text


def names_by_id(profile: Profile, kind: Kind) -> dict[str, str]:
    """Return what the quartiers, or the objectives, of a contract are called by their ids."""
    if kind is Kind.QUARTIERS:
        return dict(profile.territory.quartier_labels)
    return objective_labels(profile.orientations)


def ids_named(profile: Profile, kind: Kind, names: Iterable[str]) -> list[str]:
    """Return the ids that names stand for: a label, a title, a code, a number; those unknown as they are."""
    if kind is Kind.QUARTIERS:
        return [profile.territory.quartier_code(one) or one.strip() for one in names]
    known = {name_key(label): one for one, label in objective_labels(profile.orientations).items()}
    known |= {name_key(one.title): one.id for one in objectives_of(profile.orientations)}
    known |= {number: one for one, number in orientation_numbers(profile.orientations).items()}
    return [known.get(name_key(one), one.strip()) for one in names]


def put_text(profile: Profile, clause: str, field: str, text: str) -> Profile:
    """Return the contract with a text in a field. Raises FieldRefused for what the field cannot hold."""
    cleaned = clean(text).text.strip()
    kind = kind_of(clause, field)
    if kind is None or field in {INCLUDED, NATIONAL, POSITION}:
        raise FieldRefused(NO_PLACE)
    _refuse_too_long(clause, field, kind, cleaned)
    if clause == CHAPTERS:
        others = {place: said for place, said in profile.texts.items() if place != field}
        return replace(profile, texts=others | ({field: cleaned} if cleaned else {}))
    if clause == SIGNATORIES:
        return _put_person(profile, field, cleaned)
    if is_local(clause) and not any(one.id == clause for one in profile.local_commitments):
        raise FieldRefused(GONE)
    if field == TEXT:
        return _put_local_text(profile, clause, cleaned)
    return change_adaptations(profile, [clause], lambda said: _put_value(profile, said, field, cleaned))


def is_local(clause: str) -> bool:
    """Whether a clause is one of the contract alone."""
    return bool(LOCAL_ID.fullmatch(clause))


def leave_out(profile: Profile, clause: str, reason: str) -> Profile:
    """Return the contract without a clause: left out for a reason, or removed if it is one of its own.

    Raises FieldRefused without a reason.
    """
    said = clean(reason).text.strip()
    if is_blank(said):
        raise FieldRefused(NO_REASON)
    if is_local(clause):
        kept = tuple(one for one in profile.local_commitments if one.id != clause)
        return replace(profile, local_commitments=kept)
    return change_adaptations(
        profile, [clause], lambda known: replace(known, included=False, reason_excluded=said[:MAX_TEXT])
    )


def add_local(profile: Profile, section: str, text: str) -> Profile:
    """Return the contract with a commitment of its own in a volet. Raises FieldRefused."""
    said = clean(text).text.strip()
    if is_blank(said):
        raise FieldRefused(NO_TEXT)
    if len(profile.local_commitments) >= MAX_RECORDS:
        raise FieldRefused(f"Ce contrat a déjà {MAX_RECORDS} engagements locaux\u00a0: retirez-en d’abord.")
    _refuse_too_long("", TEXT, Kind.PROSE, said)
    number = next_local_number(profile.local_commitments, profile.last_local)
    made = LocalCommitment(f"local-{number}", section, said)
    return replace(profile, local_commitments=(*profile.local_commitments, made))


def add_under(profile: Profile, clause: str, field: str, text: str) -> Profile:
    """Return the contract with a text after what a field says already. Raises FieldRefused."""
    known = text_of(profile, clause, field) or ""
    kind = kind_of(clause, field)
    between = {Kind.PROSE: "\n\n", Kind.LINE: " ", Kind.DATE: " "}.get(kind or Kind.TEXT, "\n")
    return put_text(profile, clause, field, between.join(filter(None, (known.strip(), text.strip()))))


def _put_value(profile: Profile, said: Adaptation, field: str, text: str) -> Adaptation:
    if amount := _AMOUNT.fullmatch(field):
        rank = int(amount[1])
        if rank >= len(said.means):
            raise FieldRefused("Cette ligne de moyens n’est plus dans le contrat.")
        line = replace(said.means[rank], amount=_read(_AMOUNT_OF_A_LINE, text))
        return replace(said, means=(*said.means[:rank], line, *said.means[rank + 1 :]))
    described = _FIELDS[field]
    match described.kind:
        case Kind.VALUES:
            return replace(said, indicator_values=_read_values(text))
        case Kind.MEANS:
            return replace(said, means=_read_budget(text))
        case Kind.FLAG:
            changed: dict[str, Any] = {field: bool(text) and text != NO}
        case Kind.QUARTIERS | Kind.OBJECTIVES:
            changed = {field: _read_ids(profile, described, text, known=getattr(said, field))}
        case Kind.LINE:
            changed = {field: " ".join(text.split())}
        case _:
            changed = {field: _read(described, text)}
    return replace(said, **changed)


def _read(field: Field, text: str) -> Any:
    try:
        return read_typed(field, text)
    except TypedRefused as refused:
        example = f" Exemple\u00a0: {refused.example}." if refused.example else ""
        raise FieldRefused(typeset(f"{field.label}\u00a0: {refused.reason}.{example}")) from None


def _read_ids(profile: Profile, field: Field, text: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the ids; those that the contract has left and that the field names already may stay."""
    ids = ids_named(profile, field.kind, read_names(text))
    unknown = [one for one in ids if one not in names_by_id(profile, field.kind) and one not in known]
    if unknown:
        names = ", ".join(f"«\u00a0{quote(one)}\u00a0»" for one in unknown)
        raise FieldRefused(typeset(f"{field.label}\u00a0: {names} n’est pas dans le contrat."))
    return tuple(dict.fromkeys(ids))


def _read_values(text: str) -> tuple[IndicatorValue, ...]:
    made = []
    for line in read_names(text):
        found = _VALUE.fullmatch(line)
        if found is None:
            raise FieldRefused(
                typeset(
                    f"Valeurs atteintes\u00a0: «\u00a0{quote(line)}\u00a0». Exemple\u00a0: 2027\u00a0: 130."
                )
            )
        parts = {sex.lower(): value.strip() for sex, value in _SEX.findall(found[3] or found[2])}
        value = "" if not found[3] and parts else found[2].strip()
        made.append(IndicatorValue(found[1], value, parts.get("femmes", ""), parts.get("hommes", "")))
    return tuple(made)


def _read_budget(text: str) -> tuple[Means, ...]:
    try:
        return read_means_lines(text)
    except MeansRefused as refused:
        raise FieldRefused(typeset(str(refused))) from None


def _refuse_too_long(clause: str, field: str, kind: Kind, text: str) -> None:
    longest = MAX_NAME if kind in {Kind.LINE, Kind.DATE, Kind.YEAR, Kind.AMOUNT} else MAX_TEXT
    if kind is Kind.NAMES and any(len(line) > MAX_NAME for line in text.splitlines()):
        raise FieldRefused(f"{label_of(clause, field, {})}\u00a0: {MAX_NAME} caractères au plus par nom.")
    if len(text) > longest:
        excess = count_noun(len(text) - longest, "caractère")
        label = label_of(clause, field, {})
        raise FieldRefused(
            typeset(f"{label}\u00a0: {format_number(longest)} caractères au plus\u202f; {excess} de trop.")
        )


def _put_local_text(profile: Profile, clause: str, text: str) -> Profile:
    if is_blank(text):
        raise FieldRefused(NO_TEXT)
    changed = (replace(one, text=text) if one.id == clause else one for one in profile.local_commitments)
    return replace(profile, local_commitments=tuple(changed))


def _signatory(profile: Profile, field: str) -> Signatory | None:
    """Return the signatory of a place such as « representant.commune.1 », the first of its kind."""
    found = _PERSON.fullmatch(field)
    named = [one for one in profile.signatories if found and one.partner == found[1]]
    rank = int(found[2]) if found else 0
    return named[rank - 1] if 0 < rank <= len(named) else None


def _put_person(profile: Profile, field: str, text: str) -> Profile:
    person = _signatory(profile, field)
    if person is None:
        raise FieldRefused("Ce signataire n’est pas nommé dans le contrat\u00a0: nommez-le d’abord.")
    name, _, title = " ".join(text.split()).partition(", ")
    changed = replace(person, representative=name, title=title)
    return replace(
        profile, signatories=tuple(changed if one.id == person.id else one for one in profile.signatories)
    )
