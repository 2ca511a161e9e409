"""The forms of an orientation, of an objective, and of their order."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from app.domain.fields import OBJECTIVE, ORIENTATION, Field
from app.domain.orientations import objectives_of
from app.domain.profile import Objective, Orientation, Profile
from app.store import SavedProfile
from app.web.described_fields import Question, add_fields, question_rows, read_in_form, show_in_form
from app.web.profile_form import ProfileForm

AGAIN = "Enregistrez de nouveau pour l’y remettre."
ORIENTATION_GONE = f"Cette orientation a été retirée du contrat entre-temps. {AGAIN}"
OBJECTIVE_GONE = f"Cet objectif a été retiré du contrat entre-temps. {AGAIN}"
PARENT_GONE = f"L’orientation de cet objectif a été retirée du contrat entre-temps. {AGAIN}"


def orientation_in(profile: Profile, orientation_id: str) -> Orientation | None:
    """Return the orientation of this id, if the contract has it."""
    return next((one for one in profile.orientations if one.id == orientation_id), None)


def objective_in(profile: Profile, objective_id: str) -> Objective | None:
    """Return the objective of this id, if the contract has it."""
    return next((one for one in objectives_of(profile.orientations) if one.id == objective_id), None)


class _RecordForm(ProfileForm):
    """A form whose fields are those of a table. `record_id` is empty for a new record."""

    described: ClassVar[Sequence[Field]] = ()
    record_id = ""

    @classmethod
    def record(cls, profile: Profile) -> Orientation | Objective | None:
        """Return what the form is about, None for a new one. Each form says it."""
        raise NotImplementedError

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Return what the fields show for it."""
        known = cls.record(profile)
        return {field.id: show_in_form(field, getattr(known, field.id, "")) for field in cls.described}

    @property
    def rows(self) -> tuple[tuple[Question, ...], ...]:
        """The questions, those that stand side by side together."""
        return question_rows(self, self.described)

    def typed(self) -> dict[str, Any]:
        """Return what was typed, by field. Call on an accepted form only."""
        return {field.id: read_in_form(field, self[field.id], "") for field in self.described}

    def is_gone(self, present: SavedProfile) -> bool:
        """Whether the record of this form was removed."""
        return bool(self.record_id) and self.record(present.profile) is None


class OrientationForm(_RecordForm):
    """The challenge and the orientation."""

    described = ORIENTATION

    @classmethod
    def record(cls, profile: Profile) -> Orientation | None:
        """Return the orientation of this form."""
        return orientation_in(profile, cls.record_id)

    def without_place(self, present: SavedProfile) -> Iterator[str]:
        """Say that the orientation was removed."""
        if self.is_gone(present):
            yield ORIENTATION_GONE


class ObjectiveForm(_RecordForm):
    """The objective, what is expected of it, and how it is measured. A new one is of the orientation."""

    described = OBJECTIVE
    orientation_id = ""

    @classmethod
    def record(cls, profile: Profile) -> Objective | None:
        """Return the objective of this form."""
        return objective_in(profile, cls.record_id)

    def without_place(self, present: SavedProfile) -> Iterator[str]:
        """Say that the objective, or the orientation of a new one, was removed."""
        if self.is_gone(present):
            yield OBJECTIVE_GONE
        if self.orientation_id and orientation_in(present.profile, self.orientation_id) is None:
            yield PARENT_GONE


add_fields(OrientationForm, ORIENTATION)
add_fields(ObjectiveForm, OBJECTIVE)


class OrderForm(ProfileForm):
    """One step up or down in a list: it has no field, and meets no change but one of the same order."""

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Return the order of the orientations and of their objectives."""
        orders = [(one.id, *(each.id for each in one.objectives)) for one in profile.orientations]
        return {"order": orders}


def orientation_form(orientation_id: str = "") -> type[OrientationForm]:
    """Return the form for one orientation; without an id, for a new one."""
    return type("OneOrientationForm", (OrientationForm,), {"record_id": orientation_id})


def objective_form(objective_id: str = "", orientation_id: str = "") -> type[ObjectiveForm]:
    """Return the form for one objective; for a new one, of an orientation."""
    subject = {"record_id": objective_id, "orientation_id": orientation_id}
    return type("OneObjectiveForm", (ObjectiveForm,), subject)
