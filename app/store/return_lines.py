"""The lines of the returned files as rows: written from a reading, and read as values of the domain."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from app.domain.proposals import Decision, Proposal, ProposalKind, Source, SourceKind, Standing
from app.domain.returned import LossKind, Reading, Remark, Thread, Unplaced
from app.store.return_tables import CONTRACT_FILES, FILE_CHANGES, FILE_COMMENTS, FILE_LOSSES
from app.store.returned_files import BaseKind, FileState, ReturnedFile

LINES = (FILE_CHANGES, FILE_LOSSES, FILE_COMMENTS)


def rewrite_lines(connection: Connection, file_id: int, reading: Reading) -> None:
    """Write what was read anew of a file. What was decided stays and is not asked again; its threads stay."""
    for table in (FILE_CHANGES, FILE_LOSSES):
        undecided = (table.c.file_id == file_id, table.c.decided_at.is_(None))
        connection.execute(delete(table).where(*undecided))
    write_lines(connection, file_id, _without_known(connection, file_id, reading))


def _without_known(connection: Connection, file_id: int, reading: Reading) -> Reading:
    """Return a reading without the lines that are kept of the file already, each as often as it is."""

    def kept(table: Table, *names: str) -> Counter[tuple[Any, ...]]:
        columns = [table.c[name] for name in names]
        return Counter(map(tuple, connection.execute(select(*columns).where(table.c.file_id == file_id))))

    changes = kept(FILE_CHANGES, "clause", "field", "kind", "new")
    losses = kept(FILE_LOSSES, "kind", "text", "old", "near")
    threads = kept(FILE_COMMENTS, "author", "date", "text")
    return replace(
        reading,
        proposals=tuple(
            one
            for one in reading.proposals
            if _is_new(changes, (one.clause, one.field, one.kind.value, one.returned))
        ),
        unplaced=tuple(
            one for one in reading.unplaced if _is_new(losses, (one.kind.value, one.text, one.old, one.near))
        ),
        threads=tuple(one for one in reading.threads if _is_new(threads, (one.author, one.date, one.text))),
    )


def _is_new(kept: Counter[tuple[Any, ...]], said: tuple[Any, ...]) -> bool:
    """Whether a line is none of those that are kept, each of which stands for one alone."""
    if not kept[said]:
        return True
    kept[said] -= 1
    return False


def write_lines(connection: Connection, file_id: int, reading: Reading) -> None:
    """Write what was read of a file, after the lines that it has already."""
    for rank, one in enumerate(reading.proposals, _next_rank(connection, FILE_CHANGES, file_id)):
        row = {"old": one.base, "new": one.returned, "current_at_read": one.current, "kind": one.kind.value}
        row |= {"clause": one.clause, "field": one.field, "author": one.author, "date": one.date}
        done = Decision.DONE.value if one.standing is Standing.DONE else None
        write_line(
            connection, FILE_CHANGES, file_id, rank, {**row, "tracked": int(one.tracked), "decision": done}
        )
    for rank, lost in enumerate(reading.unplaced, _next_rank(connection, FILE_LOSSES, file_id)):
        row = {"kind": lost.kind.value, "text": lost.text, "old": lost.old, "near": lost.near}
        row |= {"field": lost.field, "author": lost.author, "date": lost.date}
        write_line(connection, FILE_LOSSES, file_id, rank, row)
    for thread in reading.threads:
        first = Remark(thread.author, thread.date, thread.text)
        parent = write_remark(
            connection,
            file_id,
            first,
            clause=thread.clause,
            field=thread.field,
            answers=thread.answers,
            resolved=int(thread.resolved),
        )
        for reply in thread.replies:
            write_remark(connection, file_id, reply, parent=parent)


def write_remark(connection: Connection, file_id: int, remark: Remark, **known: Any) -> str:
    """Write a comment, or a reply to its `parent`: its id. `known` are its other columns."""
    number = select(func.count()).where(FILE_COMMENTS.c.file_id == file_id)
    rank = connection.scalar(number) or 0
    usual = {"parent": None, "clause": "", "field": "", "answers": "", "resolved": 0}
    row = {**usual, **known, "author": remark.author, "date": remark.date, "text": remark.text}
    return write_line(connection, FILE_COMMENTS, file_id, rank, row)


def _next_rank(connection: Connection, table: Table, file_id: int) -> int:
    last = connection.scalar(select(func.max(table.c.rank)).where(table.c.file_id == file_id))
    return 0 if last is None else last + 1


def write_line(connection: Connection, table: Table, file_id: int, rank: int, row: dict[str, Any]) -> str:
    """Write a line: its id, which the file, the clause, the field and the kind give; of another, its rank.

    Where the same field was decided in another sense, before the file was read again, its rank is in it too.
    """
    said = [row["clause"], row["field"], row["kind"]] if table is FILE_CHANGES else [table.name, rank]
    line = _line_id(file_id, *said)
    if table is FILE_CHANGES and connection.scalar(select(table.c.id).where(table.c.id == line)):
        line = _line_id(file_id, *said, rank)
    connection.execute(insert(table), {"id": line, "file_id": file_id, "rank": rank, **row})
    return line


def _line_id(*said: object) -> str:
    return sha256(repr(said).encode()).hexdigest()[:32]


def close_files(connection: Connection, profile_id: int) -> None:
    """Close the files of a contract of which nothing waits."""
    waiting = [exists().where(table.c.file_id == CONTRACT_FILES.c.id, waits(table)) for table in LINES]
    which = (CONTRACT_FILES.c.profile_id == profile_id, CONTRACT_FILES.c.state == FileState.OPEN)
    closed = update(CONTRACT_FILES).where(*which, *(~one for one in waiting))
    connection.execute(closed.values(state=FileState.CLOSED.value))


def waits(table: Table) -> ColumnElement[bool]:
    """Hold for the lines that wait: a thread, until it is resolved."""
    if table is FILE_COMMENTS:
        return table.c.parent.is_(None) & (table.c.resolved == 0)
    return table.c.decision.is_(None)


def this_file(profile_id: int, file_id: int) -> tuple[ColumnElement[bool], ...]:
    """Hold for one file, if it is of this contract."""
    return CONTRACT_FILES.c.profile_id == profile_id, CONTRACT_FILES.c.id == file_id


def of_profile(table: Table, profile_id: int) -> ColumnElement[bool]:
    """Hold for the lines of the files of a contract."""
    files = select(CONTRACT_FILES.c.id).where(CONTRACT_FILES.c.profile_id == profile_id)
    return table.c.file_id.in_(files)


def _counted(table: Table, *which: ColumnElement[bool]) -> Any:
    return select(func.count()).where(table.c.file_id == CONTRACT_FILES.c.id, *which).scalar_subquery()


def _sum(counts: Iterable[Any]) -> Any:
    first, *others = counts
    return sum(others, first)


_TAKES = (Decision.TAKEN, Decision.MERGED, Decision.EDITED, Decision.FILED, Decision.LOCAL)
"""The decisions that put something of a file into the contract."""


def _taken_in(table: Table, which: Any) -> Any:
    takes = table.c.decision.in_([decision.value for decision in _TAKES])
    found = select(which(table.c.version)).where(table.c.file_id == CONTRACT_FILES.c.id, takes)
    return found.scalar_subquery()


_TOLD = ("id", "name", "size", "received_at", "received_by", "returned_by", "tool", "base_kind")
HEADINGS: Select[Any] = select(
    *(CONTRACT_FILES.c[name] for name in (*_TOLD, "base_version", "state", "formatting", "compared")),
    _counted(FILE_CHANGES).label("changes"),
    _counted(FILE_COMMENTS, FILE_COMMENTS.c.parent.is_(None)).label("threads"),
    _counted(FILE_LOSSES).label("unplaced"),
    _counted(FILE_CHANGES, FILE_CHANGES.c.decision == Decision.DONE.value).label("done"),
    _sum(_counted(table, waits(table)) for table in LINES).label("waiting"),
    *(
        _taken_in(table, which).label(f"{bound}_{table.name}")
        for bound, which in (("first", func.min), ("last", func.max))
        for table in (FILE_CHANGES, FILE_LOSSES)
    ),
).order_by(CONTRACT_FILES.c.id.desc())


def heading(row: Row[Any]) -> ReturnedFile:
    """Return the file of a row of `HEADINGS`."""
    known = row._asdict()
    firsts, lasts = (
        [version for table in (FILE_CHANGES, FILE_LOSSES) if (version := known.pop(f"{bound}_{table.name}"))]
        for bound in ("first", "last")
    )
    return ReturnedFile(
        **{
            **known,
            "base_kind": BaseKind(row.base_kind),
            "state": FileState(row.state),
            "compared": bool(row.compared),
            "taken_in": (min(firsts), max(lasts)) if firsts else None,
        }
    )


def lines_of(table: Table, profile_id: int) -> Select[Any]:
    """Return the lines of the files of which somebody confirmed who returned them, in their order."""
    named = select(table, CONTRACT_FILES.c.returned_by, CONTRACT_FILES.c.name.label("file_name"))
    which = (CONTRACT_FILES.c.profile_id == profile_id, CONTRACT_FILES.c.state == FileState.OPEN)
    return (
        named.join(CONTRACT_FILES, CONTRACT_FILES.c.id == table.c.file_id)
        .where(*which)
        .order_by(table.c.file_id, table.c.rank)
    )


def waiting_lines(table: Table, profile_id: int) -> Select[Any]:
    """Return those of them that wait to be decided."""
    return lines_of(table, profile_id).where(waits(table))


def proposal_of(row: Row[Any]) -> Proposal:
    """Return the proposal of a row."""
    return Proposal(
        row.returned_by,
        row.clause,
        row.field,
        ProposalKind(row.kind),
        row.old,
        row.new,
        row.current_at_read,
        Source(SourceKind.FILE, row.file_id, row.file_name),
        row.author,
        row.date,
        bool(row.tracked),
        row.id,
    )


def unplaced_of(row: Row[Any]) -> Unplaced:
    """Return the unplaced text of a row."""
    kind = LossKind(row.kind)
    place = (row.old, row.near, row.field)
    return Unplaced(kind, row.text, *place, row.author, row.date, row.returned_by, row.file_id, row.id)


def threads_of(rows: Iterable[Row[Any]]) -> Iterable[Thread]:
    """Yield the threads of rows, each with its replies."""
    replies: dict[str, list[Remark]] = {}
    first = []
    for row in rows:
        if row.parent is None:
            first.append(row)
        else:
            replies.setdefault(row.parent, []).append(Remark(row.author, row.date, row.text))
    for row in first:
        about = (row.author, row.date, row.text, row.clause, row.field, bool(row.resolved), row.answers)
        answered = tuple(replies.get(row.id, ()))
        yield Thread(*about, answered, row.returned_by, row.file_id, row.id)
