"""The assembled draft as a page."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.draft import Level
from app.territories import departures_of
from app.web.completeness.places import places_to_mend
from app.web.contract_catalogue import draft_of
from app.web.review.narrowing import NO_LEAD, STATES, Narrowing, leads_of, next_to_draft
from app.web.review.outline import parts_of
from app.web.services import profiles, reference

blueprint = Blueprint("review", __name__)


@blueprint.get("/profils/<profile_id:profile_id>")
def show(profile_id: int) -> ResponseReturnValue:
    """The volets with their commitments, the reasons, and what the contract still lacks; all, or some."""
    saved = profiles().get(profile_id)
    draft = draft_of(saved)
    narrowing = Narrowing.of(request.args, draft)
    parts = parts_of(narrowing.sections_of(draft))
    return render_template(
        "review/show.html",
        saved=saved,
        draft=draft,
        parts=parts,
        narrowing=narrowing,
        shown=sum(len(section.adaptations) for part in parts for section in part.sections),
        total=sum(len(section.adaptations) for section in draft.sections),
        states=STATES,
        leads=leads_of(draft),
        no_lead=NO_LEAD,
        following=next_to_draft(draft),
        urgent=[found for found in places_to_mend(draft, saved.id) if found[0].level is Level.ERROR],
        departures=departures_of(draft.territory, reference()),
        chosen_out=[out for out in draft.excluded if out.by_choice],
        not_applicable=[out for out in draft.excluded if not out.by_choice],
    )
