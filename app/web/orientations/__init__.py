"""The orientations of a contract and their objectives: one page that shows them, and a page for each."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.french import count_noun, typeset
from app.domain.orientations import (
    Orientations,
    move,
    move_objective,
    new_objective_id,
    new_orientation_id,
    orientation_numbers,
    orientation_of,
    put,
    put_objective,
    remove,
    remove_objective,
)
from app.domain.profile import Objective, Orientation, Profile
from app.domain.views import serving_actions
from app.store import SavedProfile
from app.web.contract_catalogue import draft_of
from app.web.orientations.forms import (
    ObjectiveForm,
    OrderForm,
    OrientationForm,
    objective_form,
    objective_in,
    orientation_form,
    orientation_in,
)
from app.web.profile_form import ConfirmationForm, ProfileForm, base_versions
from app.web.saving import save_form
from app.web.services import profiles

blueprint = Blueprint("orientations", __name__)
Record = TypeVar("Record", Orientation, Objective)

_PAGE = "/profils/<profile_id:profile_id>/orientations"
_ORIENTATION = f"{_PAGE}/<orientation_id:orientation_id>"
_OBJECTIVE = "/profils/<profile_id:profile_id>/objectifs/<objective_id:objective_id>"
_STEPS = {"haut": -1, "bas": 1}


@blueprint.get(_PAGE)
def show(profile_id: int) -> ResponseReturnValue:
    """Show the orientations, their objectives, and the actions that serve each."""
    saved = profiles().get(profile_id)
    return _show(saved, OrderForm.of(saved))


@blueprint.route(f"{_PAGE}/ajouter", methods=["GET", "POST"])
def add(profile_id: int) -> ResponseReturnValue:
    """Add an orientation."""
    saved = profiles().get(profile_id)
    form = orientation_form().of(saved)
    if form.accepted():
        added = Orientation(new_orientation_id(), **form.typed())
        if _saves(form, saved, put(saved.profile.orientations, added)):
            return _back(profile_id, added.id)
    return _orientation_page(saved, form)


@blueprint.route(_ORIENTATION, methods=["GET", "POST"])
def edit(profile_id: int, orientation_id: str) -> ResponseReturnValue:
    """Change an orientation; its objectives stay."""
    saved = profiles().get(profile_id)
    known = _known(saved, orientation_in, orientation_id)
    form = orientation_form(orientation_id).of(saved)
    if form.accepted():
        changed = put(saved.profile.orientations, replace(known, **form.typed()))
        if _saves(form, saved, changed):
            return _back(profile_id, orientation_id)
    return _orientation_page(saved, form)


@blueprint.route(f"{_ORIENTATION}/retirer", methods=["GET", "POST"])
def remove_one(profile_id: int, orientation_id: str) -> ResponseReturnValue:
    """Remove an orientation with its objectives, after a confirmation."""
    saved = profiles().get(profile_id)
    known = _known(saved, orientation_in, orientation_id)
    gone = remove(saved.profile.orientations, orientation_id)
    return _removal(saved, known, gone, "L’orientation est retirée du contrat")


@blueprint.post(f"{_ORIENTATION}/deplacer")
def move_one(profile_id: int, orientation_id: str) -> ResponseReturnValue:
    """Move an orientation up or down."""
    saved = profiles().get(profile_id)
    return _moved(saved, move(saved.profile.orientations, orientation_id, _step()), orientation_id)


@blueprint.route(f"{_ORIENTATION}/objectifs/ajouter", methods=["GET", "POST"])
def add_objective(profile_id: int, orientation_id: str) -> ResponseReturnValue:
    """Add an objective to an orientation."""
    saved = profiles().get(profile_id)
    parent = _known(saved, orientation_in, orientation_id)
    form = objective_form(orientation_id=orientation_id).of(saved)
    if form.accepted():
        added = Objective(new_objective_id(), **form.typed())
        if _saves(form, saved, put_objective(saved.profile.orientations, parent, added)):
            return _back(profile_id, added.id)
    return _objective_page(saved, form, parent)


@blueprint.route(_OBJECTIVE, methods=["GET", "POST"])
def edit_objective(profile_id: int, objective_id: str) -> ResponseReturnValue:
    """Change an objective."""
    saved = profiles().get(profile_id)
    known, parent = _known(saved, objective_in, objective_id), _known(saved, _parent_in, objective_id)
    form = objective_form(objective_id).of(saved)
    if form.accepted():
        changed = put_objective(saved.profile.orientations, parent, replace(known, **form.typed()))
        if _saves(form, saved, changed):
            return _back(profile_id, objective_id)
    return _objective_page(saved, form, parent)


@blueprint.route(f"{_OBJECTIVE}/retirer", methods=["GET", "POST"])
def remove_one_objective(profile_id: int, objective_id: str) -> ResponseReturnValue:
    """Remove an objective, after a confirmation; the actions that serve it stay."""
    saved = profiles().get(profile_id)
    known = _known(saved, objective_in, objective_id)
    gone = remove_objective(saved.profile.orientations, objective_id)
    return _removal(saved, known, gone, "L’objectif est retiré du contrat")


@blueprint.post(f"{_OBJECTIVE}/deplacer")
def move_one_objective(profile_id: int, objective_id: str) -> ResponseReturnValue:
    """Move an objective up or down in its orientation."""
    saved = profiles().get(profile_id)
    return _moved(saved, move_objective(saved.profile.orientations, objective_id, _step()), objective_id)


def _step() -> int:
    return _STEPS.get(request.form.get("sens", "")) or abort(400)


def _known(saved: SavedProfile, find: Callable[[Profile, str], Record | None], record_id: str) -> Record:
    """Return a record; one that was removed since, as it was on the page that was sent.

    Raises 404 without either.
    """
    found = (find(contract.profile, record_id) for contract in (saved, *base_versions(saved)))
    return next(filter(None, found), None) or abort(404)


def _parent_in(profile: Profile, objective_id: str) -> Orientation | None:
    return orientation_of(profile.orientations, objective_id)


def _saves(
    form: ProfileForm, saved: SavedProfile, orientations: Orientations, said: str = "Enregistré"
) -> bool:
    return save_form(form, saved, replace(saved.profile, orientations=orientations), said=said)


def _back(profile_id: int, record_id: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("orientations.show", profile_id=profile_id, _anchor=record_id), 303)


def _moved(saved: SavedProfile, orientations: Orientations, record_id: str) -> ResponseReturnValue:
    form = OrderForm.of(saved)
    if not form.accepted():
        return _show(saved, form)
    if form.base == saved.version and orientations == saved.profile.orientations:
        return _back(saved.id, record_id)
    return _back(saved.id, record_id) if _saves(form, saved, orientations) else _show(saved, form)


def _removal(
    saved: SavedProfile, known: Orientation | Objective, orientations: Orientations, said: str
) -> ResponseReturnValue:
    form = ConfirmationForm.of(saved)
    if form.accepted():
        if orientations == saved.profile.orientations:
            flash(typeset(f"« {known.title} » était déjà retiré du contrat."), "success")
            return _back(saved.id)
        if _saves(form, saved, orientations, said):
            return _back(saved.id)
    whole = isinstance(known, Orientation)
    objectives = known.objectives if isinstance(known, Orientation) else (known,)
    served = serving_actions(draft_of(saved))
    actions = {action.commitment for one in objectives for action in served.get(one.id, ())}
    serving = count_noun(len(actions), "action y contribue", "actions y contribuent") if actions else ""
    page = render_template(
        "orientations/remove.html",
        form=form,
        saved=saved,
        known=known,
        of_orientation=whole,
        objectives=objectives if whole else (),
        serving=serving,
    )
    return page, form.status


def _show(saved: SavedProfile, form: OrderForm) -> ResponseReturnValue:
    draft = draft_of(saved)
    page = render_template(
        "orientations/show.html",
        form=form,
        saved=saved,
        numbers=orientation_numbers(saved.profile.orientations),
        serving=serving_actions(draft),
        clauses=draft.numbers,
        local=draft.local_numbers,
    )
    return page, form.status


def _orientation_page(saved: SavedProfile, form: OrientationForm) -> ResponseReturnValue:
    return render_template("orientations/orientation.html", form=form, saved=saved), form.status


def _objective_page(saved: SavedProfile, form: ObjectiveForm, parent: Orientation) -> ResponseReturnValue:
    return render_template("orientations/objective.html", form=form, saved=saved, parent=parent), form.status
