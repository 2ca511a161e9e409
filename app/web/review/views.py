"""The assembled draft as a page, and as a Word file."""

from io import BytesIO

from flask import Blueprint, render_template, send_file
from flask.typing import ResponseReturnValue

from app.domain.assembly import assemble
from app.domain.draft import Level
from app.domain.text import file_slug
from app.territories import departures_of
from app.web.completeness.places import places_to_mend
from app.web.parts import catalogue, parts, profiles, reference
from app.web.review.outline import parts_of
from app.word import Edition, write_draft

blueprint = Blueprint("review", __name__)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("/profils/<profile_id:profile_id>")
def show(profile_id: int) -> ResponseReturnValue:
    """Every volet with its commitments, the reasons, and what the contract still lacks."""
    saved = profiles().get(profile_id)
    draft = assemble(catalogue(), saved.profile)
    return render_template(
        "review/show.html",
        saved=saved,
        draft=draft,
        parts=parts_of(draft),
        urgent=[found for found in places_to_mend(draft, saved.id) if found[0].level is Level.ERROR],
        departures=departures_of(draft.territory, reference()),
        chosen_out=[out for out in draft.excluded if out.by_choice],
        not_applicable=[out for out in draft.excluded if not out.by_choice],
    )


@blueprint.get("/profils/<profile_id:profile_id>/contrat.docx")
def download(profile_id: int) -> ResponseReturnValue:
    """The draft as a Word file: made whole in memory first, so that a fault gives a page."""
    saved = profiles().get(profile_id)
    draft = assemble(catalogue(), saved.profile)
    departures = departures_of(draft.territory, reference())
    edition = Edition(on=parts().today(), version=saved.version, departures=departures)
    document = write_draft(draft, edition)
    return send_file(
        BytesIO(document),
        mimetype=WORD,
        as_attachment=True,
        download_name=f"{file_slug(saved.profile.name)}.docx",
    )
