"""The rows of a table: which are titles or labels, which go on with the one above."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.takeover.fiche import is_fiche_heading
from app.domain.takeover.labels import bare, field_of, field_of_words, folded
from app.domain.takeover.original import Block
from app.domain.takeover.passages import label_alone, read_labels
from app.domain.takeover.vocabulary import COLUMN_HEADS, CORE, NOWHERE, OTHER, TITLE

HEAD_SHARE = 0.6
"""The least part of a row of titles, or of the headings of a fiche, that are known labels."""
_LEAST_HEADS = 3
"""The least number of known labels that make a row of titles."""
_CHANCE = 0.2
"""The part of the cells of a row that may be labels by chance."""
_FIRST_ROWS = 3
"""The rows among which the titles of the columns stand."""

Row = dict[int, list[Block]]
"""The paragraphs of a row of a table, by column."""
Heads = dict[int, tuple[str, Block | None]]
"""The field and the title of each column of a table of actions."""


def rows_of(blocks: Sequence[Block]) -> list[Row]:
    """Return the rows of a table, from the first to the last."""
    rows: dict[int, Row] = {}
    for block in blocks:
        if block.cell:
            rows.setdefault(block.cell.row, {}).setdefault(block.cell.column, []).append(block)
    return [rows[rank] for rank in sorted(rows)]


def heads_of(rows: Sequence[Row]) -> tuple[int, Heads] | None:
    """Return the row of titles of a table of actions, and the field of each of its columns."""
    if any(len(row) == 1 and is_fiche_heading(next(iter(row.values()))[0]) for row in rows[:_FIRST_ROWS]):
        return None
    for rank, row in enumerate(rows[:_FIRST_ROWS]):
        heads = {column: (_field_of_cell(cell), title_of(cell)) for column, cell in row.items()}
        known = {name for name, _ in heads.values() if name}
        labelled = sum(bool(name) for name, _ in heads.values())
        if (
            len(known) >= _LEAST_HEADS
            and labelled >= len(row) * HEAD_SHARE
            and known & CORE
            and known & {TITLE, "local_action", OTHER, "objectives"}
            and len(rows) > rank + 1
            and not has_labels(rows[rank + 1])
            and not any(is_labels(row) for row in rows[rank + 1 :])
        ):
            return rank, {column: (name or OTHER, block) for column, (name, block) in heads.items()}
    return None


def title_of(cell: Sequence[Block]) -> Block:
    """Return the title of a cell: its labels one under another are one that names several fields."""
    if len(cell) > 1 and all(map(label_alone, cell)):
        return replace(cell[0], text=" / ".join(block.text for block in cell))
    return cell[0]


def is_label_cell(cell: Sequence[Block], row: Row) -> bool:
    """Return whether a cell is a label, or labels one under another of what the next cell says."""
    if len(cell) == 1:
        return bool(label_alone(cell[0]))
    column = next(column for column, one in row.items() if one is cell)
    beside = row.get(min((one for one in row if one > column), default=-1), [])
    if not beside or not label_of_cell(cell) or has_labels({0: beside}):
        return False
    return len(cell) == len(beside) if all(map(label_alone, cell)) else True


def label_of_cell(cell: Sequence[Block]) -> str:
    """Return the field of a label that may take several paragraphs, the last ones in brackets or not."""
    return label_alone(cell[0]) if len(cell) == 1 else _label_in_lines(cell)


def _label_in_lines(cell: Sequence[Block]) -> str:
    if all(map(label_alone, cell)):
        return label_alone(cell[0])
    return field_of_words(bare(" ".join(block.text for block in cell)))


def _field_of_cell(cell: Sequence[Block]) -> str:
    return label_alone(cell[0]) or field_of(" ".join(block.text for block in cell))


def is_labels(row: Row) -> bool:
    """Return whether a row holds labels alone, most of them known: what they name stands below."""
    known = sum(bool(label_alone(cell[0])) for cell in row.values())
    return len(row) > 1 and known >= len(row) * HEAD_SHARE and all(len(cell) == 1 for cell in row.values())


def is_head_of_labels(rows: Sequence[Row]) -> bool:
    """Return whether the first row of a table of labels only says what its columns hold: « Rubrique »."""
    first, others = rows[0], rows[1:]
    cells = [cell[0].text for cell in first.values() if len(cell) == 1]
    labelled = sum(bool(row.get(0)) and bool(label_alone(row[0][0])) for row in others)
    return (
        len(cells) == len(first) > 1
        and len(others) >= _LEAST_HEADS
        and labelled >= len(others) * HEAD_SHARE
        and folded(cells[0]) in COLUMN_HEADS
    )


def has_label(row: Row) -> bool:
    """Return whether a row has a label, alone in its cell or before what it names."""
    return any(label_in_cell(cell[0])[0] for cell in row.values())


def has_labels(row: Row) -> bool:
    """Return whether a row has labels beside what they name: one among many may be a value."""
    return sum(bool(label_alone(cell[0])) for cell in row.values()) > len(row) * _CHANCE


def head_of(heads: Heads, column: int) -> int:
    """Return the column of the titles that a column stands under."""
    return max((one for one in heads if one <= column), default=column)


def under_heads(row: Row, heads: Heads) -> Heads:
    """Return the titles of a second row of titles: « État », « Ville » under « Financement »."""
    return {
        column: (heads.get(head_of(heads, column), (OTHER, cell[0]))[0], cell[0])
        for column, cell in row.items()
    }


def is_rest(row: Row, heads: Heads) -> bool:
    """Return whether a row has no action of its own: it goes on with the one above."""
    titles = {column for column, (name, _) in heads.items() if name in {TITLE, "local_action"}}
    said = {head_of(heads, column) for column in row}
    return not said & titles and NOWHERE not in {heads[one][0] for one in said if one in heads}


def spans_rows(cell: Sequence[Block]) -> bool:
    """Return whether a cell is merged with those below."""
    return cell[0].cell is not None and cell[0].cell.rows > 1


def still_merged(cells: Row, row: Row) -> Row:
    """Return those of some merged cells of the rows above that a row is beside."""
    place = next((one.cell.row for cell in row.values() for one in cell if one.cell), 0)
    return {
        column: cell
        for column, cell in cells.items()
        if column not in row and cell[0].cell and cell[0].cell.row + cell[0].cell.rows > place
    }


def is_titled(merged: Row, heads: Heads) -> bool:
    """Return whether a row goes on with an action whose title is merged with those above."""
    return any(heads.get(head_of(heads, column), ("",))[0] == TITLE for column in merged)


def label_in_cell(block: Block) -> tuple[str, str]:
    """Return the field and the words of the label that a cell is, or begins with."""
    if name := label_alone(block):
        return name, block.text
    first = read_labels(block)[0]
    return first.field, first.label.text


def labels_next_row(rows: Sequence[Row], rank: int) -> bool:
    """Return whether a row only holds labels, of what the next row says under each."""
    if _is_band(rows, rank):
        return True
    return is_labels(rows[rank]) and rank + 1 < len(rows) and not has_labels(rows[rank + 1])


def _is_band(rows: Sequence[Row], rank: int) -> bool:
    """Return whether a row is one label across the table, its text across the next row."""
    row, below = rows[rank], rows[rank + 1] if rank + 1 < len(rows) else {}
    if len(row) != 1 or len(below) != 1:
        return False
    cell, text = next(iter(row.values())), next(iter(below.values()))
    return (
        len(cell) == 1
        and label_alone(cell[0]) not in {"", TITLE}
        and not is_fiche_heading(text[0])
        and not label_in_cell(text[0])[0]
    )
