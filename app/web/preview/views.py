"""The draft as it will be in Word, to be read on the screen or printed."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.documents.word import RenderOptions, write_draft
from app.territories import departures_of
from app.web.contract_catalogue import draft_of
from app.web.preview.rendering import preview_of
from app.web.services import profiles, reference, services

blueprint = Blueprint("preview", __name__)


@blueprint.get("/profils/<profile_id:profile_id>/apercu")
def show(profile_id: int) -> ResponseReturnValue:
    """The whole draft as a page."""
    saved = profiles().get(profile_id)
    draft = draft_of(saved)
    departures = departures_of(draft.territory, reference())
    options = RenderOptions(on=services().today(), version=saved.version, departures=departures)
    return render_template("preview/show.html", saved=saved, preview=preview_of(write_draft(draft, options)))
