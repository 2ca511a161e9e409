"""A contract that exists takes the quartiers of the official list, at any time."""

from collections.abc import Iterable
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.checks.outside import in_short
from app.domain.french import count_noun, typeset
from app.domain.profile import Profile, Signatory
from app.domain.quartier_updates import written_about
from app.territories import signatories_moved
from app.web.contract_quartiers.forms import ContractQuartiersForm
from app.web.saving import saved_by
from app.web.services import profiles, reference

blueprint = Blueprint("contract_quartiers", __name__)


@blueprint.route("/profils/<profile_id:profile_id>/territoire/quartiers", methods=["GET", "POST"])
def edit(profile_id: int) -> ResponseReturnValue:
    """Show what the list would change, and take over what is ticked."""
    saved = profiles().get(profile_id)
    form = ContractQuartiersForm.of(saved)
    if form.accepted():
        updated = _updated(form, saved.profile)
        if saved_by(form, saved, updated):
            _say_what_left(form.gone.data or (), saved.profile, updated)
            return redirect(url_for("territory.edit", profile_id=saved.id), 303)
    page = render_template(
        "contract_quartiers/form.html", form=form, saved=saved, lists=profiles().quartiers.lists()
    )
    return page, form.status


def _updated(form: ContractQuartiersForm, profile: Profile) -> Profile:
    territory = replace(profile.territory, quartiers=form.quartiers(profile))
    updated = replace(profile, territory=territory)
    return replace(updated, signatories=_signatories(profile, updated)) if form.signatories.data else updated


def _signatories(before: Profile, after: Profile) -> tuple[Signatory, ...]:
    """The signatories that the quartiers propose; whoever something was typed about stays."""
    moved = signatories_moved(before.signatories, before.territory, after.territory, reference())
    known = {signatory.known_by for signatory in before.signatories}
    return (
        *(one for one in before.signatories if one in moved or _says_something(one)),
        *(one for one in moved if one.known_by not in known),
    )


def _says_something(signatory: Signatory) -> bool:
    return signatory != Signatory(signatory.partner, signatory.name)


def _say_what_left(gone: Iterable[str], before: Profile, after: Profile) -> None:
    """Name what the contract no longer has, and say what was written about it: it is kept."""
    for code in gone:
        actions, project = written_about(before, code)
        if actions or project:
            named = (
                [count_noun(actions, "action le nomme encore", "actions le nomment encore")]
                if actions
                else []
            )
            named += ["son projet est gardé parmi les textes"] if project else []
            label = before.territory.quartier_label(code)
            flash(typeset(f"{code} {label} est retiré du contrat : {', '.join(named)}."), "warning")
    left = [one.name for one in before.signatories if one not in after.signatories]
    if left:
        told = f"Communes qui ne sont plus signataires, faute de quartier prioritaire : {in_short(left)}."
        flash(typeset(told), "warning")
