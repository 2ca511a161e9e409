"""The documents made of a draft, and the options that it is rendered with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.committee import CommitteeRecord
from app.domain.diff import Change


@dataclass(frozen=True, slots=True)
class Amended:
    """The version of the contract that an amendment changes, what it changes, how many clauses it leaves.

    `signed`: when it was signed and by whom, if it was.
    """

    version: int
    label: str
    on: date
    changes: tuple[Change, ...]
    untouched: int
    signed: str = ""


class Edition(StrEnum):
    """The two editions of a contract: the value is what a form and a command call it."""

    WORKING = "travail"
    """Everything, with places to fill and remarks."""

    SIGNING = "signer"
    """What is written, alone: a place that nobody filled is not printed, and no remark stands in a margin."""

    @property
    def file_ending(self) -> str:
        """What the name of a file in this edition ends with."""
        return "-a-signer" if self is Edition.SIGNING else ""


class Document(StrEnum):
    """What is made of a contract; the value is what a form and a command call it."""

    CONTRACT = "contrat"
    """The contract, or what one signatory has to do with it."""

    SYNTHESIS = "synthese"
    """Two pages for those who steer it: nothing in it is to be filled in."""

    QUARTIER = "quartier"
    """What the contract says of one quartier: nothing in it is to be filled in."""

    DECISIONS = "releve-de-decisions"
    """What a steering committee decided of the actions."""

    @property
    def is_report(self) -> bool:
        """Whether it only tells what the contract holds: what comes back of it changes nothing."""
        return self is not Document.CONTRACT


@dataclass(frozen=True)
class RenderOptions:
    """The day that the document bears, and the choices of whoever asked for it.

    `version`: the saved profile's version, None for one that was not saved. `comments`: whether the
    remarks of the application are Word comments in the margin. `departures`: sentences that say where the
    perimeter departs from the official lists. `pages`: the page of each heading, by its bookmark; a heading
    without one has no number in the contents. `signatory`: whose part of the contract alone this is, if any.
    `profile_hash`: the SHA-256 of the file that the profile was read from; empty when there is none.
    `signature_note`: what the cover says of the version that was signed, if any.
    `amends`: the file is an amendment (avenant) to that version, not the whole contract.
    `data`: whether the profile is joined to a Word file, so that what comes back can be compared with it;
    None is the usual: in the edition to work on. Who signs gets nothing that the text does not say.
    `contract`: what such a file calls the saved contract, see `SavedProfile.contract`; empty when not saved.
    `counted`: LibreOffice counts the pages of the contents while it lays the document out.
    `edition`: which of the two editions of the contract it is.
    `document`: what is made of the contract; `quartier` is the code of the one that a fiche is about,
    `decisions` are those that a record of them says.
    """

    on: date
    version: int | None = None
    comments: bool = True
    departures: Sequence[str] = ()
    pages: Mapping[str, int] = field(default_factory=dict)
    amends: Amended | None = None
    signatory: str = ""
    profile_hash: str = ""
    signature_note: str = ""
    edition: Edition = Edition.WORKING
    data: bool | None = None
    contract: str = ""
    document: Document = Document.CONTRACT
    quartier: str = ""
    counted: bool = False

    @property
    def joins_data(self) -> bool:
        """Whether the profile is joined to the file."""
        return self.edition is Edition.WORKING if self.data is None else self.data

    decisions: CommitteeRecord | None = None
