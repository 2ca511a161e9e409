"""The comments that people leave on a commitment on the site: threads, answers, edited, deleted, resolved."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, select, update

from app.domain.problems import UserError
from app.domain.text import MAX_NAME
from app.store.contribution_tables import COMMENTS
from app.store.engine import Repository
from app.store.errors import ProfileNotFound
from app.store.tables import PROFILES

MOST_COMMENTS = 5_000
"""Most comments of one contract: a robot would fill the disk."""


class TooManyComments(UserError):
    """No other comment is kept of this contract."""

    def __init__(self) -> None:
        super().__init__("Ce contrat garde déjà trop de commentaires\u00a0: aucun autre n’est pris.")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: by the account, and the name; without an account, by the name alone."""

    account: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said; no text once it was deleted. `account` is None where nobody had to sign in."""

    id: int
    account: int | None
    author: str
    text: str
    made_at: datetime
    is_edited: bool = False
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Discussion:
    """A comment on a commitment, with the answers to it, in the order in which they came."""

    clause: str
    first: Comment
    answers: tuple[Comment, ...] = ()
    resolved_by: str | None = None

    @property
    def is_resolved(self) -> bool:
        """Whether somebody said that it is settled."""
        return self.resolved_by is not None

    @property
    def comments(self) -> tuple[Comment, ...]:
        """All that was said in it."""
        return self.first, *self.answers


class Comments(Repository):
    """The comments of one database."""

    def of(self, profile_id: int, clauses: Collection[str] | None = None) -> tuple[Discussion, ...]:
        """Return the discussions of a contract, or of some of its commitments, the first one first."""
        here = [COMMENTS.c.profile_id == profile_id]
        if clauses is not None:
            here.append(COMMENTS.c.clause.in_(list(clauses)))
        with self._reading() as connection:
            return tuple(_discussions(connection.execute(_in_order(*here))))

    def all_of(self, account: int) -> tuple[tuple[str, Comment], ...]:
        """Return all that an account ever said, each after the name of its contract."""
        chosen = select(COMMENTS, PROFILES.c.name.label("contract")).join(PROFILES)
        with self._reading() as connection:
            rows = connection.execute(chosen.where(COMMENTS.c.account_id == account)).all()
        return tuple((row.contract, _comment(row)) for row in rows)

    def add(self, profile_id: int, clause: str, text: str, author: Speaker, parent: int | None = None) -> int:
        """Say something of a commitment, or answer to the first comment of a discussion: its id.

        Raises TooManyComments, and ProfileNotFound for a discussion that is not there.
        """
        with self._writing() as connection:
            if parent is not None:
                return answer(connection, profile_id, parent, text, author, self._now(), clause=clause)
            return _add(connection, profile_id, clause, text, author, self._now())

    def edit(self, profile_id: int, comment: int, author: Speaker, text: str) -> bool:
        """Give a comment of its author other words, which says so; False where it is not hers, or is gone."""
        return self._change(_own(profile_id, comment, author), text=text, edited_at=self._now())

    def delete(self, profile_id: int, comment: int, author: Speaker) -> bool:
        """Take the words of a comment of its author away: its place says that it was deleted."""
        return self._change(_own(profile_id, comment, author), text="", deleted_at=self._now())

    def settle(self, profile_id: int, clause: str, comment: int, by: str, *, settled: bool) -> bool:
        """Say that a discussion of a commitment is settled, or not any more; False where it is not there."""
        with self._writing() as connection:
            return settle(connection, profile_id, comment, by, self._now() if settled else None, clause)

    def _change(self, which: Iterable[ColumnElement[bool]], **values: object) -> bool:
        with self._writing() as connection:
            return connection.execute(update(COMMENTS).where(*which).values(**values)).rowcount == 1


def answer(  # noqa: PLR0913 — what a comment is
    connection: Connection,
    profile_id: int,
    parent: int,
    text: str,
    author: Speaker,
    now: datetime,
    *,
    clause: str = "",
) -> int:
    """Answer to the first comment of a discussion, as a part of what is being written: the id of the answer.

    Raises ProfileNotFound for a discussion that is not there, or not about the commitment that is named.
    """
    first = select(COMMENTS.c.clause).where(*_first(profile_id, parent, clause))
    found = connection.scalar(first)
    if found is None:
        raise ProfileNotFound(profile_id)
    return _add(connection, profile_id, found, text, author, now, parent)


def settle(
    connection: Connection, profile_id: int, comment: int, by: str, now: datetime | None, clause: str = ""
) -> bool:
    """Say at what instant a discussion was settled, None for one that is open again; False without it."""
    settled = {"resolved_at": now, "resolved_by": by[:MAX_NAME] if now else None}
    which = update(COMMENTS).where(*_first(profile_id, comment, clause))
    return connection.execute(which.values(settled)).rowcount == 1


def _add(  # noqa: PLR0913, PLR0917 — what a comment is
    connection: Connection,
    profile_id: int,
    clause: str,
    text: str,
    author: Speaker,
    now: datetime,
    parent: int | None = None,
) -> int:
    counted = select(func.count()).where(COMMENTS.c.profile_id == profile_id)
    if (connection.scalar(counted) or 0) >= MOST_COMMENTS:
        raise TooManyComments
    row = {"profile_id": profile_id, "clause": clause, "text": text, "author": author.name[:MAX_NAME]}
    row |= {"account_id": author.account, "parent": parent, "made_at": now}
    key: Any = connection.execute(insert(COMMENTS), row).inserted_primary_key
    return int(key.id)


def _in_order(*here: ColumnElement[bool]) -> Select[Any]:
    return select(COMMENTS).where(*here).order_by(COMMENTS.c.id)


def _first(profile_id: int, comment: int, clause: str) -> list[ColumnElement[bool]]:
    """Hold for the first comment of a discussion, about this commitment where one is named."""
    first = [COMMENTS.c.profile_id == profile_id, COMMENTS.c.id == comment, COMMENTS.c.parent.is_(None)]
    return [*first, COMMENTS.c.clause == clause] if clause else first


def _own(profile_id: int, comment: int, author: Speaker) -> tuple[ColumnElement[bool], ...]:
    """Hold for a comment of its author: of an account, or without one of the name that was given."""
    whose = COMMENTS.c.account_id == author.account
    if author.account is None:
        whose = COMMENTS.c.account_id.is_(None) & (COMMENTS.c.author == author.name)
    return (
        COMMENTS.c.profile_id == profile_id,
        COMMENTS.c.id == comment,
        COMMENTS.c.deleted_at.is_(None),
        whose,
    )


def _discussions(rows: Iterable[Row[Any]]) -> Iterable[Discussion]:
    first: dict[int, Row[Any]] = {}
    answers: dict[int, list[Comment]] = {}
    for row in rows:
        if row.parent is None:
            first[row.id] = row
        else:
            answers.setdefault(row.parent, []).append(_comment(row))
    for number, row in first.items():
        yield Discussion(row.clause, _comment(row), tuple(answers.get(number, ())), row.resolved_by)


def _comment(row: Row[Any]) -> Comment:
    edited, deleted = row.edited_at is not None, row.deleted_at is not None
    return Comment(row.id, row.account_id, row.author, row.text, row.made_at, edited, deleted)
