"""The quartiers of a contract: the list, and the portrait of each beside the actions there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form
from wtforms.validators import ValidationError

from app.domain.draft import Draft
from app.domain.fields import FIGURE, PORTRAIT, Field, Kind
from app.domain.french import typeset
from app.domain.outlines import quartier_place
from app.domain.profile import NO_PORTRAIT, Figure, Portrait, Profile
from app.domain.profile_reader import MAX_FIGURES
from app.domain.quartiers import quartier_parts
from app.domain.text import is_blank
from app.store import SavedProfile
from app.web.chapters import field_name
from app.web.contract_catalogue import draft_of
from app.web.described_fields import Question, RecordRow, RecordRows, form_field, read_in_form, show_in_form
from app.web.profile_form import ProfileForm, base_versions
from app.web.saving import save_form
from app.web.services import profiles

REQUIRED = {
    "label": "indiquez ce que ce chiffre compte. Exemple : population.",
    "value": "indiquez sa valeur. Exemple : 5 230.",
}
"""What a line that is not empty must say, by the id of the field."""

LEFT = (
    "Ce quartier a quitté le territoire. Enregistrez de nouveau pour garder votre saisie avec le contrat, "
    "sans qu’elle soit imprimée."
)
TEXTS = tuple(field for field in PORTRAIT if field.kind is not Kind.FIGURES)
_FORMS = 256


class WholeFigure:
    """Refuses a line of figures without what it counts, or without its value."""

    def __init__(self, number: int, described: Field) -> None:
        self._number = number
        self._described = described

    def __call__(self, form: Form, field: Any) -> None:
        """Raise ValidationError with an example."""
        others = (form[FIGURES.name(self._number, one.id)].data for one in FIGURE)
        if is_blank(field.data) and any(others):
            message = f"{field.label.text} : {REQUIRED[self._described.id]}"
            raise ValidationError(typeset(message))


def _checks(number: int, field: Field) -> list[Any]:
    return [WholeFigure(number, field)] if field.id in REQUIRED else []


FIGURES = RecordRows("figure", FIGURE, MAX_FIGURES, Figure("", ""), ("year", "label"), _checks)


class PortraitForm(ProfileForm):
    """The portrait of one quartier: its figures, what is at stake, what comes first."""

    code = ""
    figures_are_one = False

    @classmethod
    def portrait_in(cls, profile: Profile) -> Portrait:
        """Return the portrait of this quartier in a profile."""
        return profile.portraits.get(cls.code, NO_PORTRAIT)

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Return what the fields show for it."""
        portrait = cls.portrait_in(profile)
        texts = {field.id: show_in_form(field, getattr(portrait, field.id)) for field in TEXTS}
        return {**FIGURES.values(portrait.figures), **texts}

    @property
    def figure_rows(self) -> list[RecordRow]:
        """The lines of figures: those that were filled or asked for, then a few to fill."""
        return FIGURES.shown(self, more=self.wants_more_lines, beside=self.conflict)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The texts of the portrait."""
        return tuple(Question(field, self[field.id]) for field in TEXTS)

    @property
    def wants_more_lines(self) -> bool:
        """Whether the form was sent for the sake of more lines: it comes back as it was typed."""
        return self.is_submitted() and "more" in request.form

    @property
    def wants_listed(self) -> bool:
        """Whether the form was sent to be given the figures of the list: they are shown, and not saved."""
        return self.is_submitted() and "listed" in request.form

    def lacking(self, listed: Iterable[Figure]) -> list[Figure]:
        """Return those of the figures of the list that no line says."""
        said = {(row["label"].data, row["year"].data) for row in FIGURES.of(self)}
        return [figure for figure in listed if (figure.label, figure.year) not in said]

    def propose(self, listed: Iterable[Figure]) -> None:
        """Write figures of the list on the lines that are empty, as far as there are some."""
        empty = (row for row in FIGURES.of(self) if not row.filled)
        for figure, row in zip(self.lacking(listed), empty, strict=False):
            for question in row.questions:
                question.field.data = getattr(figure, question.described.id)

    @property
    def may_have_more_lines(self) -> bool:
        """Whether the page may still offer another line."""
        return len(self.figure_rows) < MAX_FIGURES

    def accepted(self) -> bool:
        """Whether the form was sent to be saved, and is right."""
        return not (self.wants_more_lines or self.wants_listed) and super().accepted()

    def without_place(self, present: SavedProfile) -> Iterator[str]:
        """Say that the quartier left the territory after the page was opened."""
        now, *former = (
            self.code in contract.profile.territory.quartier_labels
            for contract in (present, *base_versions(present))
        )
        if any(former) and not now:
            yield LEFT

    def show_conflict(
        self, theirs: ProfileForm | None, version: int, base: ProfileForm | None = None
    ) -> None:
        """Compare the figures as one list when a line was taken away: it moves those below it."""
        self.figures_are_one = theirs is not None and FIGURES.moved(base, theirs, self)
        super().show_conflict(theirs, version, base)

    def unit_of(self, field: Any) -> str:
        """Return what a field is compared with: alone, or with all the figures."""
        return "figures" if self.figures_are_one and FIGURES.hold(field) else super().unit_of(field)

    def portrait(self, present: Portrait) -> Portrait:
        """Return the present portrait with what was typed. Call on an accepted form only."""
        typed = {field.id: read_in_form(field, self[field.id], getattr(present, field.id)) for field in TEXTS}
        return replace(present, **typed, figures=tuple(FIGURES.read(self)))


FIGURES.add_to(PortraitForm)
for _field in TEXTS:
    setattr(PortraitForm, _field.id, form_field(_field))


@lru_cache(_FORMS)
def portrait_form(code: str) -> type[PortraitForm]:
    """Return the form for one quartier; kept, as WTForms reads all the fields of each new class."""
    return type("OnePortraitForm", (PortraitForm,), {"code": code})


blueprint = Blueprint("portraits", __name__)


@blueprint.get("/profils/<profile_id:profile_id>/quartiers")
def show(profile_id: int) -> ResponseReturnValue:
    """List the quartiers of a contract, then the portraits of those that have left."""
    saved = profiles().get(profile_id)
    draft = draft_of(saved)
    return render_template(
        "portraits/list.html",
        saved=saved,
        parts=quartier_parts(draft),
        by_quartier=draft.outline.by_quartier,
        left=[code for code in saved.profile.portraits if code not in draft.territory.quartier_labels],
    )


@blueprint.route("/profils/<profile_id:profile_id>/quartiers/<path:code>", methods=["GET", "POST"])
def edit(profile_id: int, code: str) -> ResponseReturnValue:
    """Write the portrait of one quartier, beside the actions that take place there."""
    saved = profiles().get(profile_id)
    if not any(_knows(contract.profile, code) for contract in (saved, *base_versions(saved))):
        abort(404)
    form = portrait_form(code).of(saved)
    listed = profiles().quartiers.figures_of([code]).get(code, ())
    if form.wants_listed:
        form.propose(listed)
    elif form.accepted():
        portrait = form.portrait(form.portrait_in(saved.profile))
        changed = replace(saved.profile, portraits={**saved.profile.portraits, code: portrait})
        if save_form(form, saved, changed):
            return redirect(url_for("portraits.edit", profile_id=profile_id, code=code), 303)
    return _page(saved, form, form.lacking(listed)), form.status


def _knows(profile: Profile, code: str) -> bool:
    return code in profile.territory.quartier_labels or code in profile.portraits


def _page(saved: SavedProfile, form: PortraitForm, listed: Sequence[Figure]) -> str:
    draft = draft_of(saved)
    return render_template(
        "portraits/form.html",
        form=form,
        saved=saved,
        listed=listed,
        label=_label(saved, draft, form.code),
        part=next((part for part in quartier_parts(draft) if part.quartier.code == form.code), None),
        communes={commune.code: commune.name for commune in draft.territory.communes},
        by_quartier=draft.outline.by_quartier,
        project_field=field_name(quartier_place(form.code)),
    )


def _label(saved: SavedProfile, draft: Draft, code: str) -> str:
    """Return what the quartier is called, today or on the page that was sent."""
    former = (base.profile.territory.quartier_labels.get(code) for base in base_versions(saved))
    return draft.territory.quartier_labels.get(code) or next(filter(None, former), code)
