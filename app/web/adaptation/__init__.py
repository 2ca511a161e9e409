"""Keeping, leaving out and adapting one commitment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.catalogue import Leaf, Scope
from app.domain.draft import Draft, Entry
from app.domain.names import short_name
from app.domain.parties import Parties
from app.domain.profile import NO_ADAPTATION, Adaptation, Profile
from app.store import SavedProfile
from app.web.adaptation.desk import Desk
from app.web.adaptation.forms import AdaptationForm, adaptation_form
from app.web.commitments import address_of, filter_of, query_of
from app.web.contract_catalogue import catalogue_of, draft_of
from app.web.person import present_person, rows_for
from app.web.profile_form import base_versions
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
    desk = Desk(saved, commitment_id)
    form = desk.form_of(adaptation_form(commitment_id))
    draft = draft_of(saved)
    preceding, following, query = _neighbours(saved, draft, commitment_id)
    back = url_for("commitments.show", profile_id=saved.id, _anchor=commitment_id, **query)
    if form.accepted() and desk.save(form, lambda profile: _adapted(profile, commitment_id, form)):
        return redirect(following.address if following and "next" in request.form else back, 303)
    number = draft.numbers.get(commitment_id)
    name = short_name(leaf.commitment.text)
    page = render_template(
        "adaptation/form.html",
        form=form,
        saved=saved,
        desk=desk,
        leaf=leaf,
        draft=draft,
        parties=Parties(draft),
        saved_adaptation=form.adaptation_of(saved.profile),
        title=f"{number} · {name}" if number else name,
        preceding=preceding,
        following=following,
        back=back,
        number=number,
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


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A commitment beside another one in a list: what names it, and its page."""

    label: str
    address: str


def _neighbours(
    saved: SavedProfile, draft: Draft, commitment_id: str
) -> tuple[Neighbour | None, Neighbour | None, dict[str, Any]]:
    """Return the commitments before and after one, in the list that the query asks for, and this query.

    In the whole list where the one is not among those asked for.
    """
    listed = rows_for(saved, draft, present_person(saved, draft))
    rows = [row for row in listed if not row.is_local]
    asked = filter_of(request.args, draft, rows)
    query = query_of(asked)
    narrowed = list(asked.rows(rows))
    order = narrowed if any(row.id == commitment_id for row in narrowed) else rows
    places = [place for place, row in enumerate(order) if row.id == commitment_id]
    if not places:
        return None, None, query

    def neighbour(place: int) -> Neighbour | None:
        row = order[place] if 0 <= place < len(order) else None
        return Neighbour(row.label, address_of(saved.id, row, query)) if row else None

    return neighbour(places[0] - 1), neighbour(places[0] + 1), query
