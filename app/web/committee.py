"""The actions of a contract before a steering committee: one at a time, large, agreed or not."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.documents import Document
from app.documents.publish import Format, Published
from app.documents.word import write_draft
from app.domain.actions import Action, actions_of
from app.domain.adaptations import adaptation_of, change_adaptations
from app.domain.committee import record_between
from app.domain.french import format_date, typeset
from app.domain.profile import Adaptation, Profile, State
from app.domain.text import file_slug
from app.domain.typed_values import show_deadline
from app.store import SavedProfile, Version
from app.web.contract_catalogue import draft_at, draft_of
from app.web.downloads import send_published, usual_options
from app.web.forms import NOT_A_CHOICE, Checkboxes
from app.web.profile_form import ProfileForm
from app.web.saving import save_form
from app.web.services import legal_time, profiles, services

AGREED = "agreed"


class AgreementForm(ProfileForm):
    """Whether the committee agrees to an action. What is agreed is what the page showed: the whole of it."""

    commitment_id = ""

    agreed = Checkboxes(
        "Décision du comité", choices={AGREED: "Convenue"}, invalid_choice_message=NOT_A_CHOICE
    )

    @classmethod
    def values(cls, profile: Profile) -> dict[str, Any]:
        """Return what is ticked, and what the action says: a change of it is one of this form."""
        said = adaptation_of(profile, cls.commitment_id)
        return {"agreed": [AGREED] if said.state.is_agreed else [], "said": said}


def agreement_form(commitment_id: str) -> type[AgreementForm]:
    """Return the form about one action."""
    return type("OneAgreementForm", (AgreementForm,), {"commitment_id": commitment_id})


NO_DAY = "Date du comité : donnez un jour, par exemple 29/11/2026."
NOT_YET = "Le contrat n’existait pas encore le {} : choisissez une date plus récente."
SEARCHED_AT_ONCE = 100

blueprint = Blueprint("committee", __name__)


@blueprint.route("/profils/<profile_id:profile_id>/copil", methods=["GET", "POST"])
def show(profile_id: int) -> ResponseReturnValue:
    """Show the action that is asked for, else the first that is not agreed; save the decision."""
    saved = profiles().get(profile_id)
    actions = tuple(actions_of(draft_of(saved)))
    if not actions:
        return render_template("committee/show.html", saved=saved, action=None)
    rank = _rank(actions, request.args.get("engagement", ""))
    action = actions[rank]
    form = agreement_form(action.id).of(saved)

    def address(number: int) -> str:
        known = actions[number].id if 0 <= number < len(actions) else ""
        return url_for("committee.show", profile_id=profile_id, engagement=known) if known else ""

    if form.accepted():
        agrees = AGREED in (form.agreed.data or ())
        changed = change_adaptations(saved.profile, {action.id}, lambda said: _decided(said, agrees=agrees))
        said = f"{action.name}\u00a0: {'convenue' if agrees else 'pas encore convenue'}"
        is_same = changed == saved.profile and form.base == saved.version
        if is_same:  # said as well: by this notice the tab forgets what it kept of the form
            flash(f"{action.name}\u00a0: inchangée", "success")
        if is_same or save_form(form, saved, changed, said=said):
            return redirect(address(rank + 1) or address(rank), 303)
    page = render_template(
        "committee/show.html",
        saved=saved,
        form=form,
        action=action,
        number=rank + 1,
        total=len(actions),
        agreed=sum(one.adaptation.state.is_agreed for one in actions),
        preceding=address(rank - 1),
        following=address(rank + 1),
        labels=saved.profile.territory.quartier_labels,
        deadline=show_deadline(action.adaptation.deadline),
        today=services().today(),
        amount=sum(means.amount or 0 for means in action.adaptation.means),
    )
    return page, form.status


@blueprint.get("/profils/<profile_id:profile_id>/copil/releve-de-decisions.docx")
def record(profile_id: int) -> ResponseReturnValue:
    """Send what the committee of a day decided: what that day changed of the actions."""
    saved = profiles().get(profile_id)
    asked = request.args.get("du", "")
    try:
        day = date.fromisoformat(asked) if asked else services().today()
    except ValueError:
        flash(NO_DAY, "error")
        return redirect(url_for("committee.show", profile_id=saved.id), 303)
    before, after = _last_saved(saved, day - timedelta(days=1)), _last_saved(saved, day)
    if after is None:
        flash(typeset(NOT_YET.format(format_date(day))), "error")
        return redirect(url_for("committee.show", profile_id=saved.id), 303)
    draft = draft_at(after)
    options = replace(
        usual_options(saved),
        on=day,
        version=after.number,
        document=Document.DECISIONS,
        decisions=record_between(draft_at(before) if before else None, draft),
    )
    name = f"{file_slug(saved.profile.name)}-{Document.DECISIONS}-{day.isoformat()}"
    return send_published(Published(write_draft(draft, options)), Format.WORD, name)


def _last_saved(saved: SavedProfile, day: date) -> Version | None:
    """Return the contract as it was at the end of a day; None where it did not exist yet."""
    first = saved.version
    while headings := profiles().versions.headings(saved.id, first, SEARCHED_AT_ONCE):
        for heading in headings:
            if heading.saved_at.astimezone(legal_time()).date() <= day:
                return profiles().versions.get(saved.id, heading.number)
        first = headings[-1].number - 1
    return None


def _rank(actions: tuple[Action, ...], asked: str) -> int:
    """Return the rank of the action that is asked for; of the first that is not agreed without it."""
    known = [rank for rank, one in enumerate(actions) if one.id == asked]
    waiting = [rank for rank, one in enumerate(actions) if not one.adaptation.state.is_agreed]
    return next(iter((*known, *waiting, 0)))


def _decided(said: Adaptation, *, agrees: bool) -> Adaptation:
    """Return an action with the decision; one that is being carried out stays as it is."""
    if said.state.is_carried_out or agrees == said.state.is_agreed:
        return said
    return replace(said, state=State.AGREED if agrees else State.DRAFTED)
