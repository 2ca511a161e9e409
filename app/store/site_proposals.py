"""What people propose on the site for the fields of a commitment: kept until it is decided, or withdrawn.

A proposal is never given another text: one that is put in its place is a row of its own, so that a page that
was opened before can be told what has changed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, select, update

from app.domain.problems import UserError
from app.domain.proposals import Decision, Proposal, ProposalKind, Source, SourceKind
from app.domain.text import MAX_NAME
from app.store.contribution_tables import PROPOSALS
from app.store.engine import Repository
from app.store.tables import PROFILES

MOST_PROPOSALS = 5_000
"""Most rows of one contract: a robot would fill the disk."""

MOST_SHOWN = 200
LINE = "site-"
"""Begins the id of what was typed on the site among those of the files."""


class ProposedMeanwhile(UserError):
    """The same person has proposed something else for the commitment since the page was opened."""


class TooManyProposals(UserError):
    """No other proposal is kept of this contract."""

    def __init__(self) -> None:
        super().__init__(
            "Ce contrat garde déjà trop de propositions\u00a0: demandez à sa rédaction de les trancher."
        )


@dataclass(frozen=True, slots=True)
class Proposer:
    """Who proposes: an account, for whom it speaks, and its name."""

    account: int
    who: str
    author: str


@dataclass(frozen=True, slots=True)
class SiteProposal:
    """A proposal with what became of it; `version` is the one that its decision made, or was taken at."""

    number: int
    proposal: Proposal
    made_at: datetime
    decision: Decision | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    version: int | None = None


Texts = Mapping[str, tuple[str, str | None]]
"""By field, the text of the contract that was shown, and the proposed one; None to propose nothing."""

_WAITING = (PROPOSALS.c.decision.is_(None), PROPOSALS.c.closed_at.is_(None))


class SiteProposals(Repository):
    """The proposals that were typed on the site, of one database."""

    def waiting(self, profile_id: int, account: int, clause: str) -> tuple[SiteProposal, ...]:
        """Return what an account proposes for a commitment and nobody has decided yet."""
        mine = (*_of_account(profile_id, account), PROPOSALS.c.clause == clause, *_WAITING)
        return self._found(select(PROPOSALS).where(*mine).order_by(PROPOSALS.c.id))

    def some(self, profile_id: int, account: int, numbers: Collection[int]) -> tuple[SiteProposal, ...]:
        """Return these proposals of an account, those that it closed since included."""
        mine = (*_of_account(profile_id, account), PROPOSALS.c.id.in_(numbers))
        return self._found(select(PROPOSALS).where(*mine).order_by(PROPOSALS.c.id)) if numbers else ()

    def of_account(self, profile_id: int, account: int) -> tuple[SiteProposal, ...]:
        """Return what an account proposed, decided or not, the latest first; not what it withdrew."""
        mine = (*_of_account(profile_id, account), PROPOSALS.c.closed_at.is_(None))
        return self._found(select(PROPOSALS).where(*mine).order_by(PROPOSALS.c.id.desc()).limit(MOST_SHOWN))

    def all_of(self, account: int) -> tuple[tuple[str, SiteProposal], ...]:
        """Return all that an account ever proposed, each after the name of its contract."""
        chosen = select(PROPOSALS, PROFILES.c.name.label("contract")).join(PROFILES)
        with self._reading() as connection:
            rows = connection.execute(chosen.where(PROPOSALS.c.account_id == account)).all()
        return tuple((row.contract, _proposal(row)) for row in rows)

    def count(self, profile_id: int, clause: str) -> int:
        """Count what waits to be decided of a commitment."""
        here = (PROPOSALS.c.profile_id == profile_id, PROPOSALS.c.clause == clause, *_WAITING)
        with self._reading() as connection:
            return connection.scalar(select(func.count()).where(*here)) or 0

    def put(self, profile_id: int, by: Proposer, clause: str, texts: Texts, seen: Collection[int]) -> None:
        """Propose these texts, in the place of what was proposed for the same fields.

        `seen`: the numbers of the proposals that the page showed. Raises ProposedMeanwhile when others wait
        by now, TooManyProposals.
        """
        with self._writing() as connection:
            _lock(connection, profile_id)
            mine = (*_of_account(profile_id, by.account), PROPOSALS.c.clause == clause, *_WAITING)
            if set(connection.scalars(select(PROPOSALS.c.id).where(*mine))) != set(seen):
                raise ProposedMeanwhile
            former = update(PROPOSALS).where(*mine, PROPOSALS.c.field.in_(list(texts)))
            connection.execute(former.values(closed_at=self._now()))
            _refuse_too_many(connection, profile_id)
            known = {"profile_id": profile_id, "account_id": by.account, "clause": clause}
            known |= {"who": by.who[:MAX_NAME], "author": by.author[:MAX_NAME], "made_at": self._now()}
            for field, (old, new) in texts.items():
                if new is not None:
                    row = {"field": field, "kind": _kind(old, new), "old": old, "new": new}
                    connection.execute(insert(PROPOSALS), {**known, **row})

    def withdraw(self, profile_id: int, account: int, number: int) -> bool:
        """Withdraw a proposal of an account; False where it was decided, or is not there."""
        mine = (*_of_account(profile_id, account), PROPOSALS.c.id == number, *_WAITING)
        with self._writing() as connection:
            closed = update(PROPOSALS).where(*mine).values(closed_at=self._now())
            return connection.execute(closed).rowcount == 1

    def _found(self, chosen: Select[Any]) -> tuple[SiteProposal, ...]:
        with self._reading() as connection:
            return tuple(map(_proposal, connection.execute(chosen)))


def waiting_on_site(connection: Connection, profile_id: int) -> tuple[Proposal, ...]:
    """Return all that was typed on the site and waits to be decided, in the order in which it came."""
    chosen = select(PROPOSALS).where(PROPOSALS.c.profile_id == profile_id, *_WAITING)
    rows = connection.execute(chosen.order_by(PROPOSALS.c.id))
    return tuple(_proposal(row).proposal for row in rows)


def people_on_site(connection: Connection, profile_id: int) -> tuple[int, int]:
    """Count those who wait for a decision of what they typed on the site, and all who typed something."""
    here = (PROPOSALS.c.profile_id == profile_id, PROPOSALS.c.closed_at.is_(None))
    people = func.count(func.distinct(PROPOSALS.c.author))
    some = connection.scalar(select(people).where(*here, *_WAITING)) or 0
    return some, connection.scalar(select(people).where(*here)) or 0


def decide_on_site(
    connection: Connection, profile_id: int, line: str, decision: Decision, made: Mapping[str, Any]
) -> bool:
    """Write what was decided of a proposal, by the id of its line; False where it does not wait any more."""
    which = (PROPOSALS.c.profile_id == profile_id, PROPOSALS.c.id == number_of(line), *_WAITING)
    decided = update(PROPOSALS).where(*which).values({**made, "decision": decision.value})
    return connection.execute(decided).rowcount == 1


def _of_account(profile_id: int, account: int) -> tuple[ColumnElement[bool], ...]:
    return PROPOSALS.c.profile_id == profile_id, PROPOSALS.c.account_id == account


def number_of(line: str) -> int:
    """Return the number of what was typed on the site, by the id of its line."""
    return int(line.removeprefix(LINE))


def _lock(connection: Connection, profile_id: int) -> None:
    # Two pages of one person that are sent at once on PostgreSQL take turns.
    connection.execute(select(PROFILES.c.id).where(PROFILES.c.id == profile_id).with_for_update())


def _refuse_too_many(connection: Connection, profile_id: int) -> None:
    counted = select(func.count()).where(PROPOSALS.c.profile_id == profile_id)
    if (connection.scalar(counted) or 0) >= MOST_PROPOSALS:
        raise TooManyProposals


def _kind(old: str, new: str) -> str:
    if not new:
        return ProposalKind.EMPTIED.value
    return ProposalKind.MODIFIED.value if old else ProposalKind.FILLED.value


def _proposal(row: Row[Any]) -> SiteProposal:
    proposal = Proposal(
        row.who,
        row.clause,
        row.field,
        ProposalKind(row.kind),
        row.old,
        row.new,
        source=Source(SourceKind.PERSON, 0, row.author),
        author=row.author,
        date=row.made_at.date().isoformat(),
        id=f"{LINE}{row.id}",
    )
    decision = Decision(row.decision) if row.decision else None
    return SiteProposal(
        row.id, proposal, row.made_at, decision, row.decided_by or "", row.decided_at, row.version
    )
