"""« Mes propositions »: what a partner proposes in a contract, what became of it, and how to withdraw it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from app.domain.diff.edit_script import Budget
from app.domain.diff.text import Words
from app.domain.proposals import Answer, Decision, Proposal, Question
from app.store.site_proposals import SiteProposal
from app.web.contract_catalogue import draft_of
from app.web.forms import PageForm, version_number
from app.web.returns.shown import ShownQuestion
from app.web.returns.subjects import Subjects
from app.web.services import actor, profiles

BECAME = {
    Decision.TAKEN: "Reprise",
    Decision.MERGED: "Réunie à d’autres",
    Decision.EDITED: "Reprise en modifiant",
    Decision.LEFT: "Laissée",
    Decision.DONE: "Déjà au contrat",
}
"""What became of a proposal, in a word or two."""

FOLLOWED = {Decision.TAKEN, Decision.MERGED, Decision.EDITED}

blueprint = Blueprint("proposals", __name__)


class WithdrawForm(PageForm):
    """Which proposal is withdrawn."""

    number = HiddenField()


@dataclass(frozen=True)
class ShownProposal:
    """A proposal as its author reads it: the text of the contract, and hers."""

    kept: SiteProposal
    shown: ShownQuestion

    @property
    def edits(self) -> Sequence[Words]:
        """Its text, with what it adds to that of the contract and what it takes away."""
        return self.shown.edits(Answer(self.proposal.returned, (self.proposal,)))

    @property
    def proposal(self) -> Proposal:
        """The proposal, beside what the contract says now."""
        return self.shown.question.proposals[0]

    @property
    def became(self) -> str:
        """What became of it; nothing while it waits."""
        return BECAME.get(self.kept.decision, "Vue") if self.kept.decision else ""

    @property
    def is_followed(self) -> bool:
        """Whether something of it entered the contract."""
        return self.kept.decision in FOLLOWED

    @cached_property
    def now(self) -> str:
        """What the contract says now, where that is neither the text of before nor the proposed one."""
        one = self.proposal
        said = {one.base, one.returned}
        return (
            self.shown.subjects.words(one.clause, one.field, one.current) if one.current not in said else ""
        )


@blueprint.route("/profils/<profile_id:profile_id>/mes-propositions", methods=["GET", "POST"])
def show(profile_id: int) -> ResponseReturnValue:
    """Show what who asks proposes in a contract; withdraw one that nobody has decided."""
    saved = profiles().get(profile_id)
    form = WithdrawForm()
    store, account = profiles().site_proposals, actor().account or 0
    if form.accepted():
        if store.withdraw(profile_id, account, version_number(str(form.number.data or ""))):
            flash("La proposition est retirée.", "success")
        else:
            flash("Cette proposition a déjà été tranchée\u00a0: elle ne se retire plus.", "warning")
        return redirect(url_for("proposals.show", profile_id=profile_id), 303)
    subjects, budget = Subjects(saved, draft_of(saved)), Budget()
    mine = [_shown(one, subjects, budget) for one in store.of_account(profile_id, account)]
    page = render_template(
        "proposals/show.html",
        form=form,
        saved=saved,
        subjects=subjects,
        waiting=[one for one in mine if not one.became],
        decided=_latest_first([one for one in mine if one.became]),
    )
    return page, form.status


def _shown(kept: SiteProposal, subjects: Subjects, budget: Budget) -> ShownProposal:
    one = kept.proposal.beside(subjects.saved.profile)
    question = Question(one.clause, one.field, (one,))
    return ShownProposal(kept, ShownQuestion(question, subjects, budget))


def _latest_first(decided: Sequence[ShownProposal]) -> list[ShownProposal]:
    return sorted(decided, key=lambda one: one.kept.decided_at or one.kept.made_at, reverse=True)
