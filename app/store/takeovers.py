"""The contracts made elsewhere that are taken over: kept as read, reviewed, made contracts."""

import json
import zlib
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, or_, select, update

from app.domain.takeover import Original, Recognition
from app.domain.takeover.review import ReviewedPiece, ReviewedRemainder
from app.domain.text import MAX_NAME
from app.formats import inflate
from app.store.account_rows import first_account
from app.store.engine import Repository
from app.store.tables import PROFILES
from app.store.takeover_rows import (
    HEADINGS,
    MOST_OPEN,
    AlreadyTaken,
    Takeover,
    TakeoverNotFound,
    TooManyTakeovers,
    corrected_of,
    destination_of,
    lines_of,
    original_document,
    original_of,
    piece_row,
    reviewed_piece,
    reviewed_remainder,
    takeover_of,
)
from app.store.takeover_tables import TAKEOVER_PIECES, TAKEOVER_REMAINDERS, TAKEOVERS

GIVEN_UP = timedelta(days=365)
"""After which a takeover that nobody touched, and that made no contract, is removed: it names persons."""

LARGEST = 30_000_000
LARGEST_ORIGINAL = 60_000_000
"""Bytes of the JSON of what was read: three million characters, each paragraph with its place."""


class Takeovers(Repository):
    """The takeovers of one database; for a `viewer`, those of this account."""

    def __init__(self, engine: Engine, now: Callable[[], datetime], viewer: int | None = None) -> None:
        super().__init__(engine, now)
        self._viewer = viewer

    def refuse_again(self, content: bytes) -> None:
        """Raise AlreadyTaken for a file that is there already: it need not be read."""
        with self._reading() as connection:
            self._refuse_again(connection, _digest(content))

    def receive(self, content: bytes, recognition: Recognition) -> int:
        """Keep a file with what was recognised of it: its number. Raises AlreadyTaken, TooManyTakeovers."""
        original = recognition.original
        digest = _digest(content)
        row = {
            "account_id": self._viewer,
            "sha256": digest,
            "name": original.name[:MAX_NAME],
            "content": zlib.compress(content),
            "size": len(content),
            "pages": original.pages,
            "original": zlib.compress(json.dumps(original_document(original), ensure_ascii=False).encode()),
            "received_at": self._now(),
            "touched_at": self._now(),
        }
        pieces = [piece_row(*ranked) for ranked in enumerate(recognition.pieces)]
        remainders = [{"rank": rank, **asdict(one)} for rank, one in enumerate(recognition.remainders)]

        def keep(connection: Connection) -> int:
            self._forget_given_up(connection)
            self._refuse_again(connection, digest)
            open_ones = select(func.count()).where(self._mine(connection), TAKEOVERS.c.profile_id.is_(None))
            if (connection.scalar(open_ones) or 0) >= MOST_OPEN:
                raise TooManyTakeovers
            key: Any = connection.execute(insert(TAKEOVERS), row).inserted_primary_key
            for table, lines in ((TAKEOVER_PIECES, pieces), (TAKEOVER_REMAINDERS, remainders)):
                if lines:
                    connection.execute(insert(table), [{**line, "takeover_id": key.id} for line in lines])
            return int(key.id)

        return self._write(keep)

    def list(self) -> tuple[Takeover, ...]:
        """Return the takeovers that have made no contract, those that came last first."""
        with self._reading() as connection:
            chosen = HEADINGS.where(self._mine(connection), TAKEOVERS.c.profile_id.is_(None))
            return tuple(map(takeover_of, connection.execute(chosen)))

    def get(self, takeover: int) -> Takeover:
        """Return one. Raises TakeoverNotFound."""
        with self._reading() as connection:
            chosen = HEADINGS.where(self._mine(connection), TAKEOVERS.c.id == takeover)
            row = connection.execute(chosen).one_or_none()
        if row is None:
            raise TakeoverNotFound
        return takeover_of(row)

    def original(self, takeover: int) -> Original:
        """Return the contract as it was read. Raises TakeoverNotFound."""
        packed = self._packed(takeover, TAKEOVERS.c.original)
        return original_of(json.loads(inflate(packed, LARGEST_ORIGINAL)))

    def content(self, takeover: int) -> bytes:
        """Return the file as it was received. Raises TakeoverNotFound where it was removed."""
        return inflate(self._packed(takeover, TAKEOVERS.c.content), LARGEST)

    def pieces(self, takeover: int) -> tuple[ReviewedPiece, ...]:
        """Return the pieces of a takeover that `get` found, in their order."""
        with self._reading() as connection:
            rows = connection.execute(lines_of(TAKEOVER_PIECES, takeover)).all()
        return tuple(map(reviewed_piece, rows))

    def remainders(self, takeover: int) -> tuple[ReviewedRemainder, ...]:
        """Return what found no place in a takeover that `get` found, in its order."""
        with self._reading() as connection:
            rows = connection.execute(lines_of(TAKEOVER_REMAINDERS, takeover)).all()
        return tuple(map(reviewed_remainder, rows))

    def review(
        self,
        takeover: int,
        pieces: Iterable[ReviewedPiece] = (),
        remainders: Iterable[ReviewedRemainder] = (),
    ) -> None:
        """Write the outcomes of pieces and remainders; nothing once the contract is made."""
        piece_rows = [(one.id, {"outcome": one.outcome, "corrected": corrected_of(one)}) for one in pieces]
        rest_rows = [
            (one.id, {"outcome": one.outcome, "destination": destination_of(one)}) for one in remainders
        ]

        def write(connection: Connection) -> None:
            which = (self._mine(connection), TAKEOVERS.c.id == takeover, TAKEOVERS.c.profile_id.is_(None))
            if not connection.execute(
                update(TAKEOVERS).where(*which).values(touched_at=self._now())
            ).rowcount:
                raise TakeoverNotFound
            for table, rows in ((TAKEOVER_PIECES, piece_rows), (TAKEOVER_REMAINDERS, rest_rows)):
                for line, values in rows:
                    here = (table.c.id == line, table.c.takeover_id == takeover)
                    connection.execute(update(table).where(*here).values(values))

        self._write(write)

    def close(self, takeover: int, profile_id: int) -> None:
        """Say which contract a takeover made, with which it goes from now on."""

        def write(connection: Connection) -> None:
            which = (self._mine(connection), TAKEOVERS.c.id == takeover)
            made = {"profile_id": profile_id, "touched_at": self._now()}
            connection.execute(update(TAKEOVERS).where(*which).values(made))

        self._write(write)

    def remove_file(self, takeover: int) -> None:
        """Remove the file of a takeover that has made its contract; what was read of it stays."""
        made = (TAKEOVERS.c.id == takeover, TAKEOVERS.c.profile_id.is_not(None))

        def write(connection: Connection) -> None:
            gone = update(TAKEOVERS).where(self._mine(connection), *made)
            connection.execute(gone.values(content=None, removed_at=self._now()))

        self._write(write)

    def remove(self, takeover: int) -> None:
        """Remove a takeover with all that was read of it. The contract that it made stays."""
        self._write(
            lambda connection: connection.execute(
                delete(TAKEOVERS).where(self._mine(connection), TAKEOVERS.c.id == takeover)
            )
        )

    def _packed(self, takeover: int, column: Any) -> bytes:
        with self._reading() as connection:
            packed = connection.scalar(
                select(column).where(self._mine(connection), TAKEOVERS.c.id == takeover)
            )
        if packed is None:
            raise TakeoverNotFound
        return bytes(packed)

    def _mine(self, connection: Connection) -> ColumnElement[bool]:
        """Hold for the takeovers of the viewer. Those of before the accounts are the first account's."""
        if self._viewer is None:
            return TAKEOVERS.c.id.is_not(None)
        mine = TAKEOVERS.c.account_id == self._viewer
        if first_account(connection) == self._viewer:
            return or_(mine, TAKEOVERS.c.account_id.is_(None))
        return mine

    def _refuse_again(self, connection: Connection, digest: str) -> None:
        made = select(TAKEOVERS.c.id, TAKEOVERS.c.profile_id, TAKEOVERS.c.received_at)
        same = made.outerjoin(PROFILES, PROFILES.c.id == TAKEOVERS.c.profile_id).where(
            self._mine(connection), TAKEOVERS.c.sha256 == digest, PROFILES.c.deleted_at.is_(None)
        )
        if row := connection.execute(same).first():
            raise AlreadyTaken(row.id, row.profile_id, row.received_at)

    def _forget_given_up(self, connection: Connection) -> None:
        old = TAKEOVERS.c.touched_at < self._now() - GIVEN_UP
        connection.execute(delete(TAKEOVERS).where(old, TAKEOVERS.c.profile_id.is_(None)))


def forget_unfinished(connection: Connection, account: int) -> None:
    """Remove the takeovers of an account that have made no contract, as a part of what is being written."""
    unfinished = (TAKEOVERS.c.account_id == account, TAKEOVERS.c.profile_id.is_(None))
    connection.execute(delete(TAKEOVERS).where(*unfinished))


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
