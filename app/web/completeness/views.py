"""The page of what is missing, and the same as JSON."""

from itertools import groupby

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from app.domain.draft import Level
from app.domain.export import draft_document
from app.domain.views.coverage import matrix_of, progress_of
from app.web.completeness.places import places_to_mend
from app.web.contract_catalogue import draft_of
from app.web.services import profiles

blueprint = Blueprint("completeness", __name__)
FEW_LINKS = 6
"""Links beside a finding; more are folded under it."""

TITLES = {
    Level.ERROR: "Exigé par la loi ou le décret",
    Level.WARNING: "Demandé par les conventions ou les circulaires",
    Level.INFO: "Utile à savoir",
}


@blueprint.get("/profils/<profile_id:profile_id>/completude")
def show(profile_id: int) -> ResponseReturnValue:
    """What is missing, the most serious first, and where the contract is thin."""
    saved = profiles().get(profile_id)
    draft = draft_of(saved)
    findings = groupby(places_to_mend(draft, saved.id), key=lambda found: found[0].level)
    return render_template(
        "completeness/show.html",
        saved=saved,
        draft=draft,
        findings=[(level, TITLES[level], list(found)) for level, found in findings],
        progress=progress_of(draft),
        matrix=matrix_of(draft),
        few=FEW_LINKS,
    )


@blueprint.get("/profils/<profile_id:profile_id>/completude.json")
def checks(profile_id: int) -> ResponseReturnValue:
    """The findings as the interface gives them: the `checks` of the draft."""
    saved = profiles().get(profile_id)
    draft = draft_of(saved)
    return jsonify(checks=draft_document(draft)["checks"])
