"""What a returned file says, in the shape that `retours lire --json` prints."""

from typing import Any

from app.formats.returned.values import Change, Comment, Loss, Remark, Returned, Signature

Row = dict[str, Any]


def returned_document(read: Returned) -> Row:
    """Return the reading of a file as JSON: `changes`, `comments`, `unplaced` and what is known of it."""
    return {
        "changes": [change_document(one) for one in read.changes],
        "comments": [comment_document(one) for one in read.comments],
        "unplaced": [loss_document(one) for one in read.losses],
        "formatting": read.formatting,
        "assistant_comments_deleted": [{"id": one.id, "text": one.text} for one in read.remarks_deleted],
        "fixed_text_compared": read.fixed_text_compared,
    }


def change_document(change: Change) -> Row:
    """Return a change; names and ids as a list."""
    row = {
        "clause": change.clause,
        "field": change.field,
        "kind": str(change.kind),
        "old": _plain(change.old),
        "new": _plain(change.new),
    }
    said = {"shown": change.shown, "lines_gone": list(change.lines_gone), "stale": change.stale}
    said |= {"unknown": list(change.unknown)}
    return row | _signed(change.signature) | {key: value for key, value in said.items() if value}


def comment_document(comment: Comment) -> Row:
    """Return a thread."""
    row = {"clause": comment.clause, "field": comment.field, **_remark(comment.remark)}
    row |= {"resolved": comment.resolved, "replies": [_remark(one) for one in comment.replies]}
    if comment.answers_id:
        row |= {"reply": True, "on_assistant_comment": comment.answers_id, "answers": comment.answers}
    return row


def loss_document(loss: Loss) -> Row:
    """Return what found no place."""
    row = {"kind": str(loss.kind), "text": loss.text, "near": loss.near, **_signed(loss.signature)}
    return row | {key: value for key, value in (("old", loss.old), ("field", loss.field)) if value}


def _signed(signature: Signature) -> Row:
    row = {
        "author": signature.author,
        "date": signature.date or None,
        "tracked": signature.tracked,
    }
    return row | ({"authors": list(signature.authors)} if len(signature.authors) > 1 else {})


def _remark(said: Remark) -> Row:
    return {"author": said.author, "date": said.date or None, "text": said.text}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
