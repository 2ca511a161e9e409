"""The actions of a contract before a steering committee: one at a time, large, agreed or not."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.actions import Action, actions_of
from app.domain.adaptations import adaptation_of, change_adaptations
from app.domain.profile import Adaptation, Profile, State
from app.domain.typed_values import show_deadline
from app.web.contract_catalogue import draft_of
from app.web.forms import NOT_A_CHOICE, Checkboxes
from app.web.profile_form import ProfileForm
from app.web.saving import save_form
from app.web.services import profiles

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
        amount=sum(means.amount or 0 for means in action.adaptation.means),
    )
    return page, form.status


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
