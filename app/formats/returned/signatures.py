"""Who made a change and when, by the tracked changes of its characters."""

from collections.abc import Sequence

from app.formats.returned.paragraphs import Mark, Revision
from app.formats.returned.said import Said
from app.formats.returned.values import Signature


def signature(marks: Sequence[Mark]) -> Signature:
    """Return the authors of some marks, and the date of the first."""
    authors = tuple(dict.fromkeys(mark.author for mark in marks if mark.author))
    return Signature(authors, marks[0].date if marks else "", bool(marks))


def signed(now: Said, before: Said, *, only: Said | None = None) -> Signature:
    """Return who made a field what it is now. `only`: the line of it that is new."""
    inserted = [mark for mark in (only or now).changed() if mark.revision is Revision.INSERTED]
    deleted = [mark for mark in before.changed() if mark.revision is Revision.DELETED]
    return signature([*inserted, *([] if only and inserted else deleted)])
