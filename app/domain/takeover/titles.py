"""The title of a fiche-action, and what stands in each fiche and is therefore no title."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from app.domain.takeover.fiche import Entry, Fiche, is_fiche_heading, is_number
from app.domain.takeover.headings import DIRECTIONS, FICHE
from app.domain.takeover.labels import folded
from app.domain.takeover.original import Block
from app.domain.takeover.passages import Passage, label_alone, line_ends, whole
from app.domain.takeover.vocabulary import TITLE

_OFTEN = 3
"""Times that words stand in a contract from which they belong to the frame of its fiches."""
_LONGEST_PART = 80
"""Characters of the name of a part, or of a label."""
_LONGEST = 200
"""Characters of a title."""
_LABEL_AND_TEXT = 2
_GOES_ON = (",", ";", ":")
_ENDS = (".", *_GOES_ON)
_WORD = re.compile(r"[^\W\d_]{2}")


class Frame:
    """The words that each fiche of a contract has: labels, names of parts, axes. None of them is a title."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        titles: Counter[str] = Counter()
        cells: Counter[tuple[int, str]] = Counter()
        for block in blocks:
            if len(block.text) > _LONGEST_PART or not _WORD.search(block.text):
                continue
            if block.cell is not None:
                cells[block.cell.column, folded(block.text)] += 1
            elif block.level or block.is_bold:
                titles[folded(block.text)] += 1
        self._titles = {text for text, times in titles.items() if times >= _OFTEN}
        self._cells = {place for place, times in cells.items() if times >= _OFTEN}

    def holds(self, block: Block) -> bool:
        """Return whether a text stands so often where it does that it is of no fiche alone."""
        key = folded(block.text)
        return key in self._titles if block.cell is None else (block.cell.column, key) in self._cells

    def is_subtitle(self, block: Block) -> bool:
        """Return whether a heading stands in each fiche: a label that is unknown, the name of a part."""
        return (
            bool(block.level or block.is_bold)
            and self.holds(block)
            and not is_fiche_heading(block)
            and not _is_direction(block)
        )

    def is_label(self, row: dict[int, list[Block]], column: int) -> bool:
        """Return whether a cell stands in each fiche beside another text: it is the label of that text."""
        cell, beside = row[column], row.get(column + 1, [])
        others = sum(bool(label_alone(one[0])) for place, one in row.items() if place != column)
        placed = column == min(row) if len(row) == _LABEL_AND_TEXT else others
        return (
            bool(placed)
            and len(cell) == 1
            and bool(beside)
            and not label_alone(beside[0])
            and self.holds(cell[0])
            and not self.holds(beside[0])
            and not is_number(beside[0])
        )


def _is_direction(block: Block) -> bool:
    """Return whether a paragraph is the heading of an axis, an orientation or an objective."""
    return any(pattern.match(block.text) for _, pattern in DIRECTIONS)


def may_title(passage: Passage, frame: Frame) -> bool:
    """Return whether words may be the title of a fiche: short, no sentence, and not in each of them."""
    block = passage.block
    return (
        passage.start == 0
        and not block.is_item
        and len(passage.text) <= _LONGEST
        and _WORD.search(passage.text) is not None
        and not passage.text.endswith(_GOES_ON if block.is_bold else _ENDS)
        and not frame.holds(block)
    )


def title_of_fiche(fiche: Fiche, frame: Frame) -> list[Passage]:
    """Return the title of a fiche: the nearest text above its first label that may be one.

    What stands out, in bold or across a table, comes before other words; so does a heading of its own.
    """
    heading = fiche.heading
    named = FICHE.match(heading.text) if heading is not None and is_fiche_heading(heading) else None
    if heading is not None and named and named["title"]:
        return [whole(heading)]
    near = [one for one in fiche.above if may_title(one, frame) and not _is_direction(one.block)]
    near = [one for one in near if not is_number(one.block)]
    out = [one for one in near if one.block.is_bold or (one.block.cell and _is_across(one.block, fiche))]
    if named:
        return (out or near)[:1]
    if out:
        return _nearest(out)
    if heading is not None and not _is_direction(heading) and not (fiche.is_shared and near):
        return [whole(heading)]
    return near[-1:] or ([] if heading is None else [whole(heading)])


def _is_across(block: Block, fiche: Fiche) -> bool:
    """Return whether a cell stands above the labels of its table, in no row of them."""
    if block.cell is None:
        return False
    labels = (one.block.cell for entry in fiche.entries for one in entry.labels if one.block.cell)
    return all((one.table, one.row) != (block.cell.table, block.cell.row) for one in labels)


def _nearest(passages: Sequence[Passage]) -> list[Passage]:
    """Return the first text of the last row or paragraph."""
    groups = [
        list(group)
        for _, group in groupby(
            passages,
            key=lambda one: (
                (one.block.cell.table, one.block.cell.row) if one.block.cell else one.block.number
            ),
        )
    ]
    return groups[-1][:1]


def part_titles(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries; what stands below a title in its cell is what the action consists of."""
    made: list[Entry] = []
    for each in entries:
        entry = each
        if entry.field == TITLE and len(entry.values) > 1 and is_number(entry.values[0].block):
            labels = [*entry.labels, entry.values[0]]
            entry = replace(entry, labels=labels, values=entry.values[1:])
        title, more = _in_lines(entry.values[:1]), entry.values[1:]
        title, more = title[:1], [*title[1:], *more]
        if entry.field == TITLE and title and more and _is_below(title[0], more):
            made += [replace(entry, values=title), Entry("local_action", "", [], more, entry.table)]
        else:
            made.append(entry)
    return made


def _in_lines(title: Sequence[Passage]) -> list[Passage]:
    """Return a title and the sentences on the lines below it, which a PDF gives as one text."""
    if len(title) == 1 and title[0].text.endswith("."):
        value = title[0]
        for end in line_ends(value):
            head = Passage(value.block, value.start, end)
            if "." not in head.text:
                return [head, Passage(value.block, end, value.end)]
    return list(title)


def _is_below(title: Passage, more: Sequence[Passage]) -> bool:
    """Return whether what stands below a title in its cell shows that it is no part of it."""
    if len(title.text) > _LONGEST or title.text.endswith(_ENDS):
        return False
    bold = title.block.is_bold and not more[0].block.is_bold
    return bold or more[0].block.is_item or more[-1].text.endswith(".")
