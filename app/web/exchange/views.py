"""The workbook of a contract, and the copy of adaptations from another contract."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from app.domain.assembly import assemble
from app.domain.document_reader import Problem
from app.domain.reuse import with_copied
from app.domain.text import file_slug
from app.web.exchange.forms import CopyForm, WorkbookForm
from app.web.french import count
from app.web.parts import catalogue, profiles
from app.web.saving import saved_by
from app.web.standing import catalogue_of
from app.workbook import WorkbookRefused, adapted_by, write_workbook

blueprint = Blueprint("exchange", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/profils/<profile_id:profile_id>/engagements.xlsx")
def download(profile_id: int) -> ResponseReturnValue:
    """The commitments as a workbook, one row each."""
    saved = profiles().get(profile_id)
    content = write_workbook(assemble(catalogue_of(saved), saved.profile))
    name = f"{file_slug(saved.profile.name)}.xlsx"
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)


@blueprint.route("/profils/<profile_id:profile_id>/classeur", methods=["GET", "POST"])
def workbook(profile_id: int) -> ResponseReturnValue:
    """Take over a workbook that was filled in; each problem is named by its cell."""
    saved = profiles().get(profile_id)
    form = WorkbookForm.of(saved)
    problems: tuple[Problem, ...] = ()
    if form.accepted():
        try:
            changed = adapted_by(form.file.data.read(), saved.profile, catalogue_of(saved))
        except WorkbookRefused as refused:
            form.status, problems = 422, refused.problems
        else:
            if saved_by(form, saved, changed):
                flash("Le classeur est repris dans le contrat.", "success")
                return redirect(url_for("review.show", profile_id=profile_id), 303)
    return render_template("exchange/workbook.html", form=form, saved=saved, problems=problems), form.status


@blueprint.route("/profils/<profile_id:profile_id>/copier", methods=["GET", "POST"])
def copy(profile_id: int) -> ResponseReturnValue:
    """Take over the adaptations of another contract in some volets; what is written here stays."""
    saved = profiles().get(profile_id)
    form = CopyForm.of(saved)
    if form.accepted():
        other = profiles().get(int(form.other.data)).profile
        copied = with_copied(saved.profile, other, form.sections.data or (), catalogue())
        if saved_by(form, saved, copied.profile):
            done = f"{count(copied.taken, 'adaptation reprise', 'adaptations reprises')}"
            left = f"{count(copied.kept, 'déjà écrite ici et gardée', 'déjà écrites ici et gardées')}"
            flash(f"{done} ; {left}.", "success")
            return redirect(url_for("review.show", profile_id=profile_id), 303)
    return render_template("exchange/copy.html", form=form, saved=saved), form.status
