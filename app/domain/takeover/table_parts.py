"""The tables that stand in one: an action a column, fiches beside or under each other, records in a fiche."""

import re
from collections.abc import Collection, Sequence

from app.domain.takeover.fiche import is_number
from app.domain.takeover.labels import folded
from app.domain.takeover.original import Block
from app.domain.takeover.passages import label_alone
from app.domain.takeover.table_rows import HEAD_SHARE, Heads, Row, has_label, heads_of, label_in_cell
from app.domain.takeover.vocabulary import COLUMN_HEADS, CORE, NUMBER, TITLE, words_of

_LEAST_HEADS = 3
_PAIR = 2
_NUMBER = re.compile(r"\W*(?:\d{1,2}|[IVX]{1,4}|[A-Za-z])\W*")
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


def split_stacked(rows: Sequence[Row]) -> list[list[Row]]:
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


def remove_numbers(rows: Sequence[Row]) -> tuple[list[Row], dict[int, Block]]:
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


def transpose(rows: Sequence[Row]) -> tuple[list[Row], tuple[int, Heads]] | None:
    """Return as rows the columns of a table that are actions, and the fields of the labels beside them.

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
    """Return the titles of transposed rows with that of the actions' titles, which no label may name."""
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


def split_side_by_side(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the tables of fiches that stand side by side in one: the same labels at the same columns."""
    starts: dict[tuple[int, ...], set[str]] = {}
    for row in rows:
        named: dict[tuple[str, str], list[int]] = {}
        for column, cell in sorted(row.items()):
            name, label = label_in_cell(cell[0])
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
