"""The trash: what was deleted in the last thirty days."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.store import NameTaken
from app.web.forms import CleanLine, Filled, NotTooLong, PageForm
from app.web.navigation import page_number
from app.web.saving import NAME_TAKEN, refuse_name
from app.web.services import profiles

blueprint = Blueprint("trash", __name__)

PAGE_SIZE = 20


class RestoreForm(PageForm):
    """The name under which a profile comes back: another one may have taken the former."""

    name = CleanLine(
        "Nom du contrat (obligatoire)", [Filled("Nom du contrat : donnez un nom au contrat."), NotTooLong()]
    )


@blueprint.get("/corbeille")
def show() -> ResponseReturnValue:
    """Show what can be restored.

    What has waited for thirty days is left out, and goes when someone saves.
    """
    page = page_number()
    found = profiles().trash.list((page - 1) * PAGE_SIZE, PAGE_SIZE + 1)
    if page > 1 and not found:
        abort(404)
    return render_template(
        "trash/list.html", trashed=found[:PAGE_SIZE], page=page, has_more=len(found) > PAGE_SIZE
    )


@blueprint.route("/corbeille/<profile_id:profile_id>/restaurer", methods=["GET", "POST"])
def restore(profile_id: int) -> ResponseReturnValue:
    """Take a profile out of the trash."""
    trashed = profiles().trash.get(profile_id)
    form = RestoreForm(data={"name": trashed.name})
    if form.accepted() and _restored(profile_id, form):
        flash(f"Contrat « {form.name.data} » restauré.", "success")
        return redirect(url_for("review.show", profile_id=profile_id), 303)
    return render_template("trash/restore.html", form=form, trashed=trashed), form.status


def _restored(profile_id: int, form: Any) -> bool:
    try:
        profiles().trash.restore(profile_id, lambda profile: replace(profile, name=form.name.data))
    except NameTaken as taken:
        refuse_name(form, taken.existing_id, NAME_TAKEN)
        return False
    form.say_what_was_removed()
    return True
