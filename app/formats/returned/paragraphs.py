"""The paragraphs of a Word file as they are and as they were: pieces, each kept, inserted or deleted."""

from dataclasses import dataclass, field
from enum import Enum, auto

from lxml import etree

from app.formats.xml_parts import W


class Revision(Enum):
    """What became of a piece of text since changes were tracked."""

    KEPT = auto()
    INSERTED = auto()
    DELETED = auto()
    NEVER = auto()
    """Inserted, then deleted again: in neither text."""


class View(Enum):
    """The text before the tracked changes, and after."""

    ORIGINAL = (Revision.KEPT, Revision.DELETED)
    FINAL = (Revision.KEPT, Revision.INSERTED)


@dataclass(frozen=True, slots=True)
class Mark:
    """The tracked change that a piece stands in."""

    revision: Revision = Revision.KEPT
    author: str = ""
    date: str = ""

    def within(self, change: Revision, element: etree._Element) -> "Mark":
        """Return the mark of what is inserted or deleted in what already bears this one."""
        both = {self.revision, change} == {Revision.INSERTED, Revision.DELETED}
        author, date = element.get(f"{W}author", ""), element.get(f"{W}date", "")
        return Mark(Revision.NEVER if both or self.revision is Revision.NEVER else change, author, date)


NOT_MARKED = Mark()


@dataclass(frozen=True, slots=True)
class Look:
    """What the notation of the application keeps of the look of some words."""

    bold: bool = False
    italic: bool = False
    link: str = ""


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text with one mark, in one control at most."""

    text: str
    mark: Mark
    tag: str = ""
    look: Look = PLAIN


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a paragraph stands in a table: the table, its row and its column, by their order."""

    table: int
    row: int
    column: int


@dataclass(slots=True)
class Paragraph:
    """A paragraph of the body, of a cell, of a header or of a note."""

    pieces: list[Piece] = field(default_factory=list)
    end: Mark = NOT_MARKED
    level: int = 0
    style: str = ""
    item: str = ""
    """How the application notes that it is an item of a list, empty where it is none."""
    cell: Cell | None = None
    bookmarks: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    ranges: dict[str, list[int]] = field(default_factory=dict)
    """Where each comment begins and ends, in characters of the whole text."""
    notes: list[str] = field(default_factory=list)
    dates: dict[str, str] = field(default_factory=dict)
    """The day that each control of a date holds, by its tag, be it that of its words or not."""
    pictures: list[str] = field(default_factory=list)
    """What its pictures are called: their description, else their name."""
    boxes: list["Paragraph"] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    def text(self, view: View) -> str:
        """Return its text in a view."""
        revisions = view.value
        return "".join(piece.text for piece in self.pieces if piece.mark.revision in revisions)

    def whole(self) -> str:
        """Return its text, deleted and inserted together: for what names a place."""
        return "".join(piece.text for piece in self.pieces)

    def changed(self, change: Revision) -> list[Piece]:
        """Return the pieces that were inserted, or deleted."""
        return [piece for piece in self.pieces if piece.mark.revision is change and piece.text.strip()]
