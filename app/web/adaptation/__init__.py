"""Keeping, leaving out and adapting one commitment."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.catalogue import Leaf, Scope
from app.domain.draft import Draft, Entry
from app.domain.parties import Parties
from app.domain.profile import NO_ADAPTATION, Adaptation, Profile
from app.store import SavedProfile
from app.web.adaptation.forms import AdaptationForm, adaptation_form
from app.web.contract_catalogue import catalogue_of, draft_of
from app.web.profile_form import base_versions
from app.web.saving import save_form
from app.web.services import profiles


class ClauseGone(Exception):
    """The page of a commitment was sent, and the contract's catalogue has it no more.

    `leaf` is the commitment as it was when the page was opened, `saved` the present contract.
    """

    def __init__(self, leaf: Leaf, saved: SavedProfile) -> None:
        self.leaf = leaf
        self.saved = saved
        super().__init__(leaf.commitment.id)


blueprint = Blueprint("adaptation", __name__)


@blueprint.route("/profils/<profile_id:profile_id>/engagements/<commitment_id>", methods=["GET", "POST"])
def edit(profile_id: int, commitment_id: str) -> ResponseReturnValue:
    """Adapt one commitment of a profile."""
    saved = profiles().get(profile_id)
    leaf = _leaf(saved, commitment_id)
    form = adaptation_form(commitment_id).of(saved)
    if form.accepted() and save_form(form, saved, _adapted(saved.profile, commitment_id, form)):
        return redirect(_next_page(saved, commitment_id), 303)
    draft = draft_of(saved)
    page = render_template(
        "adaptation/form.html",
        form=form,
        saved=saved,
        leaf=leaf,
        draft=draft,
        parties=Parties(draft),
        saved_adaptation=form.adaptation_of(saved.profile),
        following=_following(draft, commitment_id),
        number=draft.numbers.get(commitment_id),
        entry=next((entry for entry in draft.entries() if entry.commitment.id == commitment_id), None),
        annexed=_annexed(draft, commitment_id),
        exclusion=next((out for out in draft.excluded if out.commitment.id == commitment_id), None),
    )
    return page, form.status


def _leaf(saved: SavedProfile, commitment_id: str) -> Leaf:
    """Return the commitment of a page.

    404 for an unknown one; ClauseGone when it left after the page was opened.
    """
    leaf = _local_leaf(saved, commitment_id)
    if leaf is not None:
        return leaf
    shown = (_local_leaf(contract, commitment_id) for contract in base_versions(saved))
    gone = next(filter(None, shown), None)
    if gone is None:
        abort(404)
    raise ClauseGone(gone, saved)


def _local_leaf(saved: SavedProfile, commitment_id: str) -> Leaf | None:
    leaf = catalogue_of(saved).leaf_by_id.get(commitment_id)
    return None if leaf is None or leaf.commitment.scope is Scope.NATIONAL else leaf


def _adapted(profile: Profile, commitment_id: str, form: AdaptationForm) -> Profile:
    """Return the profile with this adaptation; an adaptation that says nothing is not kept."""
    others: Mapping[str, Adaptation] = {
        known: adaptation for known, adaptation in profile.adaptations.items() if known != commitment_id
    }
    adaptation = form.adaptation(profile.adaptations.get(commitment_id, NO_ADAPTATION))
    if adaptation == NO_ADAPTATION:
        return replace(profile, adaptations=others)
    return replace(profile, adaptations={**others, commitment_id: adaptation})


def _annexed(draft: Draft, commitment_id: str) -> Entry | None:
    """Return the commitment, where it is only quoted in an annexe."""
    annexes = (*draft.historical, *draft.national)
    return next((entry for entry in annexes if entry.commitment.id == commitment_id), None)


def _following(draft: Draft, commitment_id: str) -> str | None:
    """Return the commitment that comes after this one in the document."""
    order = [entry.commitment.id for entry in draft.entries()]
    if commitment_id not in order:
        return None
    after = order[order.index(commitment_id) + 1 :]
    return after[0] if after else None


def _next_page(saved: SavedProfile, commitment_id: str) -> str:
    following = _following(draft_of(saved), commitment_id) if "next" in request.form else None
    if following:
        return url_for("adaptation.edit", profile_id=saved.id, commitment_id=following)
    return url_for("review.show", profile_id=saved.id, _anchor=commitment_id)
