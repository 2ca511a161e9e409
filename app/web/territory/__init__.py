"""Choosing a territory in the embedded reference, typing one, changing one."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.profile import Profile, Territory
from app.domain.quartiers import with_figures
from app.territories import (
    JOINT,
    PerimeterRefused,
    Place,
    UnknownTerritory,
    signatories_moved,
    territory_profile,
)
from app.web.contract_quartiers import updates_of
from app.web.saving import create_from, save_form
from app.web.services import catalogue, profiles, reference
from app.web.territory.forms import TerritoryForm, new_territory_form, territory_form

blueprint = Blueprint("territory", __name__)

NOTHING_TYPED = Profile(name="", territory=Territory(kind="epci", code="", name=""))
SHOWN = 20
"""How many territories the page shows at most."""

FEW = 8
"""How many proposals the search box shows while one types."""


@blueprint.get("/territoires")
def choose() -> ResponseReturnValue:
    """Search a territory by name or code."""
    query = request.args.get("q", "").strip()[:200]
    joined = request.args.getlist("avec")
    places, more = _found(query, joined) if query else ([], False)
    return render_template("territory/choose.html", query=query, places=places, more=more, joined=joined)


@blueprint.get("/territoires.json")
def suggest() -> ResponseReturnValue:
    """Send the best answers to a search, for the search box."""
    query = request.args.get("q", "").strip()[:200]
    places = reference().search(query, limit=FEW) if query else ()
    return jsonify(
        [{**place.document(), "url": url_for("territory.create", territoire=place.code)} for place in places]
    )


@blueprint.route("/profils/nouveau", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """Create a profile: prefilled for `?territoire=CODE` (several are one perimeter), else typed."""
    proposed = _proposed(JOINT.join(request.args.getlist("territoire")))
    form_class = new_territory_form(
        catalogue().facts, proposed.territory if proposed.territory.code else None
    )
    form = form_class(data=form_class.values(proposed))
    form.offer_quartiers(proposed)
    if form.accepted():
        typed = replace(_typed(form, proposed), outline=form.outline.data)
        saved = create_from(form, _with_listed(typed))
        if saved:
            flash("Le contrat est enregistré. Dites maintenant qui le signe.", "success")
            return redirect(url_for("partners.edit", profile_id=saved.id), 303)
    return _page(form, proposed=proposed.territory, saved=None)


@blueprint.route("/profils/<profile_id:profile_id>/territoire", methods=["GET", "POST"])
def edit(profile_id: int) -> ResponseReturnValue:
    """Change the territory of a saved profile."""
    saved = profiles().get(profile_id)
    form = territory_form(saved).of(saved)
    if form.accepted():
        typed = _with_listed(_typed(form, saved.profile), saved.profile)
        if save_form(form, saved, typed):
            _say_who_left(saved.profile, typed)
            return redirect(url_for("task_list.show", profile_id=saved.id), 303)
    updates = updates_of(saved.profile)
    return _page(form, saved=saved, updates=updates)


def _page(form: TerritoryForm, **shown: Any) -> ResponseReturnValue:
    return render_template("territory/form.html", form=form, **shown), form.status


def _found(query: str, joined: list[str]) -> tuple[list[Place], bool]:
    """Return the territories to show, and whether there are more."""
    found = _joinable(reference().search(query, limit=SHOWN + len(joined) + 1), joined)
    return found[:SHOWN], len(found) > SHOWN


def _joinable(places: list[Place], joined: list[str]) -> list[Place]:
    """Those that one perimeter can have beside the groupings that are joined; all of them beside none."""
    return [one for one in places if not joined or (one.kind != "commune" and one.code not in joined)]


def _proposed(code: str) -> Profile:
    """Return what the reference knows of a territory.

    Nothing when no code is given, 404 for an unknown one.
    """
    if not code:
        return NOTHING_TYPED
    try:
        return territory_profile(code, reference(), profiles().quartiers.of_communes)
    except (UnknownTerritory, PerimeterRefused):
        abort(404)


def _typed(form: TerritoryForm, before: Profile) -> Profile:
    territory = form.territory(before.territory)
    partners = before.partners
    if before is NOTHING_TYPED:
        partners = tuple(partner.id for partner in catalogue().partners if partner.required_in(territory))
    return replace(
        before,
        name=form.name.data,
        territory=territory,
        facts=form.facts(before.facts),
        facts_reason=form.facts_reason.data,
        partners=partners,
        signatories=signatories_moved(before.signatories, before.territory, territory, reference()),
    )


def _with_listed(after: Profile, before: Profile = NOTHING_TYPED) -> Profile:
    """Return the profile with the figures that the list has of the quartiers that it did not have before."""
    codes = {one.code for one in after.territory.quartiers} - {one.code for one in before.territory.quartiers}
    return with_figures(after, profiles().quartiers.figures_of(codes))


def _say_who_left(before: Profile, after: Profile) -> None:
    """Name the signatories of the former territory: what was said of them is now in the versions only."""
    left = [one.name for one in before.signatories if one not in after.signatories]
    if left:
        flash(f"Signataires de l’ancien territoire retirés : {', '.join(left)}.", "warning")
