"""The workbook of a contract, and the copy of adaptations from another contract."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.domain.french import count_noun
from app.domain.problems import Problem
from app.domain.reuse import Copied, copy_adaptations
from app.domain.text import file_slug
from app.formats.xlsx import ImportResult, Origin, WorkbookRefused, write_workbook
from app.store import SavedProfile, UploadGone, UploadRefused
from app.web.contract_catalogue import catalogue_of, draft_of
from app.web.downloads import mark_downloaded
from app.web.saving import save_form
from app.web.services import Purpose, forget_upload, keep_upload, open_upload, profiles
from app.web.workbook_import.forms import CopyForm, ResolveForm, WorkbookForm, WorkbookImport, resolve_form

blueprint = Blueprint("workbook_import", __name__)
Problems = tuple[Problem, ...]
MOST_ROWS_SHOWN = 300
"""Rows that the preview shows; those that follow are counted."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/profils/<profile_id:profile_id>/engagements.xlsx")
def download(profile_id: int) -> ResponseReturnValue:
    """Send the commitments as a workbook, one row each."""
    saved = profiles().get(profile_id)
    origin = Origin.of(saved.id, saved.version, saved.profile)
    content = write_workbook(draft_of(saved), origin)
    mark_downloaded(saved.id, saved.version)  # from which the workbook differs when it comes back
    name = f"{file_slug(saved.profile.name)}.xlsx"
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)


@blueprint.route("/profils/<profile_id:profile_id>/classeur", methods=["GET", "POST"])
def workbook(profile_id: int) -> ResponseReturnValue:
    """Read a workbook that was filled in, and show what it changes; nothing is saved yet."""
    saved = profiles().get(profile_id)
    form = WorkbookForm.of(saved)
    if not form.accepted():
        return _choose(saved, form)
    content = form.file.data.read()
    try:
        imported = WorkbookImport.of(content, saved)
        result = imported.result()
        if imported.says_nothing_new(result):
            return _unchanged(saved)
        token = keep_upload(content, Purpose.WORKBOOK)
    except WorkbookRefused as refused:
        form.status = 422
        return _choose(saved, form, refused.problems)
    except UploadRefused as refused:
        form.status, form.file.errors = 413, [str(refused)]
        return _choose(saved, form)
    question = resolve_form(result.conflicts).of(saved, formdata=None)
    question.status = 409 if result.conflicts else 200
    question.upload.data = token
    return _preview(saved, question, imported)


@blueprint.post("/profils/<profile_id:profile_id>/classeur/reprendre")
def resolve_conflicts(profile_id: int) -> ResponseReturnValue:
    """Take over the workbook that waits, with what the official chose."""
    saved = profiles().get(profile_id)
    try:
        content = open_upload(request.form.get("upload"), Purpose.WORKBOOK).content
        imported = WorkbookImport.of(content, saved)
        form = resolve_form(imported.result().conflicts).of(saved)
    except (UploadGone, WorkbookRefused) as refused:
        sent, again = ResolveForm.of(saved), WorkbookForm.of(saved, formdata=None)
        again.status = 422 if sent.accepted() else sent.status
        problems = refused.problems if isinstance(refused, WorkbookRefused) else (Problem("", str(refused)),)
        return _choose(saved, again, problems)
    if not form.accepted():
        return _preview(saved, form, imported)
    if form.base != saved.version:
        form.show_conflict(None, saved.version)
        return _preview(saved, form, imported)
    try:
        result = imported.result(form.chosen)
    except WorkbookRefused as refused:
        form.status = 422
        return _preview(saved, form, imported, refused.problems)
    # Somebody saved at this very instant: the same workbook is held against what they saved.
    return _taken(saved, form, imported, result) or resolve_conflicts(profile_id)


def _choose(saved: SavedProfile, form: WorkbookForm, problems: Problems = ()) -> ResponseReturnValue:
    return render_template(
        "workbook_import/workbook.html", form=form, saved=saved, problems=problems
    ), form.status


def _preview(
    saved: SavedProfile, form: ResolveForm, imported: WorkbookImport, problems: Problems = ()
) -> ResponseReturnValue:
    page = render_template(
        "workbook_import/preview.html",
        form=form,
        saved=saved,
        result=imported.result(),
        doubt=imported.doubt,
        problems=problems,
        most_rows=MOST_ROWS_SHOWN,
    )
    return page, form.status


def _taken(
    saved: SavedProfile, form: ResolveForm, imported: WorkbookImport, result: ImportResult
) -> ResponseReturnValue | None:
    """Return the next page, that of the choices when the contract grew too large.

    None when somebody saved it.
    """
    token = form.upload.data
    if result.profile == saved.profile:
        forget_upload(token)
        return _unchanged(saved)
    rows = count_noun(result.rows, "ligne changée", "lignes changées")
    if not save_form(
        form, saved, result.profile, said=f"Le classeur est repris dans le contrat\u00a0: {rows}"
    ):
        return _preview(saved, form, imported) if form.refusals else None
    forget_upload(token)
    return redirect(url_for("commitments.show", profile_id=saved.id), 303)


def _unchanged(saved: SavedProfile) -> ResponseReturnValue:
    flash("Le classeur ne change rien\u00a0: le contrat dit déjà tout cela.", "success")
    return redirect(url_for("commitments.show", profile_id=saved.id), 303)


@blueprint.route("/profils/<profile_id:profile_id>/copier", methods=["GET", "POST"])
def copy(profile_id: int) -> ResponseReturnValue:
    """Take over the adaptations of another contract in some volets; what is written here stays."""
    saved = profiles().get(profile_id)
    form = CopyForm.of(saved)
    if form.accepted():
        other = profiles().get(int(form.other.data)).profile
        copied = copy_adaptations(saved.profile, other, form.sections.data or (), catalogue_of(saved))
        if save_form(form, saved, copied.profile, said=_said(copied)):
            return redirect(url_for("commitments.show", profile_id=profile_id), 303)
    return render_template("workbook_import/copy.html", form=form, saved=saved), form.status


def _said(copied: Copied) -> str:
    """Return what was taken over, and what was left as it is when there is any."""
    taken = count_noun(copied.taken, "adaptation reprise", "adaptations reprises")
    kept = count_noun(copied.kept, "déjà écrite ici et gardée", "déjà écrites ici et gardées")
    return f"{taken}\u202f; {kept}" if copied.kept else taken
