"""What a returned file says as values of the domain: proposals, threads and unplaced texts."""

from collections.abc import Iterator

from app.domain.fields import NO, YES, Kind
from app.domain.profile import Profile
from app.domain.proposals import Proposal
from app.domain.proposed_fields import INCLUDED, NATIONAL, POSITION, as_text, ids_named, kind_of
from app.domain.returned import LossKind, Reading, Thread, Unplaced
from app.domain.returned import Remark as ThreadRemark
from app.domain.text import clean, is_same_text
from app.formats.returned.values import Change, Comment, Loss, Remark, Returned, Signature, Value

_WHOLE = {INCLUDED, NATIONAL, POSITION}
"""The fields of a change that are about a clause as a whole."""


def proposed_by(returned: Returned, sent: Profile) -> Reading:
    """Return the proposals of a file, its threads and its unplaced texts. `sent`: what it was made from.

    A change that no field of a contract can hold is an unplaced text: nothing of a file is dropped.
    """
    proposals, unplaced = [], [_unplaced(one) for one in returned.losses]
    for change in returned.changes:
        unplaced += _lines_gone(change)
        if change.field not in _WHOLE and kind_of(change.clause, change.field) is None:
            unplaced.append(_without_field(change))
            continue
        proposal = _proposal(change, sent)
        if change.field in _WHOLE or not is_same_text(proposal.base, proposal.returned):
            proposals.append(proposal)  # else its lines alone changed, which were told apart
    return Reading(
        tuple(proposals),
        tuple(map(_thread, returned.comments)),
        tuple(unplaced),
        returned.formatting,
        compared=returned.fixed_text_compared,
    )


def _proposal(change: Change, sent: Profile) -> Proposal:
    base, returned = _text(change, change.old, sent), _text(change, change.new, sent)
    if change.field == INCLUDED:
        base, returned = YES, NO
    signature = change.signature
    return Proposal(
        who="",
        clause=change.clause,
        field=change.field,
        kind=change.kind,
        base=base,
        returned=returned,
        author=_author(signature),
        date=signature.date,
        tracked=signature.tracked,
    )


def _text(change: Change, value: Value, sent: Profile) -> str:
    kind = kind_of(change.clause, change.field)
    if kind in {Kind.QUARTIERS, Kind.OBJECTIVES} and isinstance(value, tuple):
        return "\n".join(ids_named(sent, kind, value))
    text = clean(as_text(value)).text.strip()
    return text.replace("Atteint en ", "") if kind is Kind.VALUES else text


def _lines_gone(change: Change) -> Iterator[Unplaced]:
    """Yield each line of the means that is not in the file any more: it is not taken away by that alone."""
    for line in change.lines_gone:
        yield Unplaced(
            LossKind.MEANS_REMOVED,
            clean(line).text,
            near=change.clause,
            author=_author(change.signature),
            date=change.signature.date,
        )


def _without_field(change: Change) -> Unplaced:
    now, before = (clean(as_text(value)).text for value in (change.new, change.old))
    author, date = _author(change.signature), change.signature.date
    return Unplaced(LossKind.FIXED_TEXT_CHANGED, now, before, near=change.clause, author=author, date=date)


def _unplaced(loss: Loss) -> Unplaced:
    return Unplaced(
        loss.kind,
        clean(loss.text).text,
        clean(loss.old).text.strip(),
        loss.near or "",
        loss.field,
        _author(loss.signature),
        loss.signature.date,
    )


def _thread(comment: Comment) -> Thread:
    first = _remark(comment.remark)
    return Thread(
        first.author,
        first.date,
        first.text,
        comment.clause or "",
        comment.field or "",
        comment.resolved,
        clean(comment.answers).text,
        tuple(map(_remark, comment.replies)),
    )


def _remark(remark: Remark) -> ThreadRemark:
    return ThreadRemark(_line(remark.author), remark.date or "", clean(remark.text).text)


def _author(signature: Signature) -> str:
    return ", ".join(map(_line, signature.authors))


def _line(text: str) -> str:
    return " ".join(clean(text or "").text.split())
