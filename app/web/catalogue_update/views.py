"""A newer catalogue: what it changes for a contract, taken clause by clause."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.diff.catalogue import taken_over
from app.domain.diff.edit_script import Budget
from app.domain.french import count_noun
from app.web.catalogue_update.forms import CatalogueForm
from app.web.contract_catalogue import pending_changes
from app.web.saving import saved_by, show_conflict
from app.web.services import catalogue, profiles

blueprint = Blueprint("catalogue_update", __name__)


@blueprint.route("/profils/<profile_id:profile_id>/catalogue", methods=["GET", "POST"])
def review(profile_id: int) -> ResponseReturnValue:
    """Say which changes of the catalogue the contract takes; until then it keeps the words that it had."""
    saved = profiles().get(profile_id)
    pending, today = pending_changes(saved), catalogue()
    changes = pending.clauses if pending else ()
    form = CatalogueForm.about(saved, changes)
    accepted = form.accepted()
    if accepted and form.base != saved.version:
        show_conflict(form, saved)
    elif accepted and pending:
        taken = form.taken.data or []
        changed = taken_over(saved.profile, changes, taken, today)
        said = _said(len(taken), len(changes))
        if saved_by(form, saved, changed, catalogue=today.hash, said=said):
            return redirect(url_for("review.show", profile_id=profile_id), 303)
    page = render_template(
        "catalogue_update/review.html",
        form=form,
        saved=saved,
        pending=pending,
        changes=changes,
        budget=Budget(),
    )
    return page, form.status


def _said(taken: int, changes: int) -> str:
    """What became of the changes that were shown."""
    refused = count_noun(changes - taken, "refusé", "refusés")
    return (
        f"Catalogue mis à jour\u00a0: {count_noun(taken, 'changement pris', 'changements pris')}, {refused}. "
        "L’état d’avant reste dans les versions"
    )
