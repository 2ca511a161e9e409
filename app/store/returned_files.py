"""A returned file as it is kept: how far its decisions have got, what is counted of it, what is decided."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.problems import UserError
from app.domain.proposals import Decision, Proposal
from app.domain.returned import Reading


class FileState(StrEnum):
    """How far the decisions about a file have got."""

    OTHER = "other"
    """It says that it is of another contract: somebody must say whether it is read."""

    RECEIVED = "received"
    """Read; who returned it is to be confirmed."""

    OPEN = "open"
    CLOSED = "closed"


class BaseKind(StrEnum):
    """How the version that was sent was recognised."""

    EMBEDDED = "embedded"
    VERSION = "version"
    UNKNOWN = "unknown"


class AlreadyReceived(UserError):
    """The very same file is there already."""

    def __init__(self, received_at: datetime) -> None:
        super().__init__("Ce fichier est déjà reçu.")
        self.received_at = received_at


class TooManyReturns(UserError):
    """No other file is kept of this contract."""

    def __init__(self) -> None:
        super().__init__("Ce contrat garde déjà trop de fichiers rendus\u00a0: effacez ceux qui sont clos.")


class DecidedMeanwhile(UserError):
    """Somebody else decided one of these lines, or who proposed it withdrew it."""

    def __init__(self) -> None:
        super().__init__(
            "Une de ces lignes a été décidée ou retirée entre-temps par une autre personne\u00a0: "
            "rien de cet envoi n’est enregistré."
        )


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it came, and as it was read; `reading` is empty where it is of another contract."""

    name: str
    content: bytes
    returned_by: str
    state: FileState
    base_kind: BaseKind = BaseKind.UNKNOWN
    base_version: int | None = None
    reading: Reading = field(default_factory=Reading)


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A file in the list: what is known of it, its lines counted, those that wait, and those of each kind."""

    id: int
    name: str
    size: int
    received_at: datetime
    received_by: str
    returned_by: str
    tool: str
    base_kind: BaseKind
    base_version: int | None
    state: FileState
    formatting: int
    compared: bool
    changes: int = 0
    threads: int = 0
    unplaced: int = 0
    done: int = 0
    waiting: int = 0
    taken_in: tuple[int, int] | None = None
    """The first and the last version that took something of it."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What one sending decides: of changes and unplaced texts by their ids, of threads, and new threads.

    `comments`: what becomes a thread of the contract, as the proposal of a file that could not be taken.
    `account`: whose the answers on the site are, if any.
    """

    changes: tuple[tuple[str, Decision], ...] = ()
    losses: tuple[tuple[str, Decision], ...] = ()
    replies: tuple[tuple[str, str], ...] = ()
    resolved: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    comments: tuple[Proposal, ...] = ()
    account: int | None = None

    def __bool__(self) -> bool:
        """Whether anything is decided."""
        return any((self.changes, self.losses, self.replies, self.resolved, self.reopened, self.comments))
