"""The rows of a table: which are titles or labels, which go on with the one above."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from app.domain.takeover.fiche import is_fiche_heading, is_number
from app.domain.takeover.labels import bare, field_of, field_of_words, folded
from app.domain.takeover.original import Block
from app.domain.takeover.passages import label_alone, read_labels
from app.domain.takeover.vocabulary import COLUMN_HEADS, CORE, NOWHERE, NUMBER, OTHER, TITLE, words_of

HEAD_SHARE = 0.6
"""The least part of a row of titles, or of the headings of a fiche, that are known labels."""
_LEAST_HEADS = 3
_CHANCE = 0.2
_FIRST_ROWS = 3
_PAIR = 2
_NUMBER = re.compile(r"\W*(?:\d{1,2}|[IVX]{1,4}|[A-Za-z])\W*")

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
    return any(_label_of_cell(cell[0])[0] for cell in row.values())


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


_RECORDS = {
    "resources": frozenset(("resources", "deadline", "lead", "associated")),
    "indicator": frozenset(("indicator", "indicator_target", "indicator_baseline", "indicator_source",
                            "indicator_year", "deadline", "lead")),
}  # fmt: skip
_COLUMNS = words_of(
    "montant total part taux pourcentage nature type statut frequence unite commentaire commentaires",
    "observation observations poste role objectif valeur recueil modalite situation",
)
"""Words that title the further columns of a table within a fiche."""


def end_of_records(rows: Sequence[Row], rank: int) -> int:
    """Return where the records end that a row of a fiche is the head of; the row itself where it is none.

    Its first title names what pays or what is measured, the others years, amounts or values. One record of an
    indicator is read by its columns.
    """
    row = rows[rank]
    first, *others = (row[column] for column in sorted(row))
    family = _RECORDS.get(label_alone(first[0]), frozenset())
    if not others or not family or not all(_is_of_records(cell, family) for cell in others):
        return rank
    end = rank + 1
    while end < len(rows) and not has_label(rows[end]) and min(rows[end]) >= min(row) and len(rows[end]) > 1:
        end += 1
    single = end == rank + _PAIR and label_alone(first[0]) == "indicator"
    return rank if end == rank + 1 or (single and all(label_alone(cell[0]) for cell in others)) else end


def _is_of_records(cell: Sequence[Block], family: Collection[str]) -> bool:
    words = [word for word in folded(" ".join(block.text for block in cell)).split() if not word.isdigit()]
    return label_alone(cell[0]) in family or _COLUMNS.issuperset(words[:1])


def stacked(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the tables that stand one under another in one, each with the same first label; none elsewhere.

    What stands above a label without one of its own begins its table.
    """
    labels = [folded(row[0][0].text) if 0 in row and label_alone(row[0][0]) else "" for row in rows]
    first = next(filter(None, labels), "")
    starts = [rank for rank, label in enumerate(labels) if label and label == first]
    if not starts:
        return []
    for place, start in enumerate(starts):
        labelled = (rank for rank in range(start - 1, -1, -1) if labels[rank])
        starts[place] = next(labelled, -1) + 1
    ends = [*starts[1:], len(rows)]
    return [list(rows[start:end]) for start, end in zip([0, *starts[1:]], ends, strict=True)]


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


def without_numbers(rows: Sequence[Row]) -> tuple[list[Row], dict[int, Block]]:
    """Return the rows of labels without the numbers before them, and these by their labels."""
    numbered = [row for row in rows if _is_numbered(row)]
    if len(numbered) < _LEAST_HEADS or len(numbered) < len(rows) * HEAD_SHARE:
        return list(rows), {}
    numbers = {row[sorted(row)[1]][0].number: row[min(row)][0] for row in numbered}
    return [
        {column: cell for column, cell in row.items() if column > min(row) or not _is_numbered(row)}
        for row in rows
    ], numbers


def _is_numbered(row: Row) -> bool:
    """Return whether a number stands in a cell of its own before a label."""
    first, *others = (row[column] for column in sorted(row))
    return bool(others) and _NUMBER.fullmatch(first[0].text) is not None and bool(label_alone(others[0][0]))


def turned(rows: Sequence[Row]) -> tuple[list[Row], tuple[int, Heads]] | None:
    """Return the rows of a table whose columns are actions and whose first column is labels, turned.

    None for another table: each action has its title and its pilot. A first row may have no label: of
    numbers, or of the titles.
    """
    columns = sorted({column for row in rows for column in row})
    if len(columns) < _LEAST_HEADS or columns[0] or not any(0 in row for row in rows):
        return None
    made = [{rank: row[column] for rank, row in enumerate(rows) if column in row} for column in columns]
    found = heads_of(made)
    if found is None or found[0] != 0:
        return None
    heads = _titled(found[1], made[1:])
    needed = [{rank for rank, (name, _) in heads.items() if name == one} for one in (TITLE, "lead")]
    if not all(row.keys() & ranks for row in made[1:] for ranks in needed):
        return None
    return made, (0, heads)


def _titled(heads: Heads, actions: Sequence[Row]) -> Heads:
    """Return the titles of turned rows with that of the actions' titles, which no label may name."""
    if any(name == TITLE for name, _ in heads.values()):
        return heads
    first = min(rank for rank, (_, label) in heads.items() if label and label_alone(label))
    above = [rank for rank in range(first) if all(rank in row for row in actions)]
    said = [rank for rank in above if not all(map(is_number, (row[rank][-1] for row in actions)))]
    label = None if not said else heads.get(said[-1], (TITLE, None))[1]
    if not said or any(label_alone(row[said[-1]][0]) for row in actions) or _is_of_columns(actions, said[-1]):
        return heads
    return heads | {rank: (NUMBER, None) for rank in above if rank != said[-1]} | {said[-1]: (TITLE, label)}


def _is_of_columns(actions: Sequence[Row], rank: int) -> bool:
    """Return whether a row says what its columns hold, not which actions they are: « Observations »."""
    return any(folded(row[rank][0].text) in COLUMN_HEADS for row in actions)


def parted_beside(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the tables of fiches that stand side by side in one: the same labels at the same columns."""
    starts: dict[tuple[int, ...], set[str]] = {}
    for row in rows:
        named: dict[tuple[str, str], list[int]] = {}
        for column, cell in sorted(row.items()):
            name, label = _label_of_cell(cell[0])
            if name in CORE:
                named.setdefault((name, folded(label)), []).append(column)
        for (name, _), columns in named.items():
            if len(columns) > 1 and columns[0] == 0:
                starts.setdefault(tuple(columns), set()).add(name)
    best = max(starts, key=lambda columns: len(starts[columns]), default=())
    if not best or len(starts[best]) < _PAIR:
        return [list(rows)]
    ends = [*best[1:], max(column for row in rows for column in row) + 1]
    parts = [
        [{column: cell for column, cell in row.items() if start <= column < end} for row in rows]
        for start, end in zip(best, ends, strict=True)
    ]
    return [[row for row in part if row] for part in parts]


def _label_of_cell(block: Block) -> tuple[str, str]:
    """Return the field and the words of the label that a cell is, or begins with."""
    if name := label_alone(block):
        return name, block.text
    first = read_labels(block)[0]
    return first.field, first.label.text


def is_band(rows: Sequence[Row], rank: int) -> bool:
    """Return whether a row is one label across the table, its text across the next row."""
    row, below = rows[rank], rows[rank + 1] if rank + 1 < len(rows) else {}
    if len(row) != 1 or len(below) != 1:
        return False
    cell, text = next(iter(row.values())), next(iter(below.values()))
    return (
        len(cell) == 1
        and label_alone(cell[0]) not in {"", TITLE}
        and not is_fiche_heading(text[0])
        and not _label_of_cell(text[0])[0]
    )
