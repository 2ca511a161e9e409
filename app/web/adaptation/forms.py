"""The form of a local adaptation: of a national commitment, or of one of this contract alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, ClassVar, Self

from flask import request
from wtforms import HiddenField
from wtforms.validators import ValidationError

from app.domain.assembly import term_of
from app.domain.fields import ADAPTATION, LISTS, Field, Group
from app.domain.french import count_noun, format_euros
from app.domain.orientations import gone_label, objective_labels, objectives_of
from app.domain.profile import NO_ADAPTATION, Adaptation, Profile, State
from app.domain.proposed_fields import is_proposable
from app.domain.territory import label_by_commune
from app.domain.text import first_words
from app.domain.typed_values import out_of_order, read_deadline, read_euros
from app.store import SavedProfile
from app.web.adaptation.means import LISTS_OF, MEANS_ROWS, VALUE_ROWS, offer_years
from app.web.contract_catalogue import catalogue_of
from app.web.described_fields import (
    Question,
    QuestionGroup,
    RecordRow,
    RecordRows,
    form_field,
    question_groups,
    read_in_form,
    show_in_form,
)
from app.web.forms import CleanLine
from app.web.profile_form import ProfileForm, base_versions
from app.web.signature import has_signed_version

OUTSIDE = "{} ({}, hors du contrat)"
STILL_TICKED = (
    "Ce quartier a quitté le territoire. Enregistrez de nouveau pour le garder coché, ou décochez-le."
)
OBJECTIVE_GONE = (
    "cet objectif a été retiré du contrat. Enregistrez de nouveau pour le garder coché, ou décochez-le."
)
OUT_OF_ORDER = "l’échéance est avant le début. Exemple : début 01/01/2027, échéance 31/12/2028."
MOST_FORMS = 256
SUMMARY = 70
"""Characters of a folded part that its title says."""


class AdaptationFields(ProfileForm):
    """What the official says of a commitment: the action, who, when, how it is measured, with what."""

    proposed = HiddenField()
    """The numbers of the proposals that the page showed, to a partner who proposes."""

    described: ClassVar[Sequence[Field]] = ()
    proposes = False
    """Whether what is typed is proposed: what is decided of an action is then not asked."""

    reads = False
    """Whether nothing can be typed."""

    are_one: tuple[RecordRows, ...] = ()
    asks_how_it_goes = False
    communes: Mapping[str, Mapping[str, str]] = {}
    """The quartiers that can be ticked, by commune."""

    @classmethod
    def of(cls, saved: SavedProfile, **kwargs: Any) -> Self:
        """Return the form for a profile: its quartiers, those of its action, those ticked on the page."""
        form = super().of(saved, **kwargs)
        form.objectives.choices = _objectives(saved, cls.adaptation_of(saved.profile))
        territory = saved.profile.territory
        known = dict(territory.quartier_labels)
        known |= {code: territory.quartier_label(code) for code in cls.adaptation_of(saved.profile).quartiers}
        ticked = set(request.form.getlist("quartiers"))
        for contract in base_versions(saved):
            labels, written = (
                contract.profile.territory.quartier_labels,
                _quartiers_of_actions(contract.profile),
            )
            gone = ticked - known.keys()
            known |= {code: territory.quartier_label(code) for code in gone & written}
            known |= {code: OUTSIDE.format(labels[code], code) for code in gone & labels.keys()}
        form.quartiers.choices = known
        names = {commune.code: commune.name for commune in territory.communes}
        form.communes = label_by_commune(territory.quartiers, names, known)
        saved_as = [cls.adaptation_of(one.profile) for one in (saved, *base_versions(saved))]
        form.asks_how_it_goes = has_signed_version(saved.id) or any(
            one.state.is_carried_out or one.review for one in saved_as
        )
        form.state.choices = {
            state: words
            for state, words in form.state.choices.items()
            if form.asks_how_it_goes or not State(state).is_carried_out
        }
        years = {year: None for one in saved_as for _, year in one.years}
        offer_years(form, term_of(catalogue_of(saved), saved.profile), years)
        return form

    @classmethod
    def adaptation_of(cls, profile: Profile) -> Adaptation:
        """Return the adaptation that this form is about. Each form says it."""
        raise NotImplementedError

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Return what the fields show for it."""
        adaptation = cls.adaptation_of(profile)
        shown = {field.id: show_in_form(field, getattr(adaptation, field.id)) for field in cls.described}
        lines = {rows.prefix: rows.values(getattr(adaptation, rows.prefix)) for rows in LISTS_OF.values()}
        return {**shown, **{name: text for values in lines.values() for name, text in values.items()}}

    def validate_start(self, field: CleanLine) -> None:
        """Refuse a start after the end."""
        self._refuse_disorder(field)

    def validate_deadline(self, field: CleanLine) -> None:
        """Refuse an end before the start."""
        self._refuse_disorder(field)

    @property
    def groups(self) -> tuple[QuestionGroup, ...]:
        """The parts of the form, each with its questions; a review is asked for once it is signed."""
        asked = [field for field in self.described if self.asks_how_it_goes or field.id != "review"]
        if self.proposes:
            asked = [field for field in asked if is_proposable(field)]
        return tuple(question_groups(self, asked))

    @property
    def is_open(self) -> bool:
        """Whether every part is to be seen: something is to be mended, or a line was asked for."""
        return bool(self.errors or self.conflict is not None or self.misplaced or self.wants_more)

    def summary_of(self, group: str) -> str:
        """Return what a part says while it is folded; nothing where nothing is written."""
        if group == Group.MEANS:
            lines = [row for row in MEANS_ROWS.of(self) if row.filled]
            total = sum(_euros(row["amount"].data) for row in lines)
            said = [count_noun(len(lines), "ligne")] if lines else []
            said += [format_euros(total)] if total else []
            return ", ".join(said) or first_words(self.resources.data, SUMMARY)
        return first_words(self.indicator.data, SUMMARY) if group == Group.MEASURE else ""

    @property
    def says_by_sex(self) -> bool:
        """Whether something is said of women or of men, were the indicator not followed by sex."""
        asked = [Question(field, self[field.id]) for field in self.described]
        asked += [question for row in VALUE_ROWS.of(self) for question in row.questions]
        told = (one.field for one in asked if one.described.asked_with)
        return any(field.data or field.errors or field.name in (self.conflict or {}) for field in told)

    @property
    def means_rows(self) -> list[RecordRow]:
        """The lines of the budget: those that were filled or asked for, then a few to fill."""
        return MEANS_ROWS.shown(self, more=self.wants_more == MEANS_ROWS.prefix, beside=self.conflict)

    @property
    def value_rows(self) -> list[RecordRow]:
        """The values that the indicator reached, then some to fill."""
        return VALUE_ROWS.shown(self, more=self.wants_more == VALUE_ROWS.prefix, beside=self.conflict)

    def may_have_more(self, prefix: str) -> bool:
        """Whether the page may offer another line of these."""
        rows, shown = {
            MEANS_ROWS.prefix: (MEANS_ROWS, self.means_rows),
            VALUE_ROWS.prefix: (VALUE_ROWS, self.value_rows),
        }[prefix]
        return len(shown) < rows.most

    @property
    def wants_more(self) -> str:
        """The lines of which the form was sent to have one more: it comes back as it was typed."""
        more = request.form.get("more", "") if self.is_submitted() else ""
        return more if more in {"", VALUE_ROWS.prefix} else MEANS_ROWS.prefix

    def accepted(self) -> bool:
        """Whether the form was sent to be saved, and is right."""
        return not self.wants_more and super().accepted()

    def without_place(self, present: SavedProfile) -> Iterator[str]:
        """Name the quartiers and objectives that were ticked here and have left the contract meanwhile."""
        labels = present.profile.territory.quartier_labels
        known = {*labels, *self.adaptation_of(present.profile).quartiers}
        for code in self.quartiers.data or ():
            if code not in known:
                yield f"{self.quartiers.label.text}\u00a0: {self.quartiers.choices[code]}. {STILL_TICKED}"
        present_ids = {objective.id for objective in objectives_of(present.profile.orientations)}
        for known_id in self.objectives.data or ():
            if known_id not in present_ids | set(self.adaptation_of(present.profile).objectives):
                yield f"{self.objectives.choices[known_id]}\u00a0: {OBJECTIVE_GONE}"

    def show_conflict(
        self, theirs: ProfileForm | None, version: int, base: ProfileForm | None = None
    ) -> None:
        """Compare lines as one list when one was taken away: it moves those below it."""
        compared = (rows for rows in LISTS_OF.values() if theirs and rows.moved(base, theirs, self))
        self.are_one = tuple(compared)
        super().show_conflict(theirs, version, base)

    def unit_of(self, field: Any) -> str:
        """Return what a field is compared with: alone, or with all the lines that it is of."""
        whole = (rows.prefix for rows in self.are_one if rows.hold(field))
        return next(whole, super().unit_of(field))

    def adaptation(self, present: Adaptation) -> Adaptation:
        """Return the present adaptation with what was typed. Call on an accepted form only."""
        typed = {
            field.id: read_in_form(field, self[field.id], getattr(present, field.id))
            for field in self.described
        }
        lines: dict[str, Any] = {rows.prefix: tuple(rows.read(self)) for rows in LISTS_OF.values()}
        return replace(present, **typed, **lines)

    def _refuse_disorder(self, field: CleanLine) -> None:
        try:
            start, end = read_deadline(self.start.data), read_deadline(self.deadline.data)
        except ValueError:
            return  # said already, by the field that is wrong
        if out_of_order(start, end):
            raise ValidationError(f"{field.label.text} : {OUT_OF_ORDER}")


class AdaptationForm(AdaptationFields):
    """The form of a national commitment, which can also be left out."""

    commitment_id = ""

    @classmethod
    def adaptation_of(cls, profile: Profile) -> Adaptation:
        """Return the adaptation of the commitment of this form."""
        return profile.adaptations.get(cls.commitment_id, NO_ADAPTATION)


def _euros(typed: str) -> int:
    """Return an amount; 0 for what is none: the form says so beside its field."""
    try:
        return read_euros(typed) or 0
    except ValueError:
        return 0


def _objectives(saved: SavedProfile, action: Adaptation) -> dict[str, str]:
    """Return what can be ticked: the objectives of the contract, those that the action serves already.

    Those that were ticked on the page that was sent are there too, be they gone since.
    """
    labels = objective_labels(saved.profile.orientations)
    labels |= {gone: gone_label(gone).capitalize() for gone in action.objectives if gone not in labels}
    ticked = request.form.getlist("objectives")
    for contract in base_versions(saved):
        profile = contract.profile
        shown = objective_labels(profile.orientations)
        written = {one for said in _actions(profile) for one in said.objectives}
        for one in ticked:
            if one not in labels and one in shown.keys() | written:
                labels[one] = f"{shown.get(one, one)} (retiré du contrat)"
    return labels


def _actions(profile: Profile) -> Iterator[Adaptation]:
    yield from profile.adaptations.values()
    yield from (local.adaptation for local in profile.local_commitments)


def _quartiers_of_actions(profile: Profile) -> set[str]:
    """Return the quartiers where the actions of a contract take place, those outside of it included."""
    return {code for action in _actions(profile) for code in action.quartiers}


def _add_fields() -> None:
    """Give the two forms their fields, in the order of their parts: it is that of what is wrong in them."""
    for field in sorted(ADAPTATION, key=lambda described: [*Group].index(described.group)):
        form = AdaptationForm if field.group is Group.CONTRACT else AdaptationFields
        if field.kind in LISTS_OF:
            LISTS_OF[field.kind].add_to(form)
        else:
            setattr(form, field.id, form_field(field))


AdaptationForm.described = tuple(field for field in ADAPTATION if field.kind not in LISTS)
AdaptationFields.described = tuple(
    field for field in AdaptationForm.described if field.group is not Group.CONTRACT
)
_add_fields()


@lru_cache(MOST_FORMS)
def adaptation_form(commitment_id: str) -> type[AdaptationForm]:
    """Return the form for one commitment; kept, as WTForms reads all the fields of each new class."""
    return type("CommitmentAdaptationForm", (AdaptationForm,), {"commitment_id": commitment_id})
