"""The draft as a file: straight, or after a choice of its format and of what it holds."""

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue

from app.documents.office import ConversionFailed, OfficeBusy
from app.documents.publish import Choice, publish
from app.documents.word import RenderOptions, TemplateRefused, describe_templates, templates_in
from app.domain.draft import Draft
from app.domain.french import typeset
from app.domain.text import file_slug
from app.domain.views.extract import in_no_extract
from app.store import SavedProfile
from app.territories import departures_of
from app.web.contract_catalogue import draft_of
from app.web.downloaded import mark_downloaded
from app.web.downloads.forms import ChoiceForm
from app.web.published import send_published
from app.web.services import profiles, reference, services

blueprint = Blueprint("downloads", __name__)


@blueprint.get("/profils/<profile_id:profile_id>/telecharger")
def choose(profile_id: int) -> ResponseReturnValue:
    """Which format, with what in it."""
    saved = profiles().get(profile_id)
    return _page(saved, _form(draft_of(saved)))


@blueprint.get("/profils/<profile_id:profile_id>/telecharger/fichier")
def chosen(profile_id: int) -> ResponseReturnValue:
    """The file that was chosen, or the page of choices with what is wrong."""
    saved = profiles().get(profile_id)
    draft = draft_of(saved)
    form = _form(draft)
    if not form.validate():
        return _page(saved, form, 422)
    try:
        return _file(saved, draft, form.choice, comments=form.with_comments)
    except TemplateRefused as refused:
        return _page(saved, form, 422, str(refused))
    except OfficeBusy as busy:
        answer = _page(saved, form, 503, typeset(str(busy)))
        answer.headers["Retry-After"] = str(busy.seconds)
        return answer
    except ConversionFailed as failed:
        return _page(saved, form, 503, typeset(str(failed)))


@blueprint.get("/profils/<profile_id:profile_id>/contrat.docx")
def word(profile_id: int) -> ResponseReturnValue:
    """The Word file, with everything: made whole in memory first, so that a fault gives a page."""
    saved = profiles().get(profile_id)
    return _file(saved, draft_of(saved), Choice())


@blueprint.get("/aide/modeles")
def templates() -> ResponseReturnValue:
    """How a collectivité makes its own template."""
    return render_template("downloads/templates.html")


def _form(draft: Draft) -> ChoiceForm:
    return ChoiceForm(draft, templates_in(services().templates))


def _page(saved: SavedProfile, form: ChoiceForm, status: int = 200, problem: str = "") -> Response:
    draft = draft_of(saved)
    page = render_template(
        "downloads/choose.html",
        saved=saved,
        form=form,
        problem=problem,
        office=services().numbering is not None,
        unbound=in_no_extract(draft) if draft.partners else (),
        numbers=draft.local_numbers,
        templates=describe_templates(templates_in(services().templates)),
    )
    return make_response(page, status)


def _file(saved: SavedProfile, draft: Draft, choice: Choice, *, comments: bool = True) -> Response:
    options = RenderOptions(
        on=services().today(),
        version=saved.version,
        comments=comments,
        departures=departures_of(draft.territory, reference()),
    )
    published = publish(draft, options, choice, services().numbering)
    mark_downloaded(saved.id, saved.version)
    stem = file_slug(" ".join(filter(None, (saved.profile.name, choice.signatory))))
    return send_published(published, choice.format, stem)
