"""« Retours des partenaires »: the files that came back, and the decisions about each of their lines."""

from collections.abc import Sequence
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from app.domain.french import count_noun
from app.domain.problems import UserError
from app.domain.returned import LOSSES
from app.store import FileState, ReturnedFile, SavedProfile
from app.web.navigation import page_number
from app.web.profile_form import ConfirmationForm
from app.web.returns.deciding import DecisionPage, UnplacedPage, Waiting
from app.web.returns.forms import MOST_AT_ONCE, READ, UploadForm, WhoForm, who_form
from app.web.returns.receiving import Receiver, Sending
from app.web.services import profiles, services

blueprint = Blueprint("returns", __name__)
Refusals = Sequence[Sending]


@blueprint.route("/profils/<profile_id:profile_id>/retours", methods=["GET", "POST"])
def show(profile_id: int) -> ResponseReturnValue:
    """Show the files that came back; those that are sent are read, each by itself."""
    saved = profiles().get(profile_id)
    form = UploadForm()
    if not form.accepted():
        return _files_page(saved, form)
    receiver = Receiver(saved)
    sendings = [receiver.receive(name, content) for name, content in form.sent()]
    if kept := sum(one.number > 0 for one in sendings):
        received = count_noun(kept, "fichier reçu", "fichiers reçus")
        flash(f"{received}. Dites qui a rendu chacun.", "success")
    refused = [one for one in sendings if not one.number]
    if not refused:
        return redirect(url_for("returns.show", profile_id=profile_id), 303)
    form.status = 422
    return _files_page(saved, form, refused=refused)


@blueprint.post("/profils/<profile_id:profile_id>/retours/rendus")
def confirm(profile_id: int) -> ResponseReturnValue:
    """Say who returned each file, and what becomes of those of other contracts."""
    saved = profiles().get(profile_id)
    returns = profiles().returns
    form = who_form(returns.files(profile_id))
    if not form.accepted():
        return _files_page(saved, UploadForm(formdata=None), form)
    refused = list(filter(None, (_settle_other(saved, *one) for one in form.others().items())))
    returns.confirm(profile_id, form.names())
    if refused:
        form.status = 422
        return _files_page(saved, UploadForm(formdata=None), refused=refused, status=422)
    flash("Enregistré\u00a0: qui a rendu chaque fichier.", "success")
    following = "returns.decide" if form.names() else "returns.show"
    return redirect(url_for(following, profile_id=profile_id), 303)


@blueprint.route("/profils/<profile_id:profile_id>/retours/decisions", methods=["GET", "POST"])
def decide(profile_id: int) -> ResponseReturnValue:
    """Decide, clause by clause, what becomes of each proposal, and answer the comments."""
    saved = profiles().get(profile_id)
    page = DecisionPage(Waiting(saved), page_number())
    if page.settle():
        return redirect(url_for("returns.decide", profile_id=profile_id, page=page.asked), 303)
    rendered = render_template(
        "returns/decide.html", saved=saved, form=page.form, page=page, waiting=page.waiting
    )
    return rendered, page.form.status


@blueprint.route("/profils/<profile_id:profile_id>/retours/sans-place", methods=["GET", "POST"])
def unplaced(profile_id: int) -> ResponseReturnValue:
    """Decide of what found no place: filed under a field, made a commitment of the contract, or seen."""
    saved = profiles().get(profile_id)
    page = UnplacedPage(Waiting(saved), page_number())
    if page.settle():
        return redirect(url_for("returns.unplaced", profile_id=profile_id, page=page.asked), 303)
    rendered = render_template(
        "returns/unplaced.html", saved=saved, form=page.form, page=page, waiting=page.waiting, kinds=LOSSES
    )
    return rendered, page.form.status


@blueprint.get("/profils/<profile_id:profile_id>/retours/<profile_id:number>/fichier")
def download(profile_id: int, number: int) -> ResponseReturnValue:
    """Send a file as it was received, without its macros."""
    saved = profiles().get(profile_id)  # 404 for a contract that the person may not know of
    file = profiles().returns.get(saved.id, number)
    content = profiles().returns.content(saved.id, number)
    return send_file(
        BytesIO(content), "application/octet-stream", as_attachment=True, download_name=file.name
    )


@blueprint.route(
    "/profils/<profile_id:profile_id>/retours/<profile_id:number>/effacer", methods=["GET", "POST"]
)
def remove(profile_id: int, number: int) -> ResponseReturnValue:
    """Remove a file with all that was read of it: it holds names of persons. The versions stay."""
    saved = profiles().get(profile_id)
    file = profiles().returns.get(profile_id, number)
    form = ConfirmationForm.of(saved)
    if form.accepted() and form.base != saved.version:
        form.show_conflict(None, saved.version)
    elif form.accepted():
        profiles().returns.remove(profile_id, number)
        flash(f"Le fichier «\u00a0{file.name}\u00a0» est effacé.", "success")
        return redirect(url_for("returns.show", profile_id=profile_id), 303)
    return render_template("returns/remove.html", saved=saved, form=form, file=file), form.status


@blueprint.route(
    "/profils/<profile_id:profile_id>/retours/<profile_id:number>/relire", methods=["GET", "POST"]
)
def reread(profile_id: int, number: int) -> ResponseReturnValue:
    """Read a file again as it was received: what waits is replaced, what is decided stays."""
    saved = profiles().get(profile_id)
    file = profiles().returns.get(profile_id, number)
    form = ConfirmationForm.of(saved)
    if form.accepted():
        try:
            Receiver(saved).read_again(file)
        except UserError as refused:
            form.refusals, form.status = [str(refused)], 422
        else:
            flash(_reread_said(profiles().returns.get(profile_id, number)), "success")
            return redirect(url_for("returns.show", profile_id=profile_id), 303)
    return render_template("returns/reread.html", saved=saved, form=form, file=file), form.status


def _reread_said(file: ReturnedFile) -> str:
    waits = count_noun(file.waiting, "ligne attend une décision", "lignes attendent une décision")
    return f"Le fichier «\u00a0{file.name}\u00a0» est relu\u00a0: {waits}."


def _settle_other(saved: SavedProfile, number: int, choice: str) -> Sending | None:
    """Read a file of another contract, or remove it; why it could not be read."""
    file = profiles().returns.get(saved.id, number)
    if choice != READ:
        profiles().returns.remove(saved.id, number)
        return None
    try:
        Receiver(saved).read_again(file)
    except UserError as refused:
        return Sending(file.name, refusal=str(refused))
    return None


def _files_page(
    saved: SavedProfile,
    form: UploadForm,
    who: WhoForm | None = None,
    *,
    refused: Refusals = (),
    status: int = 200,
) -> ResponseReturnValue:
    waiting = Waiting(saved)
    page = render_template(
        "returns/show.html",
        saved=saved,
        form=form,
        who=who or who_form(waiting.files, formdata=None),
        refused=refused,
        waiting=waiting,
        states=FileState,
        has_office=services().numbering is not None,
        most=MOST_AT_ONCE,
    )
    return page, max(form.status, status, who.status if who else status)
