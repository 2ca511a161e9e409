"""The comments on a commitment: written, answered, edited, deleted, settled; those of a whole contract."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField
from wtforms.validators import ValidationError

from app.domain.text import is_blank
from app.store import ProfileNotFound
from app.store.comments import Speaker, TooManyComments
from app.web.contract_catalogue import draft_of
from app.web.discussions import followed
from app.web.forms import CleanTextArea, NotTooLong, PageForm, version_number
from app.web.returns.subjects import Subjects
from app.web.services import actor, author_name, profiles

_WRITE = {"ajouter", "repondre", "modifier"}
"""What is done with words."""

MEANWHILE = "Ce commentaire n’est plus là, ou n’est pas de vous\u00a0: rien n’est changé."
blueprint = Blueprint("comments", __name__)


class CommentForm(PageForm):
    """What is done: `done` says which of the page's forms was sent, `comment` about which comment."""

    done = HiddenField()
    comment = HiddenField()
    text = CleanTextArea("Votre commentaire", [NotTooLong()])

    def validate_text(self, field: Any) -> None:
        """Ask for the words of a comment that is written."""
        if self.done.data in _WRITE and is_blank(field.data):
            raise ValidationError("Votre commentaire\u00a0: écrivez-le.")

    @property
    def about(self) -> int:
        """The number of the comment; 0 for none."""
        return version_number(str(self.comment.data or ""))

    def typed(self, done: str, comment: int = 0) -> str:
        """Return what was typed in one of the forms of the page, where it is shown again."""
        sent = self.is_submitted() and (self.done.data, self.about) == (done, comment)
        return str(self.text.data or "") if sent else ""


@blueprint.route(
    "/profils/<profile_id:profile_id>/engagements/<clause>/commentaires", methods=["GET", "POST"]
)
def show(profile_id: int, clause: str) -> ResponseReturnValue:
    """Show what is said of a commitment, and say something."""
    saved = profiles().get(profile_id)
    subjects = Subjects(saved, draft_of(saved))
    found = profiles().comments.of(profile_id, [clause])
    if clause not in subjects.rows and not found:
        abort(404)
    form = CommentForm()
    if form.accepted() and _done(form, profile_id, clause):
        form.say_what_was_removed()
        return redirect(url_for("comments.show", profile_id=profile_id, clause=clause), 303)
    page = render_template(
        "comments/show.html",
        saved=saved,
        form=form,
        subjects=subjects,
        clause=clause,
        discussions=found,
        me=_me(),
    )
    return page, form.status


@blueprint.get("/profils/<profile_id:profile_id>/commentaires")
def all_of_contract(profile_id: int) -> ResponseReturnValue:
    """Show the discussions of a contract that who asks may follow, those that are open first."""
    saved = profiles().get(profile_id)
    found = followed(saved)
    return render_template(
        "comments/list.html",
        saved=saved,
        subjects=Subjects(saved, draft_of(saved)),
        opened=[one for one in found if not one.is_resolved],
        settled=[one for one in found if one.is_resolved],
    )


def _me() -> Speaker:
    return Speaker(actor().account, author_name())


def _done(form: CommentForm, contract: int, clause: str) -> bool:
    """Do what a form of the page asks for; False where the form says why it is not done."""
    comments, me, about = profiles().comments, _me(), form.about
    try:
        match form.done.data:
            case "ajouter":
                done = comments.add(contract, clause, form.text.data, me)
            case "repondre":
                done = comments.add(contract, clause, form.text.data, me, about)
            case "modifier":
                done = comments.edit(contract, about, me, form.text.data)
            case "supprimer":
                done = comments.delete(contract, about, me)
            case "regler" | "rouvrir" as settled:
                done = comments.settle(contract, clause, about, me.name, settled=settled == "regler")
            case _:
                done = False
    except TooManyComments as refused:
        form.refusals, form.status = [str(refused)], 422
        return False
    except ProfileNotFound:
        done = False
    if not done:
        form.refusals, form.status = [MEANWHILE], 409
    return bool(done)
