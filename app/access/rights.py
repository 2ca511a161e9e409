"""The rights on a contract and on the site, decided by one function.

A right comes from a grant, to an account or to an organisation that it belongs to. A grant has a role, and a
scope: the whole contract, or some of its commitments. A grant of a part lets its holder read the contract
whole: a commitment is not understood without the others. What its holder writes there is a proposal, which
somebody who has the whole contract decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is on a contract; each role has all the rights of those after it."""

    OWNER = "owner"
    EDITOR = "editor"
    COMMENTER = "commenter"
    READER = "reader"


class Action(StrEnum):
    """What is done: on a contract, then on the site as a whole.

    `PROPOSE` is to say what the action of one commitment should be, `WRITE` to save it; `EDIT` all the rest
    of a contract, and what is decided of a commitment (kept or not, agreed). `OPEN` asks for nothing: it is
    what anybody may see of the site.
    """

    READ = "read"
    COMMENT = "comment"
    PROPOSE = "propose"
    WRITE = "write"
    EDIT = "edit"
    DECIDE = "decide"
    MANAGE = "manage"
    OPEN = "open"
    USE = "use"
    CREATE = "create"
    ADMINISTER = "administer"


OF_THE_SITE = frozenset({Action.OPEN, Action.USE, Action.CREATE, Action.ADMINISTER})
"""The actions that are about no contract."""

_READER = frozenset({Action.READ})
_COMMENTER = _READER | {Action.COMMENT}
_EDITOR = _COMMENTER | {Action.PROPOSE, Action.WRITE, Action.EDIT, Action.DECIDE}
RIGHTS = {
    Role.OWNER: _EDITOR | {Action.MANAGE},
    Role.EDITOR: _EDITOR,
    Role.COMMENTER: _COMMENTER,
    Role.READER: _READER,
}
"""What each role may do on a contract that it has whole."""

IN_A_PART = frozenset({Action.COMMENT, Action.PROPOSE})
"""What a grant of some commitments lets its holder do in them, where the role does."""

ROLES_IN_A_PART = (Role.EDITOR, Role.COMMENTER)
"""The roles that mean something on a part: who owns has the whole, who reads reads the whole."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A commitment: its id, and the organisations that lead its action or take part in it, by their ids."""

    id: str
    carriers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Scope:
    """Which commitments a grant is about: all, those that an organisation carries, or those of some ids."""

    carrier: int | None = None
    commitments: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether the grant is about the whole contract."""
        return self.carrier is None and not self.commitments

    def holds(self, clause: Clause | None) -> bool:
        """Tell whether the commitment is in the scope; None, something that is not in one, only if whole."""
        if self.is_whole:
            return True
        return clause is not None and (clause.id in self.commitments or self.carrier in clause.carriers)


WHOLE = Scope()


@dataclass(frozen=True, slots=True)
class Grant:
    """A role on a contract, by the id of the contract."""

    contract: int
    role: Role
    scope: Scope = WHOLE

    def allows(self, action: Action, clause: Clause | None) -> bool:
        """Tell whether the grant lets its holder do this, in the commitment where one is named."""
        if action not in RIGHTS[self.role]:
            return False
        if self.scope.is_whole or action is Action.READ:
            return True
        return action in IN_A_PART and self.scope.holds(clause)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: an account with its grants, nobody (no account), or the one person of this machine.

    `grants` need hold those of the contracts at hand only.
    """

    account: int | None = None
    name: str = ""
    is_administrator: bool = False
    grants: tuple[Grant, ...] = ()
    is_alone: bool = False

    def parts_of(self, contract: int) -> tuple[Scope, ...]:
        """Return the parts of a contract that grants are about; those of the whole are none."""
        return tuple(grant.scope for grant in self._on(contract) if not grant.scope.is_whole)

    @property
    def is_signed_in(self) -> bool:
        """Whether the site knows who it is."""
        return self.account is not None

    def role_on(self, contract: int) -> Role | None:
        """Return the highest role on the whole of a contract; None without one."""
        held = {grant.role for grant in self._on(contract) if grant.scope.is_whole}
        return next((role for role in Role if role in held), None)

    def _on(self, contract: int | None) -> Iterable[Grant]:
        return (grant for grant in self.grants if grant.contract == contract)

    def allows(self, action: Action, contract: int | None, clause: Clause | None) -> bool:
        """Tell whether one of the grants on the contract allows the action."""
        return any(grant.allows(action, clause) for grant in self._on(contract))


NOBODY = Actor()
"""Whoever has not signed in, on a site that has accounts."""

ALONE = Actor(is_alone=True)
"""Whoever uses a site without accounts, or a command on the machine itself: nothing is forbidden."""


def may(actor: Actor, action: Action, contract: int | None = None, clause: Clause | None = None) -> bool:
    """Tell whether somebody may do this: the only place where it is decided.

    `contract` is its id, for what is about one; `clause` the commitment, for what is about one. An
    administrator looks after accounts, organisations and lists, and has no right on contracts by that.
    """
    if actor.is_alone or action is Action.OPEN:
        return True
    if not actor.is_signed_in:
        return False
    if action in OF_THE_SITE:
        return action is not Action.ADMINISTER or actor.is_administrator
    return actor.allows(action, contract, clause)
