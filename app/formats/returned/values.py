"""What a returned file says: its changes, its comments and what found no place, as values."""

from dataclasses import dataclass

from app.domain.proposals import ProposalKind
from app.domain.returned import LossKind

Value = str | int | bool | tuple[str, ...] | None
"""What a field holds: a text, an amount, a flag, several names or ids; None where nothing is said."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who made a change and when, where it was tracked; several authors in the order of their words."""

    authors: tuple[str, ...] = ()
    date: str = ""
    tracked: bool = False

    @property
    def author(self) -> str | None:
        """The first author, None where nobody tracked it."""
        return self.authors[0] if self.authors else None


UNSIGNED = Signature()


@dataclass(frozen=True, slots=True)
class Change:
    """What a file makes of a field. `clause` and `field` are those of INTERFACES.md, « Returned file ».

    `shown`: the words that stand in the file, where `new` is a date that was read from them.
    `lines_gone`: the lines of the means that are not there any more.
    `stale`: the date that the control still holds, where the words say another.
    `unknown`: the names that stand for nobody and nothing of the contract.
    """

    clause: str
    field: str
    kind: ProposalKind
    old: Value
    new: Value
    signature: Signature = UNSIGNED
    shown: str = ""
    lines_gone: tuple[str, ...] = ()
    stale: str = ""
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody said in a comment, and when."""

    author: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A thread: its first remark and the replies, the clause and the field that it is about where known.

    `answers`: the remark of the application that it replies to, empty for a thread of its own.
    """

    remark: Remark
    clause: str | None = None
    field: str | None = None
    resolved: bool = False
    replies: tuple[Remark, ...] = ()
    answers: str = ""
    answers_id: str = ""


@dataclass(frozen=True, slots=True)
class Deleted:
    """A remark of the application that was deleted: its number in what was sent, its text if known."""

    id: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Loss:
    """What found no place. `near`: the clause that it stands in or after. `old`: what stood there before.

    `field`: the one that it may belong to.
    """

    kind: LossKind
    text: str
    near: str | None = None
    signature: Signature = UNSIGNED
    old: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """What a file says. `formatting`: how many changes of form it tracks.

    `remarks_deleted`: the remarks of the application that are not in the file any more.
    `fixed_text_compared`: whether the file was compared with the draft that was sent; else what nobody
    tracked outside the fields is seen by the phrases that the application does not write.
    """

    changes: tuple[Change, ...]
    comments: tuple[Comment, ...]
    losses: tuple[Loss, ...]
    formatting: int
    remarks_deleted: tuple[Deleted, ...]
    fixed_text_compared: bool
