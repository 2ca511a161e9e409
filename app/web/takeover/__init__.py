"""« Partir d’un contrat existant »: a file is read, reviewed beside its pages, made a contract."""

from io import BytesIO

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.domain.french import count_noun
from app.domain.problems import UserError
from app.domain.takeover.measured import MEASURED
from app.domain.takeover.review import Outcome, ReviewedRemainder, quartiers_left_out, taken_pieces
from app.store import AlreadyTaken
from app.web.forms import PageForm
from app.web.navigation import page_number
from app.web.services import profiles, services
from app.web.takeover.forms import MakeForm, TakeoverFileForm, names_of_places, part_form, remainders_form
from app.web.takeover.making import make_contract
from app.web.takeover.original import excerpt_of
from app.web.takeover.receiving import OurOwnContract, receive
from app.web.takeover.review import Review

blueprint = Blueprint("takeover", __name__)

MOST_LINES = 30
"""Texts without a place on a page."""


@blueprint.route("/reprises", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    """Ask for the file of a contract made elsewhere, and show the takeovers that go on."""
    form = TakeoverFileForm()
    again: AlreadyTaken | None = None
    ours: OurOwnContract | None = None
    if form.accepted():
        sent = form.file.data
        try:
            number = receive(sent.filename, sent.read(), whatever=bool(form.whatever.data))
        except AlreadyTaken as already:
            again, form.status = already, 409
        except OurOwnContract as own:
            ours, form.status = own, 422
        except UserError as refused:
            form.file.errors, form.status = [str(refused)], 422
        else:
            flash("Le fichier est lu. Rien n’entre au contrat sans votre accord.", "success")
            return redirect(url_for("takeover.review", number=number), 303)
    page = render_template(
        "takeover/show.html",
        form=form,
        again=again,
        ours=ours,
        takeovers=profiles().takeovers.list(),
        has_office=services().numbering is not None,
        figures=MEASURED,
    )
    return page, form.status


@blueprint.route("/reprises/<profile_id:number>", methods=["GET", "POST"])
def review(number: int) -> ResponseReturnValue:
    """Show all that was recognised, chapter by chapter; accept one, or one fiche, whole."""
    found = Review(profiles().takeovers.get(number))
    form = PageForm()
    if form.accepted() and not found.is_closed:
        accepted = found.accept(request.form.get("accept", ""))
        seen = _mark_seen(found) if request.form.get("seen") else 0
        said = [
            *([count_noun(accepted, "proposition acceptée", "propositions acceptées")] if accepted else []),
            *([count_noun(seen, "passage marqué vu", "passages marqués vus")] if seen else []),
        ]
        flash(f"{', '.join(said)}." if said else "Rien ne restait à accepter ici.", "success")
        return redirect(url_for("takeover.review", number=number), 303)
    return render_template("takeover/review.html", form=form, review=found), form.status


@blueprint.route("/reprises/<profile_id:number>/parties/<part>", methods=["GET", "POST"])
def part(number: int, part: str) -> ResponseReturnValue:
    """Show some pieces beside the pages that they come from; accept, correct or set aside each."""
    found = Review(profiles().takeovers.get(number))
    shown = found.part(part)
    if shown is None:
        abort(404)
    if found.is_closed:
        return redirect(url_for("takeover.review", number=number), 303)
    form = part_form(found, shown)
    if form.accepted() and form.settle():
        following = found.following(part) if request.form.get("next") else None
        flash("Enregistré.", "success")
        if following:
            return redirect(url_for("takeover.part", number=number, part=following), 303)
        return redirect(url_for("takeover.review", number=number, _anchor=part), 303)
    original = profiles().takeovers.original(number)
    page = render_template(
        "takeover/part.html",
        form=form,
        review=found,
        part=shown,
        excerpt=excerpt_of(original, [(one.id, one.piece) for one in shown.pieces]),
    )
    return page, form.status


@blueprint.route("/reprises/<profile_id:number>/sans-place", methods=["GET", "POST"])
def remainders(number: int) -> ResponseReturnValue:
    """Decide of what found no place: put in a field, made an action, or seen."""
    found = Review(profiles().takeovers.get(number))
    everything = found.is_closed or "tout" in request.args
    lines = [one for one in found.remainders if everything or one.outcome is None]
    asked = page_number()
    last = max(1, -(-len(lines) // MOST_LINES))
    start = (min(asked, last) - 1) * MOST_LINES
    shown = lines[start : start + MOST_LINES]
    form = remainders_form(found, shown)
    if form.accepted() and not found.is_closed:
        rest = bool(request.form.get("seen"))
        if form.settle(rest_is_seen=rest):
            flash("Enregistré.", "success")
            page = asked if everything and asked > 1 else None
            here = url_for("takeover.remainders", number=number, page=page, tout="" if everything else None)
            return redirect(here, 303)
    page_text = render_template(
        "takeover/remainders.html",
        form=form,
        review=found,
        lines=shown,
        places=[name for name, _ in names_of_places(found)],
        page=min(asked, last),
        last=last,
        everything=everything,
    )
    return page_text, form.status


@blueprint.route("/reprises/<profile_id:number>/contrat", methods=["GET", "POST"])
def make(number: int) -> ResponseReturnValue:
    """Make the contract of what was accepted; it begins by the version « Contrat repris de FILE »."""
    found = Review(profiles().takeovers.get(number))
    if found.is_closed or found.waiting:
        return redirect(url_for("takeover.review", number=number), 303)
    form = MakeForm(data=MakeForm.values(found))
    if form.accepted() and (saved := make_contract(form, found)):
        profiles().takeovers.close(number, saved.id)
        flash("Le contrat est créé.", "success")
        return redirect(url_for("takeover.review", number=number), 303)
    left_out = quartiers_left_out(taken_pieces(found.pieces, found.remainders))
    page = render_template("takeover/make.html", form=form, review=found, left_out=left_out)
    return page, form.status


@blueprint.get("/reprises/<profile_id:number>/fichier")
def download(number: int) -> ResponseReturnValue:
    """Send the file as it was received."""
    found = profiles().takeovers.get(number)
    content = profiles().takeovers.content(number)
    return send_file(
        BytesIO(content), "application/octet-stream", as_attachment=True, download_name=found.name
    )


@blueprint.route("/reprises/<profile_id:number>/effacer", methods=["GET", "POST"])
def remove(number: int) -> ResponseReturnValue:
    """Remove a takeover that has made no contract; else its file alone, which holds names of persons."""
    found = profiles().takeovers.get(number)
    form = PageForm()
    if form.accepted():
        if found.profile_id is not None:
            profiles().takeovers.remove_file(number)
            flash(f"Le fichier «\u00a0{found.name}\u00a0» est effacé.", "success")
            return redirect(url_for("takeover.review", number=number), 303)
        profiles().takeovers.remove(number)
        flash(f"La reprise de «\u00a0{found.name}\u00a0» est effacée.", "success")
        return redirect(url_for("takeover.show"), 303)
    return render_template("takeover/remove.html", form=form, takeover=found), form.status


def _mark_seen(found: Review) -> int:
    """Mark as seen all that found no place and that nobody decided of: how many."""
    waiting = [one for one in found.remainders if one.outcome is None]
    seen = [ReviewedRemainder(one.id, one.remainder, Outcome.SEEN) for one in waiting]
    profiles().takeovers.review(found.takeover.id, remainders=seen)
    return len(seen)
