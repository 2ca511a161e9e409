"""The list of quartiers prioritaires in use; its import, with a preview of what would change."""

from urllib.parse import quote_plus

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.profile import Quartier
from app.domain.text import MAX_NAME, clean
from app.store import Quartiers
from app.territories import MAX_BYTES, QuartiersRefused, ReadQuartiers, quartiers_csv, read_quartiers
from app.web.parts import profiles, reference
from app.web.quartiers.forms import ConfirmForm, ListFileForm
from app.web.request_validation import MAX_BODY

blueprint = Blueprint("quartiers", __name__)

SHOWN = 20
"""How many quartiers of each kind of change the preview lists; the rest is counted."""

REST_OF_THE_FORM = 10_000
"""Bytes, more than what goes with the list: its name and the token of the form."""

TOO_LONG = (
    "Cette liste est trop longue pour être importée ici\u00a0: l’officielle compte environ 1\u00a0500 "
    "quartiers. Vérifiez le fichier, ou importez-le par la commande "
    "«\u00a0contrat-de-ville territoires import-qpv\u00a0»."
)


def lists() -> Quartiers:
    """The imported lists."""
    return profiles().quartiers


@blueprint.route("/quartiers", methods=["GET", "POST"])
def choose() -> ResponseReturnValue:
    """Which list is in use; a file sent here is read and shown before anything changes."""
    form = ListFileForm()
    refused: QuartiersRefused | None = None
    if form.accepted():
        upload = form.file.data
        source = " ".join(clean(str(upload.filename)).text.split())[:MAX_NAME]
        try:
            read = read_quartiers(upload.read(MAX_BYTES + 1), source, reference())
        except QuartiersRefused as refusal:
            form.status, refused = 422, refusal
        else:
            if _can_be_confirmed(read.quartiers):
                return _preview(read, source)
            form.status, form.file.errors = 422, [TOO_LONG]
    return _page(form, refused)


def _page(form: ListFileForm, refused: QuartiersRefused | None = None) -> tuple[str, int]:
    """The lists in use, and the ways to import another."""
    known = reference().communes_by_any_code()
    unattached = [
        quartier
        for quartier in lists().all()
        if not any(known.get(code) == code for code in quartier.communes)
    ]
    page = render_template(
        "quartiers/choose.html",
        form=form,
        refused=refused,
        lists=lists().lists(),
        unattached=unattached,
        shown=SHOWN,
    )
    return page, form.status


def _can_be_confirmed(quartiers: tuple[Quartier, ...]) -> bool:
    """Whether the page that confirms the list, and carries it, can be sent. Browsers end lines with CRLF."""
    sent = quote_plus(quartiers_csv(quartiers).replace("\n", "\r\n"))
    return len(sent) <= MAX_BODY - REST_OF_THE_FORM


def _preview(read: ReadQuartiers, source: str) -> str:
    confirm = ConfirmForm(formdata=None, data={"content": quartiers_csv(read.quartiers), "source": source})
    changes = lists().changes(read.quartiers)
    return render_template("quartiers/preview.html", form=confirm, changes=changes, read=read, shown=SHOWN)


@blueprint.post("/quartiers/appliquer")
def apply() -> ResponseReturnValue:
    """Put the list that was previewed in the place of the one in use."""
    form = ConfirmForm()
    if form.accepted():
        try:
            quartiers = read_quartiers((form.content.data or "").encode(), "liste", reference()).quartiers
        except QuartiersRefused:
            form.status = 422
        else:
            lists().replace(quartiers, clean(form.source.data or "liste").text or "liste")
            flash(f"Liste importée\u00a0: {len(quartiers)} quartiers prioritaires.", "success")
            return redirect(url_for("quartiers.choose"), 303)
    flash("La liste n’a pas été importée\u00a0: choisissez de nouveau le fichier.", "warning")
    page, _ = _page(ListFileForm(formdata=None))
    return page, form.status
