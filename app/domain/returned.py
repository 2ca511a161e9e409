"""What a returned file says beside its proposals: its comments, and what found no place in the contract."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.proposals import Proposal


class LossKind(StrEnum):
    """What a text is that found no place."""

    ADDED_TEXT = "added_text"
    ADDED_HEADING = "added_heading"
    ADDED_TABLE = "added_table"
    TEXT_BOX = "text_box"
    PICTURE = "picture"
    HEADER_CHANGED = "header_changed"
    FOOTNOTE_CHANGED = "footnote_changed"
    FIXED_TEXT_CHANGED = "fixed_text_changed"
    DUPLICATE_CLAUSE = "duplicate_clause"
    MEANS_REMOVED = "means_removed"
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> "LossKind":
        return cls.UNKNOWN


LOSSES = {
    LossKind.ADDED_TEXT: "Texte ajouté",
    LossKind.ADDED_HEADING: "Titre ajouté",
    LossKind.ADDED_TABLE: "Tableau ajouté",
    LossKind.PICTURE: "Image ajoutée",
    LossKind.TEXT_BOX: "Zone de texte",
    LossKind.HEADER_CHANGED: "En-tête ou pied de page modifié",
    LossKind.FOOTNOTE_CHANGED: "Note modifiée",
    LossKind.FIXED_TEXT_CHANGED: "Texte de l’application modifié",
    LossKind.DUPLICATE_CLAUSE: "Engagement en double",
    LossKind.MEANS_REMOVED: "Ligne de moyens retirée",
    LossKind.UNKNOWN: "Autre modification",
}
"""Each kind in French."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A text of a file that is in no field: beside which clause, and what it said before, where it is known.

    `who` returned it in the file of number `file`; `field`: where it is suggested to file it.
    """

    kind: LossKind
    text: str
    old: str = ""
    near: str = ""
    field: str = ""
    author: str = ""
    date: str = ""
    who: str = ""
    file: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody says in a thread, and when (ISO)."""

    author: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment, with its replies. `answers`: the remark of the application that it answers, if any."""

    author: str
    date: str
    text: str
    clause: str = ""
    field: str = ""
    resolved: bool = False
    answers: str = ""
    replies: tuple[Remark, ...] = ()
    who: str = ""
    file: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of one file. `formatting`: the changes of form, which change no value.

    `compared`: whether what nobody tracked outside the fields was seen too.
    """

    proposals: tuple[Proposal, ...] = ()
    threads: tuple[Thread, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    formatting: int = 0
    compared: bool = True
    tool: str = ""
    saved_by: str = ""

    @property
    def authors(self) -> tuple[str, ...]:
        """Those whom the file names, those who changed most first."""
        said = [one.author for one in self.proposals]
        said += [one.author for one in self.unplaced] + [one.author for one in self.threads]
        made = [author for author in said if author]
        return tuple(sorted(dict.fromkeys(made), key=lambda name: (-made.count(name), name)))
