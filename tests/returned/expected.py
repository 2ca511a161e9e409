"""What should be read in a file, in the shape of `retours lire --json`."""

from typing import Any

from tests.returned.edits import By

Row = dict[str, Any]
Expected = dict[str, Any]


def expect(
    *changes: Row, comments: list[Row] | None = None, unplaced: list[Row] | None = None, **more: Any
) -> Expected:
    """Return all that should be read in a file."""
    return {"changes": list(changes), "comments": comments or [], "unplaced": unplaced or [], **more}


def change(clause: str, field: str, old: Any, new: Any, by: By | None = None, **more: Any) -> Row:
    """Return a change of a field."""
    kind = "filled" if not old else "modified" if new else "emptied"
    return {"clause": clause, "field": field, "kind": kind, "old": old, "new": new, **signed(by), **more}


def gone(clause: str, by: By | None = None) -> Row:
    """Return that a clause was deleted."""
    deleted = {"clause": clause, "field": "included", "kind": "clause_deleted", "old": True, "new": False}
    return deleted | signed(by)


def moved(clause: str, new: str, by: By | None = None) -> Row:
    """Return that a clause was moved."""
    place = {"clause": clause, "field": "position", "kind": "clause_moved", "old": None, "new": new}
    return place | signed(by)


def lost(kind: str, words: str, near: str | None = None, by: By | None = None, **more: Any) -> Row:
    """Return what finds no place."""
    row: Row = {"kind": kind, "text_contains": words, **more}
    row |= {"near": near} if near else {}
    return row | ({"author": by.author, "date": by.date} if by else {"author": None})


def said(clause: str | None, field: str | None, by: By, text: str, *replies: Row, **more: Any) -> Row:
    """Return a comment and its replies."""
    row = {"clause": clause, "field": field, "author": by.author, "text": text, "resolved": False}
    return row | {"replies": list(replies), **more}


def reply(by: By, text: str) -> Row:
    """Return a reply."""
    return {"author": by.author, "date": by.date, "text": text}


def signed(by: By | None) -> Row:
    """Return who made a change, and when."""
    if by is None:
        return {"author": None, "date": None, "tracked": False}
    return {"author": by.author, "date": by.date, "tracked": True}
