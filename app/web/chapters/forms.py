"""The form of the chapters: one field for each place of the trame, and for each quartier where it has one."""

from collections.abc import Iterator
from typing import Any, Self

from wtforms import RadioField

from app.domain.checks.outside import texts_outside
from app.domain.profile import Profile
from app.domain.rules import QUARTIER_PLACE, Outline, quartier_place
from app.domain.typography import typeset
from app.store import SavedProfile
from app.web.fields import NOT_A_CHOICE, CleanLine, CleanTextArea, NotTooLong
from app.web.forms import ProfileForm
from app.web.standing import catalogue_of

PREFIX = "text_"


class ChaptersForm(ProfileForm):
    """The texts of a contract, by the id of their place; `quartiers` are those about a quartier."""

    places: tuple[str, ...] = ()
    quartiers: tuple[str, ...] = ()

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """What was written in each place."""
        return {field_name(place): profile.texts.get(place, "") for place in cls.places}

    def texts(self, profile: Profile) -> dict[str, str]:
        """Every text of the profile, those of this form as they were typed; an empty one is not kept."""
        typed = {place: self[field_name(place)].data for place in self.places}
        return {place: text for place, text in {**profile.texts, **typed}.items() if text}


class OutlineForm(ProfileForm):
    """The trame of the contract."""

    outline = RadioField("Trame", invalid_choice_message=NOT_A_CHOICE)

    @classmethod
    def of(cls, saved: SavedProfile, **kwargs: Any) -> Self:
        """The form with the trames of the contract's catalogue, its usual one chosen where none was."""
        form, known = super().of(saved, **kwargs), catalogue_of(saved)
        form.outline.choices = {one.id: typeset(one.title) for one in known.outline_by_id.values()}
        form.outline.data = form.outline.data or known.outline.id
        return form

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """The trame of a profile, if one was chosen."""
        return {"outline": profile.outline}


def chapters_form(outline: Outline, profile: Profile) -> type[ChaptersForm]:
    """The form for a trame and the quartiers of a territory."""
    fields: dict[str, Any] = {}
    for chapter in outline.chapters:
        for place in chapter.places:
            kind = CleanLine if place.short else CleanTextArea
            fields[place.id] = kind(place.label, [NotTooLong()])
    quartiers = {place: CleanTextArea(label, [NotTooLong()]) for place, label in _quartiers(outline, profile)}
    fields |= quartiers
    named = {field_name(place): field for place, field in fields.items()}
    places = {"places": tuple(fields), "quartiers": tuple(quartiers)}
    return type("TheseChaptersForm", (ChaptersForm,), {**places, **named})


def _quartiers(outline: Outline, profile: Profile) -> Iterator[tuple[str, str]]:
    """The place and the label of each text about a quartier; those about one that has left are last."""
    if outline.by_quartier:
        for quartier in profile.territory.quartiers:
            yield quartier_place(quartier.code), f"Projet du quartier {quartier.name} ({quartier.code})"
    for place in texts_outside(outline, profile):
        name = profile.territory.quartier_label(place.removeprefix(QUARTIER_PLACE))
        yield place, f"Projet du quartier {name}"


def field_name(place: str) -> str:
    """The name of the field of a place: letters, digits and underscores, so that templates may use it."""
    return PREFIX + "".join(character if character.isalnum() else "_" for character in place)
