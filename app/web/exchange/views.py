"""The workbook of a contract, and the copy of adaptations from another contract."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.domain.document_reader import Problem
from app.domain.reuse import Copied, with_copied
from app.domain.text import file_slug
from app.store import SavedProfile
from app.web.exchange.forms import CopyForm, SettleForm, WorkbookForm, settle_form
from app.web.exchange.returned import Returned, carried, received
from app.web.french import count
from app.web.parts import profiles
from app.web.profile_form import ProfileForm
from app.web.saving import saved_by
from app.web.standing import catalogue_of, draft_of
from app.workbook import Origin, Taking, WorkbookRefused, write_workbook

blueprint = Blueprint("exchange", __name__)
Problems = tuple[Problem, ...]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/profils/<profile_id:profile_id>/engagements.xlsx")
def download(profile_id: int) -> ResponseReturnValue:
    """The commitments as a workbook, one row each."""
    saved = profiles().get(profile_id)
    origin = Origin.of(saved.id, saved.version, saved.profile)
    content = write_workbook(draft_of(saved), origin)
    name = f"{file_slug(saved.profile.name)}.xlsx"
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)


@blueprint.route("/profils/<profile_id:profile_id>/classeur", methods=["GET", "POST"])
def workbook(profile_id: int) -> ResponseReturnValue:
    """Take over a workbook that was filled in; what it cannot decide alone is asked on the next page."""
    saved = profiles().get(profile_id)
    form = WorkbookForm.of(saved)
    if not form.accepted():
        return _choose(saved, form)
    content = form.file.data.read()
    try:
        returned = Returned.of(content, saved)
        taking = returned.taking()
    except WorkbookRefused as refused:
        form.status = 422
        return _choose(saved, form, refused.problems)
    if taking.conflicts or returned.doubt:
        question = settle_form(taking.conflicts).of(saved, formdata=None)
        question.status = 409 if taking.conflicts else 200
        question.workbook.data = carried(content)
        return _ask(saved, question, returned)
    return _taken(saved, form, taking) or _choose(saved, form)


@blueprint.post("/profils/<profile_id:profile_id>/classeur/reprendre")
def settle(profile_id: int) -> ResponseReturnValue:
    """Take over the workbook that the page carries, with what the official chose."""
    saved = profiles().get(profile_id)
    try:
        returned = Returned.of(received(request.form.get("workbook", "")), saved)
        form = settle_form(returned.taking().conflicts).of(saved)
    except WorkbookRefused as refused:
        sent, again = SettleForm.of(saved), WorkbookForm.of(saved, formdata=None)
        again.status = 422 if sent.accepted() else sent.status
        return _choose(saved, again, refused.problems)
    if form.accepted():
        if form.base != saved.version:
            form.show_conflict(None, saved.version)
            return _ask(saved, form, returned)
        try:
            taking = returned.taking(form.chosen)
        except WorkbookRefused as refused:
            form.status = 422
            return _ask(saved, form, returned, refused.problems)
        # Somebody saved at this very instant: the same workbook is held against what they saved.
        return _taken(saved, form, taking) or settle(profile_id)
    return _ask(saved, form, returned)


def _choose(saved: SavedProfile, form: WorkbookForm, problems: Problems = ()) -> ResponseReturnValue:
    return render_template("exchange/workbook.html", form=form, saved=saved, problems=problems), form.status


def _ask(
    saved: SavedProfile, form: SettleForm, returned: Returned, problems: Problems = ()
) -> ResponseReturnValue:
    page = render_template(
        "exchange/settle.html",
        form=form,
        saved=saved,
        taking=returned.taking(),
        doubt=returned.doubt,
        problems=problems,
    )
    return page, form.status


def _taken(saved: SavedProfile, form: ProfileForm, taking: Taking) -> ResponseReturnValue | None:
    """The next page, or None when the contract could not be saved and the form says why."""
    rows = count(taking.rows, "ligne changée", "lignes changées")
    said = f"Le classeur est repris dans le contrat\u00a0: {rows}"
    if taking.profile == saved.profile:
        flash("Le classeur ne change rien\u00a0: le contrat dit déjà tout cela.", "success")
    elif not saved_by(form, saved, taking.profile, said=said):
        return None
    return redirect(url_for("review.show", profile_id=saved.id), 303)


@blueprint.route("/profils/<profile_id:profile_id>/copier", methods=["GET", "POST"])
def copy(profile_id: int) -> ResponseReturnValue:
    """Take over the adaptations of another contract in some volets; what is written here stays."""
    saved = profiles().get(profile_id)
    form = CopyForm.of(saved)
    if form.accepted():
        other = profiles().get(int(form.other.data)).profile
        copied = with_copied(saved.profile, other, form.sections.data or (), catalogue_of(saved))
        if saved_by(form, saved, copied.profile, said=_said(copied)):
            return redirect(url_for("review.show", profile_id=profile_id), 303)
    return render_template("exchange/copy.html", form=form, saved=saved), form.status


def _said(copied: Copied) -> str:
    """What was taken over, and what was left as it is when there is any."""
    taken = count(copied.taken, "adaptation reprise", "adaptations reprises")
    kept = count(copied.kept, "déjà écrite ici et gardée", "déjà écrites ici et gardées")
    return f"{taken}\u202f; {kept}" if copied.kept else taken
