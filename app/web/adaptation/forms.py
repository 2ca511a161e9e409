"""The form of a local adaptation: of a national commitment, or of one of this contract alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, ClassVar, Self

from flask import request
from wtforms.validators import ValidationError

from app.domain.fields import ADAPTATION, Field, Group, Kind
from app.domain.orientations import gone_label, objective_labels, objectives_of
from app.domain.profile import NO_ADAPTATION, Adaptation, Profile
from app.domain.profile_reader import MAX_MEANS
from app.domain.typed_values import out_of_order, read_deadline
from app.store import SavedProfile
from app.web.adaptation.means import MEANS_ROWS
from app.web.described_fields import QuestionGroup, form_field, question_groups, read_in_form, show_in_form
from app.web.forms import CleanLine
from app.web.profile_form import ProfileForm, base_versions
from app.web.record_rows import RecordRow

OUTSIDE = "{} ({}, hors du contrat)"
STILL_TICKED = (
    "Ce quartier a quitté le territoire. Enregistrez de nouveau pour le garder coché, ou décochez-le."
)
OBJECTIVE_GONE = (
    "cet objectif a été retiré du contrat. Enregistrez de nouveau pour le garder coché, ou décochez-le."
)
OUT_OF_ORDER = "l’échéance est avant le début. Exemple : début 01/01/2027, échéance 31/12/2028."
MOST_FORMS = 256


class AdaptationFields(ProfileForm):
    """What the official says of a commitment: the action, who, when, how it is measured, with what."""

    described: ClassVar[Sequence[Field]] = ()
    means_are_one = False

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
        return {**shown, **MEANS_ROWS.values(adaptation.means)}

    def validate_start(self, field: CleanLine) -> None:
        """Refuse a start after the end."""
        self._refuse_disorder(field)

    def validate_deadline(self, field: CleanLine) -> None:
        """Refuse an end before the start."""
        self._refuse_disorder(field)

    @property
    def groups(self) -> tuple[QuestionGroup, ...]:
        """The parts of the form, each with its questions."""
        return tuple(question_groups(self, self.described))

    @property
    def means_rows(self) -> list[RecordRow]:
        """The lines of the budget: those that were filled or asked for, then a few to fill."""
        return MEANS_ROWS.shown(self, more=self.wants_more_lines, beside=self.conflict)

    @property
    def wants_more_lines(self) -> bool:
        """Whether the form was sent for the sake of more lines: it comes back as it was typed."""
        return self.is_submitted() and "more" in request.form

    @property
    def may_have_more_lines(self) -> bool:
        """Whether the page may still offer another line."""
        return len(self.means_rows) < MAX_MEANS

    def accepted(self) -> bool:
        """Whether the form was sent to be saved, and is right."""
        return not self.wants_more_lines and super().accepted()

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
        """Compare the budget as one list when a line was taken away: it moves those below it."""
        self.means_are_one = theirs is not None and MEANS_ROWS.moved(base, theirs, self)
        super().show_conflict(theirs, version, base)

    def unit_of(self, field: Any) -> str:
        """Return what a field is compared with: alone, or with the whole budget."""
        return "means" if self.means_are_one and MEANS_ROWS.hold(field) else super().unit_of(field)

    def adaptation(self, present: Adaptation) -> Adaptation:
        """Return the present adaptation with what was typed. Call on an accepted form only."""
        typed = {
            field.id: read_in_form(field, self[field.id], getattr(present, field.id))
            for field in self.described
        }
        return replace(present, **typed, means=tuple(MEANS_ROWS.read(self)))

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
        if field.kind is Kind.MEANS:
            MEANS_ROWS.add_to(form)
        else:
            setattr(form, field.id, form_field(field))


AdaptationForm.described = tuple(field for field in ADAPTATION if field.kind is not Kind.MEANS)
AdaptationFields.described = tuple(
    field for field in AdaptationForm.described if field.group is not Group.CONTRACT
)
_add_fields()


@lru_cache(MOST_FORMS)
def adaptation_form(commitment_id: str) -> type[AdaptationForm]:
    """Return the form for one commitment; kept, as WTForms reads all the fields of each new class."""
    return type("CommitmentAdaptationForm", (AdaptationForm,), {"commitment_id": commitment_id})
