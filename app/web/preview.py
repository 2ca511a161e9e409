"""The contract as it will be printed, a chapter at a time, with where each piece of it is changed."""

from typing import Any

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from app.documents.word import RenderOptions, write_draft
from app.documents.word.context import lasting_bookmark
from app.domain.draft import Draft
from app.domain.outlines import quartier_place
from app.store import SavedProfile
from app.territories import departures_of
from app.web.chapters import field_name
from app.web.contract_catalogue import draft_of
from app.web.services import profiles, reference, services
from app.web.signature import signature_note
from app.web.word_pages import Edit, WordPages

blueprint = Blueprint("preview", __name__)


@blueprint.get("/profils/<profile_id:profile_id>/apercu")
def show(profile_id: int) -> ResponseReturnValue:
    """Show the first page of the document: its cover."""
    return _page(profile_id, "")


@blueprint.get("/profils/<profile_id:profile_id>/apercu/<chapter>")
def chapter(profile_id: int, chapter: str) -> ResponseReturnValue:
    """Show one chapter, or one volet, with its neighbours. 404 for one that is not there."""
    return _page(profile_id, chapter)


def _page(profile_id: int, slug: str) -> ResponseReturnValue:
    saved = profiles().get(profile_id)
    draft = draft_of(saved)
    options = RenderOptions(
        on=services().today(),
        version=saved.version,
        departures=departures_of(draft.territory, reference()),
        signature_note=signature_note(saved),
    )
    document = WordPages(write_draft(draft, options), edits_of(draft, saved))
    page = (document.page(slug) or abort(404)) if slug else document.pages[0]
    rank = document.pages.index(page)

    def address(slug: str) -> str:
        return url_for("preview.chapter", profile_id=profile_id, chapter=slug)

    return render_template(
        "preview/show.html",
        saved=saved,
        page=page,
        shown=document.show(page, address),
        pages=document.pages,
        address=address,
        preceding=document.pages[rank - 1] if rank else None,
        following=document.pages[rank + 1] if rank + 1 < len(document.pages) else None,
    )


def edits_of(draft: Draft, saved: SavedProfile) -> dict[str, Edit]:
    """Return where what stands in the document is changed, by the name of its bookmark or of its control."""

    def edit(about: str, endpoint: str, **values: Any) -> Edit:
        return Edit(url_for(endpoint, profile_id=saved.id, **values), about)

    edits = {
        name: edit("les signataires", "signatories.show")
        for name in ("signataires", "signataire", "representant", "signature")
    }
    for identifier, number in draft.numbers.items():
        about = f"l’engagement {number}"
        edits[lasting_bookmark(identifier)] = edit(about, "adaptation.edit", commitment_id=identifier)
    for identifier, number in draft.local_numbers.items():
        about = f"l’engagement local {number}"
        edits[lasting_bookmark(identifier)] = edit(about, "local_commitments.edit", local_id=identifier)
    for part in draft.outline.chapters:
        for place in part.places:
            about = f"le texte\u00a0: {place.label}"
            edits[place.id] = edit(about, "chapters.edit", _anchor=field_name(place.id))
    for quartier in draft.territory.quartiers:
        about = f"le quartier {draft.territory.quartier_label(quartier.code)}"
        edits[quartier_place(quartier.code)] = edit(about, "portraits.edit", code=quartier.code)
    for orientation in draft.profile.orientations:
        about = f"l’orientation\u00a0: {orientation.title}"
        edits[orientation.id] = edit(about, "orientations.edit", orientation_id=orientation.id)
        for objective in orientation.objectives:
            about = f"l’objectif\u00a0: {objective.title}"
            edits[objective.id] = edit(about, "orientations.edit_objective", objective_id=objective.id)
    return edits
