"""What a file holds: its paragraphs, each with the clause that it stands in or after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.formats.returned.clauses import Block, Parts, cut, name_blocks
from app.formats.returned.document import Document, Reader
from app.formats.returned.package import Package
from app.formats.returned.paragraphs import Paragraph, View
from app.formats.returned.said import Said
from app.formats.returned.sent import Sent

_MARGINS = ("word/header", "word/footer", "word/footnotes", "word/endnotes")


@dataclass(frozen=True, slots=True)
class Loose:
    """A text that stands in no field, and the clause that it stands in."""

    paragraph: Paragraph
    said: Said
    clause: str = ""


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


def contents_of(package: Package, sent: Sent) -> Contents:
    """Read the paragraphs of a package and find the clauses that they belong to."""
    reader = Reader(package)
    document = reader.document()
    parts = cut(document.paragraphs)
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


def _located(document: Document, parts: Parts) -> Iterator[tuple[int, str]]:
    owners = {id(one): block.clause for block in parts.blocks for one in block.paragraphs}
    near = ""
    for one in document.paragraphs:
        near = owners.get(id(one)) or near
        yield id(one), near


def is_deleted(block: Block) -> bool:
    """Whether a tracked change took the whole clause away."""
    return not block.text(View.FINAL).strip() and bool(block.text(View.ORIGINAL).strip())
