"""The comments of a file, each at the clause and the field that it is about."""

from collections import Counter
from collections.abc import Iterator, Sequence

from app.formats.returned.comments import WordComment, read_comments, thread_by_range
from app.formats.returned.contents import Contents
from app.formats.returned.fields import TAGS, field_labelled, field_of_cell
from app.formats.returned.paragraphs import Paragraph
from app.formats.returned.said import key_of
from app.formats.returned.values import Comment, Deleted


def comments_of(contents: Contents, sent: Sequence[Deleted] = ()) -> Iterator[Comment]:
    """Yield the threads of a file, and the replies to the remarks of the application.

    `sent`: these remarks. A .rtf that LibreOffice saves loses the author of some.
    """
    ours = {key_of(one.text) for one in sent}
    places: dict[str, Paragraph] = {}
    for one in contents.document.paragraphs:
        for name in one.comments:
            places.setdefault(name, one)
    for comment in _threaded(contents):
        if comment.ours or (comment.parent is not None and not comment.parent.ours):
            continue
        if not comment.author and key_of(comment.text) in ours:
            continue
        thread = comment.parent or comment
        place = places.get(thread.id) or places.get(comment.id)
        yield Comment(
            comment.remark,
            contents.near(place) or None,
            _field(contents, place) if place else None,
            resolved=comment.resolved,
            replies=tuple(one.remark for one in _replies(comment)),
            answers=comment.parent.text if comment.parent else "",
            answers_id=comment.parent.id if comment.parent else "",
        )


def remarks_deleted(contents: Contents, sent: Sequence[Deleted] | None) -> tuple[Deleted, ...]:
    """Return the remarks of the application that were sent and are not in the file any more.

    `sent`: those of the draft that the file is a copy of; where it is not known, a missing number tells it.
    Where no remark is left, the file came without any, or its tool drops comments: nothing is said.
    """
    comments = read_comments(contents.package)
    here = Counter(key_of(one.text) for one in comments if one.ours or not one.author)
    if sent is None:
        return tuple(map(Deleted, _missing_numbers(contents.package.tool, comments)))
    gone = []
    for one in sent if here else ():
        if not here[key_of(one.text)]:
            gone.append(one)
        here[key_of(one.text)] -= 1
    return tuple(gone)


def _missing_numbers(tool: str, comments: Sequence[WordComment]) -> Iterator[str]:
    """Yield the numbers that are missing in the row of the remarks; LibreOffice numbers all comments anew."""
    numbers = {int(one.id): one.ours for one in comments if one.id.isdecimal()}
    last = max((number for number, ours in numbers.items() if ours), default=-1)
    if not tool.startswith("LibreOffice"):
        yield from (str(one) for one in range(min(numbers, default=0), last) if one not in numbers)


def _threaded(contents: Contents) -> list[WordComment]:
    comments = read_comments(contents.package)
    ranges = {
        name: (id(one), *span)
        for one in contents.document.paragraphs
        for name, span in one.ranges.items()
        if len(span) > 1
    }
    thread_by_range(comments, ranges)
    return comments


def _field(contents: Contents, place: Paragraph) -> str | None:
    clauses = contents.sent.clauses
    for tag in place.tags:
        if tag in clauses:
            return "text" if clauses[tag].is_local else "national"
        end = tag.partition(".")[2].partition(".")[0]
        if end in TAGS:
            return TAGS[end]
    clause = clauses.get(contents.near(place))
    if clause and not clause.is_local and key_of(clause.text) in key_of(place.whole()):
        return "national"
    by_title = field_of_cell(place.cell, contents.parts.titles) if clause and place.cell else ""
    return by_title or field_labelled(place.whole())


def _replies(comment: WordComment) -> Iterator[WordComment]:
    for one in comment.replies:
        yield one
        yield from _replies(one)
