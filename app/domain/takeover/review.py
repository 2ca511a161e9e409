"""What somebody makes of what was recognised: an outcome for each piece and each text without a place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from app.domain.profile import local_number
from app.domain.takeover.recognition import Piece, Remainder, Target


class Outcome(StrEnum):
    """What became of a piece, or of a text that found no place."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    SET_ASIDE = "set_aside"

    FILED = "filed"
    """The text is in a field."""

    ACTION = "action"
    """The text is an action of its own."""

    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class ReviewedPiece:
    """A piece and what became of it; `corrected` is the value in the place of its own, as in JSON."""

    id: int
    piece: Piece
    outcome: Outcome | None = None
    corrected: Any = None

    @property
    def value(self) -> Any:
        """What enters the contract, where it is taken."""
        return self.corrected if self.outcome is Outcome.CORRECTED else self.piece.value

    @property
    def is_taken(self) -> bool:
        """Whether it enters the contract."""
        return self.outcome in {Outcome.ACCEPTED, Outcome.CORRECTED}


@dataclass(frozen=True, slots=True)
class Destination:
    """The field that a text without a place was put in, as a piece names it, and the words that it took."""

    target: Target
    key: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class ReviewedRemainder:
    """A text that found no place and what became of it; `destination` where it enters the contract."""

    id: int
    remainder: Remainder
    outcome: Outcome | None = None
    destination: Destination | None = None


def taken_pieces(pieces: Iterable[ReviewedPiece], remainders: Iterable[ReviewedRemainder]) -> list[Piece]:
    """Return what enters the contract: the pieces that were taken, then each text put in a field after it.

    A text that makes an action has a key of its own, after those of the others.
    """
    known = list(pieces)
    taken = [replace(one.piece, value=one.value) for one in known if one.is_taken]
    last = max((local_number(one.piece.key) for one in known), default=0)
    for one in remainders:
        if one.destination is None:
            continue
        if one.outcome is Outcome.ACTION:
            last += 1
            taken.append(_piece(one, replace(one.destination, key=f"local-{last}")))
        elif one.outcome is Outcome.FILED:
            _put(taken, one, one.destination)
    return taken


def _put(taken: list[Piece], one: ReviewedRemainder, where: Destination) -> None:
    for rank, piece in enumerate(taken):
        if (piece.target, piece.key, piece.field) == (where.target, where.key, where.field):
            taken[rank] = replace(piece, value=f"{piece.value}\n{where.text}")
            return
    taken.append(_piece(one, where))


def _piece(one: ReviewedRemainder, where: Destination) -> Piece:
    remainder = one.remainder
    return Piece(where.target, where.key, where.field, where.text, remainder.text, remainder.page, ())


def quartiers_left_out(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Return the codes of the quartiers that actions name and that are not among those of the contract."""
    known = {one.key for one in pieces if one.target is Target.QUARTIER}
    named = (
        code
        for one in pieces
        if one.target is Target.ACTION and one.field == "quartiers"
        for code in one.value
    )
    return tuple(dict.fromkeys(code for code in named if code not in known))
