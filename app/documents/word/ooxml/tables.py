"""Tables that a screen reader can follow: a header row, a description, no merged cell, fixed widths."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.documents.word.ooxml.text import Inline, Piece, Style, Xml, inline, xml_text
from app.domain.french import NBSP

PAGE_WIDTH = 9638
"""Width between the margins of the template, in twentieths of a point: the sum of a table's columns."""


COLUMNS = f"Colonnes{NBSP}: "
"""Before the titles of the columns, in the description of a table."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what its header says, and its width in twentieths of a point.

    `amounts`: its cells end on the same line, so that their figures stand one under the other.
    """

    title: Inline
    width: int
    amounts: bool = False


def table(
    columns: tuple[Column, ...],
    rows: Iterable[Sequence[Inline]],
    *,
    description: str,
    row_height: int = 0,
    together: bool = False,
    named_rows: bool = True,
) -> Xml:
    """Return a table with a repeated header row; the first cell of each row is its heading if `named_rows`.

    `row_height`: least height of a row, in twentieths of a point. `together`: keep the rows on one page.
    """
    lines = list(rows)
    height = f'<w:trHeight w:val="{row_height}" w:hRule="atLeast"/>' if row_height else ""
    body = "".join(
        _row(columns, line, height, Style.TABLE_TEXT, together=together and line is not lines[-1])
        for line in lines
    )
    return Xml(f"{_opening(columns, description, named_rows=named_rows)}{body}{_END}")


def long_table(
    columns: tuple[Column, ...], rows: Iterable[Piece], *, description: str, named_rows: bool = False
) -> Iterator[Piece]:
    """Yield a table of many rows, which `row` wrote. In pieces: joined, they would be copied again."""
    yield _opening(columns, description, named_rows=named_rows)
    yield from rows
    yield _END


def row(columns: tuple[Column, ...], line: Sequence[Inline], *, together: bool = False) -> Xml:
    """Return a row of a long table. `together`: on the page of the row below."""
    return Xml(_row(columns, line, "", Style.TABLE_TEXT, together=together))


def block_row(columns: tuple[Column, ...], cells: Sequence[Xml]) -> Xml:
    """Return a row whose cells hold paragraphs. No page cuts it, unless it is long."""
    uncut = "<w:trPr><w:cantSplit/></w:trPr>" if _is_shorter(cells, _LONGEST_WHOLE_ROW) else ""
    return Xml(f"<w:tr>{uncut}{''.join(map(block_cell, columns, cells))}</w:tr>")


def keep_with_next(content: Xml) -> Xml:
    """Return the paragraphs of a cell, on the page of the row below unless they are long."""
    if not _is_shorter((content,), _LONGEST_WHOLE_ROW):
        return content
    return Xml(_IN_A_CELL.sub(r"\1<w:keepNext/>", content))


_IN_A_CELL = re.compile('(<w:pStyle w:val="Table[A-Z][a-z]+"/>)(?!<w:keepNext)')


def row_properties(*content: str) -> Xml:
    """Return what keeps a row of a long table on one page, unless it takes many lines of it."""
    return Xml("<w:trPr><w:cantSplit/></w:trPr>" if _is_shorter(content, LONGEST_UNCUT) else "")


LONGEST_UNCUT = 700
"""Characters of the row of a long table that no page cuts: about a dozen lines of a column."""


def block_cell(column: Column, content: Xml) -> Xml:
    """Return a cell that holds these paragraphs."""
    width = f'<w:tcPr><w:tcW w:w="{column.width}" w:type="dxa"/></w:tcPr>'
    return Xml(f"<w:tc>{width}{content}</w:tc>")


def group_row(columns: tuple[Column, ...], *content: Inline, style: Style = Style.TABLE_TEXT) -> Xml:
    """Return a row of one cell, on the width of the table, that says what the rows below it are about.

    A table with `named_rows` makes it bold.
    """
    width = f'<w:tcW w:w="{sum(column.width for column in columns)}" w:type="dxa"/>'
    return Xml(
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>{width}<w:gridSpan w:val="{len(columns)}"/>'
        f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/><w:keepNext/></w:pPr>{inline(content)}</w:p>'
        "</w:tc></w:tr>"
    )


def table_opening(columns: tuple[Column, ...], description: str, *, named_rows: bool = False) -> Xml:
    """Return a table up to its header row. TABLE_END ends it after its rows."""
    return _opening(columns, description, named_rows=named_rows)


TABLE_END = Xml("</w:tbl>")
_END = TABLE_END


def _opening(columns: tuple[Column, ...], description: str, *, named_rows: bool) -> Xml:
    """All that comes before the rows, and the header row."""
    grid, head = _grid_and_header(columns)
    look, first_column = ("00A0", 1) if named_rows else ("0020", 0)
    # Which columns: a title over the table, or its caption, says already what it is about.
    said = xml_text(_described(description, columns))
    return Xml(
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{Style.TABLE}"/>'
        f'<w:tblW w:w="{sum(column.width for column in columns)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{look}" w:firstRow="1" w:lastRow="0" w:firstColumn="{first_column}"'
        ' w:lastColumn="0" w:noHBand="0" w:noVBand="0"/>'
        f'<w:tblDescription w:val="{said}"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}"
    )


def _described(description: str, columns: tuple[Column, ...]) -> str:
    """Return what a table is, and its columns where their titles are plain words."""
    titles = [column.title for column in columns if type(column.title) is not Xml]
    return (
        f"{description}. {COLUMNS}{', '.join(titles)}." if len(titles) == len(columns) else f"{description}."
    )


_HEADER = "<w:tblHeader/>"


@lru_cache(maxsize=32)
def _grid_and_header(columns: tuple[Column, ...]) -> tuple[str, str]:
    """Return what all the tables of a kind have in common: a draft holds one such table for each clause."""
    grid = "".join(f'<w:gridCol w:w="{column.width}"/>' for column in columns)
    titles = [column.title for column in columns]
    return grid, _row(columns, titles, _HEADER, Style.TABLE_HEADING, together=True)


# A row taller than a page cannot be kept whole: Word would leave the page before it half empty.
_LONGEST_WHOLE_ROW = 1_500
_TAG = re.compile("<[^>]*>")


def _row(
    columns: tuple[Column, ...], line: Sequence[Inline], properties: str, style: Style, *, together: bool
) -> str:
    content = [inline((cell,)) for cell in line]
    whole = "<w:cantSplit/>" if _is_shorter(content, _LONGEST_WHOLE_ROW) else ""
    starts = _cell_starts(columns, style, kept=together and bool(whole))
    cells = "".join([f"{start}{cell}</w:p></w:tc>" for start, cell in zip(starts, content, strict=True)])
    return f"<w:tr><w:trPr>{whole}{properties}</w:trPr>{cells}</w:tr>"


@lru_cache(maxsize=128)
def _cell_starts(columns: tuple[Column, ...], style: Style, *, kept: bool) -> tuple[str, ...]:
    keep_next = "<w:keepNext/>" if kept else ""
    return tuple(
        f'<w:tc><w:tcPr><w:tcW w:w="{column.width}" w:type="dxa"/></w:tcPr><w:p><w:pPr>'
        f'<w:pStyle w:val="{style}"/>{keep_next}{_RIGHT if column.amounts else ""}</w:pPr>'
        for column in columns
    )


_RIGHT = '<w:jc w:val="right"/>'


def shown_length(cells: Iterable[str]) -> int:
    """Return how many characters cells show; what a list offers is in the file and not on the page."""
    return sum(len(_TAG.sub("", cell)) for cell in cells)


def _is_shorter(cells: Sequence[str], length: int) -> bool:
    return sum(map(len, cells)) < length or shown_length(cells) < length
