"""The form of the chapters: one field for each place of the trame, and for each quartier where it has one."""

from collections.abc import Iterator
from typing import Any

from wtforms import RadioField

from app.domain.outside_check import texts_outside
from app.domain.profile import Profile
from app.domain.rules import QUARTIER_PLACE, Outline, quartier_place
from app.domain.typography import typeset
from app.web.fields import NOT_A_CHOICE, CleanLine, CleanTextArea, NotTooLong
from app.web.forms import ProfileForm
from app.web.parts import catalogue

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outline.choices = {one.id: typeset(one.title) for one in catalogue().outline_by_id.values()}

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """The trame of a profile, the usual one when none was chosen."""
        return {"outline": profile.outline or catalogue().outline.id}


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
        name = profile.territory.quartier_name(place.removeprefix(QUARTIER_PLACE))
        yield place, f"Projet du quartier {name}"


def field_name(place: str) -> str:
    """The name of the field of a place: letters, digits and underscores, so that templates may use it."""
    return PREFIX + "".join(character if character.isalnum() else "_" for character in place)
