"""What a file holds: its paragraphs, each with the clause that it stands in or after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from app.formats.returned.clauses import Block, Parts, cut, name_blocks, restore_headings
from app.formats.returned.document import Document, Reader
from app.formats.returned.notation import lines_key
from app.formats.returned.package import Package
from app.formats.returned.paragraphs import Mark, Paragraph, Revision, View
from app.formats.returned.regions import mark_chapters
from app.formats.returned.said import Said, key_of
from app.formats.returned.sent import Sent

_OPENING = 6
"""Paragraphs of a cover."""
_MARGINS = ("word/header", "word/footer", "word/footnotes", "word/endnotes")


@dataclass(frozen=True, slots=True)
class Loose:
    """A text that stands in no field, and the clause that it stands in."""

    paragraph: Paragraph
    said: Said
    clause: str = ""

    def marks(self) -> list[Mark]:
        """Return the tracked changes in it; those that deleted words of it, where it is a whole paragraph."""
        found, deleted = self.said.changed(), self.paragraph.changed(Revision.DELETED)
        if not deleted:
            return found
        now, before = (key_of(self.paragraph.text(view)) for view in (View.FINAL, View.ORIGINAL))
        if key_of(self.said.text) != now or now == before:
            return found
        return [*found, *(piece.mark for piece in deleted)]


@dataclass(frozen=True, slots=True)
class Contents:
    """A file read: `blocks`, one for each clause, and `repeated`, those without a clause of their own."""

    package: Package
    sent: Sent
    document: Document
    parts: Parts
    blocks: tuple[Block, ...]
    repeated: tuple[Block, ...]
    margins: Mapping[str, tuple[Paragraph, ...]]
    clauses: Mapping[int, str]
    """The clause of each paragraph, by its identity: the one that it stands in, else the one before it."""

    def near(self, paragraph: Paragraph | None) -> str:
        """Return the clause that a paragraph stands in or after, empty before the first."""
        return "" if paragraph is None else self.clauses.get(id(paragraph), "")

    def opening(self) -> str:
        """Return the first words of the file and what its margins say: whose contract it is."""
        margins = (one for name, found in self.margins.items() if "note" not in name for one in found)
        first = islice((one for one in self.document.paragraphs if one.pieces), _OPENING)
        return "\n".join(one.whole() for one in (*first, *margins))

    def begins_clause(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph is the heading of a clause that was found."""
        return paragraph.level > 0 and any(one.paragraphs[0] is paragraph for one in self.blocks)


def contents_of(package: Package, sent: Sent) -> Contents:
    """Read the paragraphs of a package and find the clauses that they belong to."""
    reader = Reader(package)
    document = reader.document()
    restore_headings(document.paragraphs, sent.titles)
    unbox(document.paragraphs, sent)
    parts = cut(document.paragraphs)
    mark_chapters(parts.outside, sent)
    margins = {
        name: tuple(reader.paragraphs(root))
        for name, root in package.others.items()
        if name.startswith(_MARGINS)
    }
    repeated = name_blocks(parts, sent)
    others = {id(one) for one in repeated}
    blocks = tuple(one for one in parts.blocks if one.clause and id(one) not in others)
    clauses = dict(_located(document, parts))
    return Contents(package, sent, document, parts, blocks, tuple(repeated), margins, clauses)


def unbox(paragraphs: list[Paragraph], sent: Sent) -> None:
    """Put the text boxes that hold a field where they stand: OnlyOffice makes some of controls in a .odt."""
    if not any(one.boxes for one in paragraphs):
        return
    known = {key for text in sent.prose() for key in lines_key(text)}
    for at, one in reversed([*enumerate(paragraphs)]):
        held = not one.whole().strip() and any(key_of(box.whole()) in known for box in one.boxes)
        if held:
            paragraphs[at : at + 1] = one.boxes


def _located(document: Document, parts: Parts) -> Iterator[tuple[int, str]]:
    owners = {id(one): block.clause for block in parts.blocks for one in block.paragraphs}
    near = ""
    for one in document.paragraphs:
        near = owners.get(id(one)) or near
        yield id(one), near
