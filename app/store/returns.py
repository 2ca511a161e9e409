"""The files that partners returned: kept as received, read once, decided line by line, closed when all is.

What partners typed on the site is decided with them. What is decided is written with the version that it
makes, or not at all.
"""

import zlib
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, case, delete, func, insert, select, update

from app.domain.proposals import Proposal
from app.domain.returned import Remark, Thread, Unplaced
from app.domain.text import MAX_NAME
from app.formats import inflate
from app.store.comments import Speaker, answer, settle
from app.store.engine import Repository
from app.store.errors import ProfileNotFound
from app.store.return_lines import (
    HEADINGS,
    close_files,
    heading,
    lines_of,
    of_profile,
    proposal_of,
    rewrite_lines,
    this_file,
    threads_of,
    unplaced_of,
    waiting_lines,
    write_lines,
    write_remark,
)
from app.store.return_tables import CONTRACT_FILES, FILE_CHANGES, FILE_COMMENTS, FILE_LOSSES
from app.store.returned_files import (
    AlreadyReceived,
    Decided,
    DecidedMeanwhile,
    FileState,
    Received,
    ReturnedFile,
    TooManyReturns,
)
from app.store.site_proposals import LINE, decide_on_site, number_of, people_on_site, waiting_on_site

MOST_FILES = 200
MOST_BYTES = 150_000_000
"""Most files of one contract, and most bytes of all of them as they are kept."""

LARGEST = 15_000_000
Along = Callable[[Connection, int], None]
"""What is written with a version: with the connection, and the number of the version."""


class Returns(Repository):
    """The returned files of one database."""

    def receive(self, profile_id: int, received: Received) -> int:
        """Keep a file with what was read of it: its number. Raises AlreadyReceived, TooManyReturns."""
        packed, digest = zlib.compress(received.content), _digest(received.content)
        row = {
            "profile_id": profile_id,
            "sha256": digest,
            "content": packed,
            "size": len(received.content),
            "received_at": self._now(),
            "received_by": self._stamp.author,
            **_known(received),
        }

        def keep(connection: Connection) -> int:
            _refuse_again(connection, profile_id, digest)
            _refuse_too_many(connection, profile_id, len(packed))
            key: Any = connection.execute(insert(CONTRACT_FILES), row).inserted_primary_key
            write_lines(connection, key.id, received.reading)
            close_files(connection, profile_id)
            return int(key.id)

        return self._write(keep)

    def refuse_again(self, profile_id: int, content: bytes) -> None:
        """Raise AlreadyReceived for a file that is there already: it need not be read."""
        with self._reading() as connection:
            _refuse_again(connection, profile_id, _digest(content))

    def read_again(self, profile_id: int, file_id: int, received: Received) -> None:
        """Put what was read anew of a file in the place of what waited. Raises ProfileNotFound.

        What was decided stays, with who returned the file and what was said on the site of its comments.
        """

        def write(connection: Connection) -> None:
            which = this_file(profile_id, file_id)
            state = connection.scalar(select(CONTRACT_FILES.c.state).where(*which))
            if state is None:
                raise ProfileNotFound(profile_id)
            known = _known(received)
            if state in {FileState.OPEN, FileState.CLOSED}:
                known |= {"state": FileState.OPEN.value}
                del known["returned_by"]
            connection.execute(update(CONTRACT_FILES).where(*which).values(known))
            rewrite_lines(connection, file_id, received.reading)
            close_files(connection, profile_id)

        self._write(write)

    def files(self, profile_id: int) -> tuple[ReturnedFile, ...]:
        """Return the files of a contract, those that came last first, without their bytes."""
        with self._reading() as connection:
            rows = connection.execute(HEADINGS.where(CONTRACT_FILES.c.profile_id == profile_id)).all()
        return tuple(heading(row) for row in rows)

    def get(self, profile_id: int, file_id: int) -> ReturnedFile:
        """Return one file. Raises ProfileNotFound."""
        with self._reading() as connection:
            row = connection.execute(HEADINGS.where(*this_file(profile_id, file_id))).one_or_none()
        if row is None:
            raise ProfileNotFound(profile_id)
        return heading(row)

    def content(self, profile_id: int, file_id: int) -> bytes:
        """Return a file as it was received. Raises ProfileNotFound."""
        with self._reading() as connection:
            packed = connection.scalar(
                select(CONTRACT_FILES.c.content).where(*this_file(profile_id, file_id))
            )
        if packed is None:
            raise ProfileNotFound(profile_id)
        return inflate(packed, LARGEST)

    def counts(self, profile_id: int) -> tuple[int, int]:
        """Count the files of which something is to be decided, and all of them; a person who typed is one."""
        waits = func.coalesce(func.sum(case((CONTRACT_FILES.c.state != FileState.CLOSED, 1), else_=0)), 0)
        counted = select(waits, func.count()).where(CONTRACT_FILES.c.profile_id == profile_id)
        with self._reading() as connection:
            to_decide, received = connection.execute(counted).one()
            people, all_people = people_on_site(connection, profile_id)
        return to_decide + people, received + all_people

    def proposals(self, profile_id: int) -> tuple[Proposal, ...]:
        """Return what waits to be decided of the files that are open, then of what was typed on the site.

        Not yet beside the contract of now.
        """
        with self._reading() as connection:
            rows = connection.execute(waiting_lines(FILE_CHANGES, profile_id)).all()
            return (*map(proposal_of, rows), *waiting_on_site(connection, profile_id))

    def unplaced(self, profile_id: int) -> tuple[Unplaced, ...]:
        """Return the texts without a place that wait to be decided."""
        with self._reading() as connection:
            rows = connection.execute(waiting_lines(FILE_LOSSES, profile_id)).all()
        return tuple(unplaced_of(row) for row in rows)

    def threads(self, profile_id: int) -> tuple[Thread, ...]:
        """Return the threads of the files that are open, those that are resolved too."""
        with self._reading() as connection:
            rows = connection.execute(lines_of(FILE_COMMENTS, profile_id)).all()
        return tuple(threads_of(rows))

    def confirm(self, profile_id: int, names: Mapping[int, str]) -> None:
        """Say who returned each of these files, by its number; what it proposes is then to be decided."""

        def write(connection: Connection) -> None:
            for file_id, name in names.items():
                which = (*this_file(profile_id, file_id), CONTRACT_FILES.c.state == FileState.RECEIVED)
                said = {"returned_by": name[:MAX_NAME], "state": FileState.OPEN.value}
                connection.execute(update(CONTRACT_FILES).where(*which).values(said))
            close_files(connection, profile_id)

        self._write(write)

    def decide(self, profile_id: int, decided: Decided, version: int) -> None:
        """Write decisions that make no version. Raises DecidedMeanwhile."""
        write = self.deciding(profile_id, decided)
        self._write(lambda connection: write(connection, version))

    def deciding(self, profile_id: int, decided: Decided) -> Along:
        """Return what writes these decisions with a version. It raises DecidedMeanwhile."""

        def write(connection: Connection, version: int) -> None:
            made = {"decided_by": self._stamp.author, "decided_at": self._now(), "version": version}
            typed = [one for one in decided.changes if one[0].startswith(LINE)]
            for line, decision in typed:
                if not decide_on_site(connection, profile_id, line, decision, made):
                    raise DecidedMeanwhile
            changes = [one for one in decided.changes if one not in typed]
            for table, lines in ((FILE_CHANGES, changes), (FILE_LOSSES, decided.losses)):
                for line, decision in lines:
                    which = (table.c.id == line, table.c.decision.is_(None), of_profile(table, profile_id))
                    values = {**made, "decision": decision.value}
                    if not connection.execute(update(table).where(*which).values(values)).rowcount:
                        raise DecidedMeanwhile
            self._write_comments(connection, profile_id, decided)
            close_files(connection, profile_id)

        return write

    def remove(self, profile_id: int, file_id: int) -> None:
        """Remove a file with all that was read of it. Raises ProfileNotFound."""
        gone = delete(CONTRACT_FILES).where(*this_file(profile_id, file_id))
        if not self._write(lambda connection: connection.execute(gone).rowcount):
            raise ProfileNotFound(profile_id)

    def _write_comments(self, connection: Connection, profile_id: int, decided: Decided) -> None:
        now = self._now().isoformat(timespec="seconds")
        for parent, text in decided.replies:
            if parent.startswith(LINE):
                me = Speaker(decided.account, self._stamp.author)
                answer(connection, profile_id, number_of(parent), text, me, self._now())
                continue
            this_thread = (FILE_COMMENTS.c.id == parent, of_profile(FILE_COMMENTS, profile_id))
            thread = select(FILE_COMMENTS).where(*this_thread)
            if found := connection.execute(thread).one_or_none():
                reply = Remark(self._stamp.author, now, text)
                write_remark(connection, found.file_id, reply, parent=parent)
        for ids, resolved in ((decided.resolved, 1), (decided.reopened, 0)):
            for thread_id in ids:
                if thread_id.startswith(LINE):
                    at = self._now() if resolved else None
                    settle(connection, profile_id, number_of(thread_id), self._stamp.author, at)
                    continue
                which = (FILE_COMMENTS.c.id == thread_id, of_profile(FILE_COMMENTS, profile_id))
                connection.execute(update(FILE_COMMENTS).where(*which).values(resolved=resolved))
        for one in decided.comments:
            remark = Remark(one.author or one.who, one.date, one.returned)
            write_remark(connection, one.source.id, remark, clause=one.clause, field=one.field)


def _known(received: Received) -> dict[str, Any]:
    reading = received.reading
    return {
        "name": received.name[:MAX_NAME],
        "returned_by": received.returned_by[:MAX_NAME],
        "tool": reading.tool[:MAX_NAME],
        "base_version": received.base_version,
        "base_kind": received.base_kind.value,
        "state": received.state.value,
        "formatting": reading.formatting,
        "compared": int(reading.compared),
    }


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _refuse_again(connection: Connection, profile_id: int, digest: str) -> None:
    same = select(CONTRACT_FILES.c.received_at).where(
        CONTRACT_FILES.c.profile_id == profile_id, CONTRACT_FILES.c.sha256 == digest
    )
    if received_at := connection.scalar(same):
        raise AlreadyReceived(received_at)


def _refuse_too_many(connection: Connection, profile_id: int, size: int) -> None:
    counted = select(func.count(), func.coalesce(func.sum(func.length(CONTRACT_FILES.c.content)), 0))
    number, total = connection.execute(counted.where(CONTRACT_FILES.c.profile_id == profile_id)).one()
    if number >= MOST_FILES or total + size > MOST_BYTES:
        raise TooManyReturns
