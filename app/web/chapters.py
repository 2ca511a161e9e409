"""The texts that no volet holds: diagnosis, governance, means, evaluation; and the trame that orders them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField

from app.domain.checks.outside import texts_outside
from app.domain.conditions import Facts, resolve_facts
from app.domain.french import typeset
from app.domain.outlines import (
    PERIOD_PLACE,
    QUARTIER_PLACE,
    STRENGTHS,
    ChapterPlace,
    Outline,
    quartier_place,
)
from app.domain.profile import Profile
from app.domain.text import is_blank
from app.store import SavedProfile
from app.web.contract_catalogue import catalogue_of, draft_of
from app.web.forms import NOT_A_CHOICE, CleanLine, CleanTextArea, NotTooLong
from app.web.profile_form import ProfileForm, base_versions
from app.web.saving import save_form
from app.web.services import profiles

PREFIX = "text_"
KEPT = "Enregistrez de nouveau pour garder ce texte avec le contrat sans l’imprimer, ou déplacez-le."


class ChaptersForm(ProfileForm):
    """The texts of a contract, by the id of their place.

    `quartiers` are the places about a quartier; `elsewhere` those that the present contract does not have:
    they were on the page that was sent.
    """

    places: tuple[str, ...] = ()
    quartiers: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Return what was written in each place."""
        return {field_name(place): profile.texts.get(place, "") for place in cls.places}

    def texts(self, profile: Profile) -> dict[str, str]:
        """Every text of the profile, those of this form as they were typed; an empty one is not kept."""
        typed = {place: self[field_name(place)].data for place in self.places}
        return {place: text for place, text in {**profile.texts, **typed}.items() if text}

    @property
    def is_open(self) -> bool:
        """Whether all chapters are shown open: something in them is to be corrected or compared."""
        return bool(self.is_submitted())

    def count_written(self, places: Iterable[str]) -> int:
        """Count the places where something is written, as they stand in the form."""
        return sum(not is_blank(self[field_name(place)].data or "") for place in places)

    def typed_elsewhere(self, profile: Profile) -> list[Any]:
        """Return the fields of places that the contract lacks, where something was typed or taken away."""
        changed = (place for place in self.elsewhere if self._changes(place, profile))
        return [self[field_name(place)] for place in changed]

    def without_place(self, present: SavedProfile) -> Iterator[str]:
        """Name the chapters that the trame or the territory of today does not have."""
        here = {place.id for place in places_of(present)}
        for place in self.places:
            if place not in here and self._changes(place, present.profile):
                yield f"« {self[field_name(place)].label.text} »\u00a0: le contrat n’a plus ce texte. {KEPT}"

    def _changes(self, place: str, profile: Profile) -> bool:
        return bool(self[field_name(place)].data != profile.texts.get(place, ""))


class OutlineForm(ProfileForm):
    """The trame of the contract."""

    outline = RadioField("Plan du contrat", invalid_choice_message=NOT_A_CHOICE)

    @classmethod
    def of(cls, saved: SavedProfile, **kwargs: Any) -> Self:
        """Return the form with the trames of the contract's catalogue, the usual one chosen by default."""
        form, known = super().of(saved, **kwargs), catalogue_of(saved)
        facts = facts_of(saved)
        form.outline.choices = {one.id: typeset(one.title_for(facts)) for one in known.outline_by_id.values()}
        form.outline.data = form.outline.data or known.outline.id
        return form

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Return the trame of a profile, if one was chosen."""
        return {"outline": profile.outline}


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A place where a contract has a text, and what its field is called."""

    id: str
    label: str
    short: bool = False

    @property
    def of_quartier(self) -> bool:
        """Whether it is the project of a quartier."""
        return self.id.startswith(QUARTIER_PLACE)


def chapters_form(saved: SavedProfile) -> type[ChaptersForm]:
    """Return the form for the places of a contract, and for those of the page that was sent."""
    here = {place.id: place for place in places_of(saved)}
    shown = {place.id: place for contract in base_versions(saved) for place in places_of(contract)}
    known = here | {place_id: place for place_id, place in shown.items() if place_id not in here}
    fields = {field_name(place.id): _field(place) for place in known.values()}
    places = {
        "places": tuple(known),
        "quartiers": tuple(place.id for place in here.values() if place.of_quartier),
        "elsewhere": tuple(place for place in known if place not in here),
    }
    return type("TheseChaptersForm", (ChaptersForm,), {**places, **fields})


def places_of(saved: SavedProfile) -> Iterator[TextPlace]:
    """Yield the places of the trame that a contract follows, then those of its quartiers.

    The texts about quartiers that have left are last.
    """
    outline, territory = outline_of(saved), saved.profile.territory
    for chapter in outline.chapters:
        for place in chapter.places:
            yield TextPlace(place.id, place.label, place.short)
    if outline.by_quartier:
        for quartier in territory.quartiers:
            label = f"Projet du quartier {territory.quartier_title(quartier.code)}"
            yield TextPlace(quartier_place(quartier.code), label)
    for outside in texts_outside(outline, saved.profile):
        name = territory.quartier_label(outside.removeprefix(QUARTIER_PLACE))
        yield TextPlace(outside, f"Projet du quartier {name}")


def outline_of(saved: SavedProfile) -> Outline:
    """Return the trame that a contract follows, the usual one by default, with the places that it has."""
    known = catalogue_of(saved)
    followed = known.outline_by_id.get(saved.profile.outline, known.outline)
    return followed.kept_for(facts_of(saved), saved.profile.texts)


def facts_of(saved: SavedProfile) -> Facts:
    """Return what is known of the territory of a contract."""
    return resolve_facts(catalogue_of(saved).facts, saved.profile)


def hint_of(place: ChapterPlace, saved: SavedProfile) -> str:
    """Return what is written in a place, then what asks for it in this contract and how strongly."""
    asked = place.requirement(facts_of(saved), saved.profile.partners)
    said = f"{place.help} {STRENGTHS[asked.strength]} : {asked.source}." if asked else place.help
    if place.id == PERIOD_PLACE:
        said = f"{said} Vide, le document dit {draft_of(saved).term}."
    return typeset(said)


def _field(place: TextPlace) -> Any:
    kind = CleanLine if place.short else CleanTextArea
    return kind(place.label, [NotTooLong()])


def field_name(place: str) -> str:
    """Return the name of the field of a place.

    Letters, digits and underscores, so that templates may use it.
    """
    return PREFIX + "".join(character if character.isalnum() else "_" for character in place)


blueprint = Blueprint("chapters", __name__)


@blueprint.route("/profils/<profile_id:profile_id>/textes", methods=["GET", "POST"])
def edit(profile_id: int) -> ResponseReturnValue:
    """Write the chapters of the trame of this contract."""
    saved = profiles().get(profile_id)
    form = chapters_form(saved).of(saved)
    elsewhere = form.typed_elsewhere(saved.profile)
    if form.accepted() and save_form(form, saved, replace(saved.profile, texts=form.texts(saved.profile))):
        _say_what_is_not_printed(elsewhere)
        return redirect(url_for("chapters.edit", profile_id=profile_id), 303)
    page = render_template(
        "chapters/form.html",
        form=form,
        saved=saved,
        outline=outline_of(saved),
        facts=facts_of(saved),
        field_name=field_name,
        hint_of=hint_of,
        elsewhere=elsewhere,
    )
    return page, form.status


@blueprint.route("/profils/<profile_id:profile_id>/trame", methods=["GET", "POST"])
def outline(profile_id: int) -> ResponseReturnValue:
    """Choose the trame. What was written in the places of another one is kept for when it is chosen again."""
    saved = profiles().get(profile_id)
    form = OutlineForm.of(saved)
    if form.accepted() and save_form(form, saved, replace(saved.profile, outline=form.outline.data)):
        return redirect(url_for("task_list.show", profile_id=profile_id), 303)
    facts, known = facts_of(saved), catalogue_of(saved).outline_by_id.values()
    outlines = [one.kept_for(facts, saved.profile.texts) for one in known]
    return render_template(
        "chapters/outline.html", form=form, saved=saved, outlines=outlines, facts=facts
    ), form.status


def _say_what_is_not_printed(fields: Iterable[Any]) -> None:
    """Name the texts that are kept with the contract, whose trame or territory has no place for them."""
    kept = [field.label.text for field in fields if field.data]
    if kept:
        flash(f"Gardé avec le contrat sans être imprimé, faute de place\u00a0: {', '.join(kept)}.", "warning")
