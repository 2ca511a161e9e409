"""What is said of commitments on the site, for who may follow it: whoever may comment a commitment."""

from collections.abc import Iterator

from app.access import Action, may
from app.domain.returned import Remark, Thread
from app.store import SavedProfile
from app.store.comments import Comment, Discussion
from app.store.site_proposals import LINE
from app.web.scopes import may_in, own_part
from app.web.services import actor, profiles

DELETED = "Commentaire supprimé par son auteur."
NAMELESS = "Une personne sans nom"


def followed(saved: SavedProfile) -> tuple[Discussion, ...]:
    """Return the discussions of a contract that who asks may follow."""
    if may(actor(), Action.COMMENT, saved.id):
        return profiles().comments.of(saved.id)
    part = own_part(saved)
    return profiles().comments.of(saved.id, part) if part else ()


def follows(saved: SavedProfile) -> bool:
    """Tell whether who asks may comment something of a contract."""
    return may(actor(), Action.COMMENT, saved.id) or bool(own_part(saved))


def discussions_of(saved: SavedProfile, clause: str) -> tuple[Discussion, ...] | None:
    """Return what is said of a commitment; None for who may not know."""
    return profiles().comments.of(saved.id, [clause]) if may_in(Action.COMMENT, saved, clause) else None


def open_threads(saved: SavedProfile) -> Iterator[Thread]:
    """Yield the discussions of a contract that are not settled, as the comments of the returned files are."""
    for one in profiles().comments.of(saved.id):
        if not one.is_resolved:
            first, answers = one.first, tuple(_remark(each) for each in one.answers)
            said = _remark(first)
            about = (said.author, said.date, said.text, one.clause)
            yield Thread(*about, replies=answers, who=said.author, id=f"{LINE}{first.id}")


def _remark(comment: Comment) -> Remark:
    text = DELETED if comment.is_deleted else comment.text
    return Remark(comment.author or NAMELESS, comment.made_at.date().isoformat(), text)
