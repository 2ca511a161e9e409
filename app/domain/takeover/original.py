"""A contract made elsewhere as it was read: its paragraphs in their order, each with its page.

What repeats on each page, the contents and the page numbers are set aside, and said.
"""

from dataclasses import dataclass
from enum import StrEnum


class SetAsideKind(StrEnum):
    """Why a text of a file is no part of the contract."""

    HEADER = "header"
    FOOTER = "footer"
    PAGE_NUMBER = "page_number"
    CONTENTS = "contents"
    REPEATED_ROW = "repeated_row"
    """The head of a table that goes on with the next page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a paragraph stands in a table: the table, its row and its column, each from 0.

    `rows` is how many rows the cell spans.
    """

    table: int
    row: int
    column: int
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. `number` counts them from 1; `page` is that on which it begins, 0 where it is unknown.

    `level` is that of a heading, 1 for the greatest, 0 for another paragraph. `strong` is how many of its
    first characters are bold. `breaks` are the characters with which its further lines begin, in a PDF.
    """

    number: int
    page: int
    text: str
    level: int = 0
    strong: int = 0
    is_item: bool = False
    cell: Cell | None = None
    breaks: tuple[int, ...] = ()

    @property
    def is_bold(self) -> bool:
        """Whether the whole of it is bold."""
        return self.strong >= len(self.text.rstrip(" :.")) > 0


@dataclass(frozen=True, slots=True)
class SetAside:
    """A text that is no part of the contract, on its first page; `times` is how often it stands there."""

    kind: SetAsideKind
    page: int
    text: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it was read. `pages` is their number, 0 where it is unknown."""

    name: str
    blocks: tuple[Block, ...]
    set_aside: tuple[SetAside, ...] = ()
    pages: int = 0
