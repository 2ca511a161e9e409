"""A takeover as rows: its heading, its pieces, what found no place, and the contract as it was read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from app.domain.problems import UserError
from app.domain.takeover import Block, Cell, Original, Piece, Remainder, SetAside, SetAsideKind, Target
from app.domain.takeover.review import Destination, Outcome, ReviewedPiece, ReviewedRemainder
from app.store.takeover_tables import TAKEOVER_PIECES, TAKEOVER_REMAINDERS, TAKEOVERS

MOST_OPEN = 20
"""Takeovers of one account, or of a site without accounts, that have made no contract yet."""


class AlreadyTaken(UserError):
    """The very same file is there already: `id` is its takeover, `profile_id` the contract that it made."""

    def __init__(self, takeover: int, profile_id: int | None, received_at: datetime) -> None:
        super().__init__("Ce fichier est déjà repris.")
        self.id, self.profile_id, self.received_at = takeover, profile_id, received_at


class TooManyTakeovers(UserError):
    """No other file is kept until one of those that wait is finished or removed."""

    def __init__(self) -> None:
        super().__init__(
            f"{MOST_OPEN} reprises sont déjà en cours\u00a0: finissez-en une, ou effacez-en une."
        )


class TakeoverNotFound(UserError):
    """There is no such takeover, or it is somebody else's."""

    def __init__(self) -> None:
        super().__init__("Cette reprise n’existe pas, ou elle a été effacée.")


@dataclass(frozen=True, slots=True)
class Takeover:
    """A takeover: its file, what is counted of it, and the contract that it made, if it did."""

    id: int
    profile_id: int | None
    name: str
    size: int
    pages: int
    received_at: datetime
    has_file: bool
    pieces: int
    remainders: int
    waiting: int
    """Pieces and remainders without an outcome."""


def _count(table: Any, *which: ColumnElement[bool]) -> Any:
    return select(func.count()).where(table.c.takeover_id == TAKEOVERS.c.id, *which).scalar_subquery()


HEADINGS: Select[Any] = select(
    *(TAKEOVERS.c[name] for name in ("id", "profile_id", "name", "size", "pages", "received_at")),
    TAKEOVERS.c.content.is_not(None).label("has_file"),
    _count(TAKEOVER_PIECES).label("pieces"),
    _count(TAKEOVER_REMAINDERS).label("remainders"),
    (
        _count(TAKEOVER_PIECES, TAKEOVER_PIECES.c.outcome.is_(None))
        + _count(TAKEOVER_REMAINDERS, TAKEOVER_REMAINDERS.c.outcome.is_(None))
    ).label("waiting"),
).order_by(TAKEOVERS.c.id.desc())


def takeover_of(row: Row[Any]) -> Takeover:
    """Return the takeover of a row of `HEADINGS`."""
    return Takeover(**{**row._asdict(), "has_file": bool(row.has_file)})


def lines_of(table: Any, takeover: int) -> Any:
    """Return the lines of one takeover in their order."""
    return select(table).where(table.c.takeover_id == takeover).order_by(table.c.rank)


def piece_row(rank: int, piece: Piece) -> dict[str, Any]:
    """Return the columns of a piece that nobody has reviewed."""
    return {
        "rank": rank,
        "target": piece.target.value,
        "record": piece.key,
        "field": piece.field,
        "value": json.dumps(piece.value, ensure_ascii=False),
        "text": piece.text,
        "page": piece.page,
        "spans": json.dumps(piece.spans),
    }


def reviewed_piece(row: Row[Any]) -> ReviewedPiece:
    """Return the piece of a row."""
    spans = tuple((number, start, end) for number, start, end in json.loads(row.spans))
    what = (Target(row.target), row.record, row.field, json.loads(row.value))
    outcome = Outcome(row.outcome) if row.outcome else None
    corrected = None if row.corrected is None else json.loads(row.corrected)
    return ReviewedPiece(row.id, Piece(*what, row.text, row.page, spans), outcome, corrected)


def corrected_of(one: ReviewedPiece) -> str | None:
    """Return the corrected value as it is written."""
    return json.dumps(one.corrected, ensure_ascii=False) if one.outcome is Outcome.CORRECTED else None


def reviewed_remainder(row: Row[Any]) -> ReviewedRemainder:
    """Return what found no place, of a row."""
    remainder = Remainder(row.page, row.paragraph, row.text, row.near)
    outcome = Outcome(row.outcome) if row.outcome else None
    where = None if row.destination is None else json.loads(row.destination)
    destination = where and Destination(Target(where["target"]), where["key"], where["field"], where["text"])
    return ReviewedRemainder(row.id, remainder, outcome, destination)


def destination_of(one: ReviewedRemainder) -> str | None:
    """Return the destination as it is written."""
    return None if one.destination is None else json.dumps(asdict(one.destination), ensure_ascii=False)


def original_document(original: Original) -> dict[str, Any]:
    """Return what was read as lists: a file has thousands of paragraphs."""
    return {
        "name": original.name,
        "pages": original.pages,
        "blocks": [
            [
                one.number, one.page, one.text, one.level, one.strong, int(one.is_item),
                one.cell and [one.cell.table, one.cell.row, one.cell.column],
            ]
            for one in original.blocks
        ],
        "set_aside": [[one.kind, one.page, one.text, one.times] for one in original.set_aside],
    }  # fmt: skip


def original_of(document: Mapping[str, Any]) -> Original:
    """Return what was read, of its document."""
    blocks = tuple(map(_block, document["blocks"]))
    aside = tuple(SetAside(SetAsideKind(kind), *rest) for kind, *rest in document["set_aside"])
    return Original(document["name"], blocks, aside, document["pages"])


def _block(said: Sequence[Any]) -> Block:
    number, page, text, level, strong, is_item, cell = said
    return Block(number, page, text, level, strong, bool(is_item), cell and Cell(*cell))
