"""The fiches-actions of a contract: in a table, in the rows of a large one, or as labels in prose."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby, zip_longest

from app.domain.takeover.action_rows import read_rows
from app.domain.takeover.boxes import read_boxes
from app.domain.takeover.fiche import LEAST_CORE, Entry, Fiche, is_fiche_heading
from app.domain.takeover.headings import FICHE
from app.domain.takeover.labels import bare, field_of, folded
from app.domain.takeover.original import Block
from app.domain.takeover.passages import Passage, label_alone, read_labels, whole
from app.domain.takeover.recaps import find_recaps
from app.domain.takeover.shared import breaks_out, names_of, part_entries
from app.domain.takeover.table_parts import (
    end_of_records,
    parted_beside,
    stacked,
    turned,
    without_numbers,
)
from app.domain.takeover.table_rows import (
    HEAD_SHARE,
    Heads,
    Row,
    has_label,
    has_labels,
    heads_of,
    is_band,
    is_head_of_labels,
    is_label_cell,
    is_labels,
    label_of_cell,
    rows_of,
    title_of,
)
from app.domain.takeover.titles import Frame, may_title, part_titles, title_of_fiche
from app.domain.takeover.vocabulary import CORE, LONG, NUMBER, OTHER, TITLE

_PAIR = 2
_OPENING = 2
"""The first labels of a fiche, of which one that comes again begins another."""
_MOST_ENTRIES = 200
"""No fiche has more: the time of a long text of labels follows its size."""
_LONGEST_UNKNOWN = 80
_LONGEST_AGAIN = 300
_AGAIN = re.compile(r"[\s–—-]*\(?\b(?:suite(?: et fin)?|fin)\b\)?\s*$", re.IGNORECASE)
ENUMERATED = re.compile(r"\d+(?:\.\d+)*[.)]?\s")
_LONGEST_NAME = 120
"""Characters of the name of an action: more are what it consists of."""


def find_fiches(blocks: Sequence[Block]) -> tuple[list[Fiche], list[Fiche]]:
    """Return the fiches of a contract, and what stands between its headings and is none."""
    reader = _Reader(_parents_of_labels(blocks), Frame(blocks))
    for block_table, group in groupby(blocks, key=lambda block: block.cell.table if block.cell else None):
        if block_table is None:
            paragraphs = list(group)
            for block, after in zip_longest(paragraphs, paragraphs[1:]):
                reader.add_paragraph(block, after)
        else:
            reader.add_table(block_table, list(group))
    runs = reader.finish()
    fiches = [run for run in runs if run.is_fiche]
    recaps = find_recaps(fiches)
    kept = [run for run in fiches if id(run) not in recaps]
    return kept, [run for run in runs if not run.is_fiche or id(run) in recaps]


def _parents_of_labels(blocks: Sequence[Block]) -> dict[int, int]:
    """Return the headings right under which headings are labels, with how many: those of fiches.

    A label that comes again is of another fiche: these have their headings on the same level.
    """
    below: dict[int, list[tuple[str, str]]] = {}
    above: list[Block] = []
    titles = {block.number for block in blocks if block.level and is_fiche_heading(block)}
    for block in blocks:
        if block.level:
            above = [one for one in above if one.level < block.level]
            if above:
                below.setdefault(above[-1].number, []).append((label_alone(block), folded(block.text)))
            above.append(block)
    parents = {}
    for number, labels in below.items():
        names = [name for name, _ in labels]
        core = [label for label in labels if label[0] in CORE]
        kinds = len({name for name, _ in core})
        if (
            sum(map(bool, names)) >= len(names) * HEAD_SHARE
            and len(set(core)) == len(core)
            and (kinds >= LEAST_CORE or (number in titles and len(names) > 1))
        ):
            parents[number] = kinds
    return parents


class _Reader:
    """Reads the paragraphs and tables one after another."""

    def __init__(self, parents: Mapping[int, int], frame: Frame) -> None:
        self._parents = parents
        self._frame = frame
        self._labels_below = 0
        """The level under which headings are labels of the fiche that was begun; 0 outside of one."""
        self._run = Fiche()
        self._runs = [self._run]
        self._entry: Entry | None = None
        self._headings: list[Block] = []
        self._numbers: dict[int, Block] = {}
        """What numbers a label in a cell of its own, by the number of the label."""
        self._joints: list[tuple[int, int]] = []
        """Where the next fiche may begin, as numbers of entries and of loose texts of this one: before words
        that may be its title."""

    def finish(self) -> list[Fiche]:
        """Return all that was read, in its order."""
        names = names_of(entry for run in self._runs for entry in run.entries)
        for run in self._runs:
            run.entries = part_entries(part_titles(read_boxes(run.entries)), names)
            run.title = title_of_fiche(run, self._frame)
        return self._runs

    def _begin(self, heading: Block | None) -> None:
        self._run = Fiche(heading, headings=tuple(self._headings))
        self._runs.append(self._run)
        self._entry = None
        self._joints = []

    def _split(self) -> None:
        """Begin the next fiche where its title may stand: what was read from there on is its own."""
        before = self._run
        entries, loose = next(
            (joint for joint in reversed(self._joints) if joint[0]), (len(before.entries), len(before.loose))
        )
        self._begin(None)
        before.is_shared = True
        self._run.entries, before.entries = before.entries[entries:], before.entries[:entries]
        self._run.loose, before.loose = before.loose[loose:], before.loose[:loose]

    def _set_apart(self, value: Passage) -> None:
        """Take words that no label begins; those that may be a title part two fiches."""
        at = (len(self._run.entries), len(self._run.loose))
        if may_title(value, self._frame) and not any(entries == at[0] for entries, _ in self._joints):
            self._joints.append(at)
        self._run.loose.append(value)

    def add_paragraph(self, block: Block, after: Block | None) -> None:
        """Take a paragraph outside the tables; `after` is the next one."""
        alone = "" if self._is_listed(block) or self._is_chapter(block) else label_alone(block)
        if block.level and block.level <= self._labels_below:
            self._labels_below = 0
        if block.level and self._labels_below:
            self._label(alone or OTHER, whole(block), Passage(block, len(block.text), len(block.text)), -1)
        elif block.number in self._parents:
            self._labels_below = block.level
            self._begin(block)
        elif self._frame.is_subtitle(block) and not alone and self._is_begun:
            self._add_subtitle(block)
        elif alone and alone not in {TITLE, NUMBER} and self._takes_label(block):
            self._label(alone, whole(block), Passage(block, len(block.text), len(block.text)), -1)
        elif self._is_said_again(block):
            self._run.loose.append(whole(block))
        elif block.level or (
            is_fiche_heading(block)
            and (block.is_bold or not self._goes_on or self._opens_next(whole(block), after))
        ):
            if not is_fiche_heading(block):
                self._headings = [one for one in self._headings if one.level < block.level]
                self._headings.append(block)
            self._begin(block)
        elif self._opens_next(whole(block), after):
            self._entry = None
            self._set_apart(whole(block))
        else:
            self._add_labelled(block)

    def _opens_next(self, value: Passage, after: Block | None) -> bool:
        """Return whether words are the title of the next fiche: its first label is below, as in this one."""
        if after is None or not self._run.entries or not may_title(value, self._frame):
            return False
        first = read_labels(after)[0]
        label = after.text if label_alone(after) else first.label.text if first.field else ""
        return bool(label) and folded(label) == folded(self._run.entries[0].named)

    def _is_said_again(self, block: Block) -> bool:
        """Return whether a heading says again which fiche goes on: « Fiche n° 3 (suite) »."""
        heading = self._run.heading
        if heading is None or len(block.text) > _LONGEST_AGAIN:
            return False
        found = FICHE.match(_AGAIN.sub("", block.text).strip())
        known = FICHE.match(heading.text)
        if not found or not known or not found["number"] or found["number"] != known["number"]:
            return False
        return not found["title"] or folded(found["title"]) == folded(known["title"])

    def _is_listed(self, block: Block) -> bool:
        """Return whether an element of a list is said under a label, whatever its words."""
        if not block.is_item or block.is_bold or self._entry is None:
            return False
        return all(one.block.is_item for one in self._entry.values)

    def _is_chapter(self, block: Block) -> bool:
        """Return whether a heading is greater than that of the fiche: « Évaluation » after the last one."""
        above = self._run.heading or next(reversed(self._headings), None)
        return bool(block.level) and self._is_open and above is not None and 0 < block.level < above.level

    def _takes_label(self, block: Block) -> bool:
        """Return whether a label belongs to a fiche: as a heading, once one has begun."""
        return self._is_open or not block.level or (self._is_begun and self._frame.holds(block))

    @property
    def _is_begun(self) -> bool:
        """Whether a fiche has begun, or a title has just been read."""
        return self._is_open or (self._run.heading is not None and not self._run.loose)

    def _add_subtitle(self, block: Block) -> None:
        """Take a title that stands in each fiche: a label, unknown here, or the name of a part."""
        if self._is_open:
            self._label(OTHER, whole(block), Passage(block, len(block.text), len(block.text)), -1)
        else:
            self._run.loose.append(whole(block))

    @property
    def _is_open(self) -> bool:
        """Whether a fiche has begun: a heading that is a label belongs to it."""
        return bool(self._run.entries) or (
            self._run.heading is not None and is_fiche_heading(self._run.heading)
        )

    @property
    def _is_titled(self) -> bool:
        """Whether the heading of the fiche has its title."""
        found = FICHE.match(self._run.heading.text) if self._run.heading is not None else None
        return found is not None and bool(found["title"])

    @property
    def _goes_on(self) -> bool:
        return self._entry is not None and self._entry.field in LONG

    def _add_labelled(self, block: Block) -> None:
        within = self._entry.field if self._entry else ""
        for one in read_labels(block, within):
            if one.field:
                self._label(one.field, one.label, one.value, -1)
            else:
                self._text(one.value)

    def _text(self, value: Passage) -> None:
        if not value.text:
            return
        entry = self._entry
        goes_on = entry is not None and (
            entry.field in LONG
            or not entry.values
            or value.block.is_item
            or self._is_line_below(entry, value)
        )
        if entry is not None and goes_on:
            entry.values.append(value)
        else:
            self._entry = None
            self._set_apart(value)

    def _is_line_below(self, entry: Entry, value: Passage) -> bool:
        """Return whether a line goes on with those under a label that stands alone: one name a line."""
        alone = all(one.block is not entry.labels[0].block for one in entry.values)
        named = not value.block.level and not value.block.is_bold and not ENUMERATED.match(value.text)
        return alone and named and len(value.text) <= _LONGEST_NAME and not value.text.endswith(".")

    def _label(self, name: str, label: Passage, value: Passage, table: int) -> None:
        named = bare(label.text)
        if name == TITLE and len(value.text) > _LONGEST_NAME and self._is_titled:
            name = "local_action"  # « Action proposée : » before a whole text, under « Fiche n° 3 : Ouvrir »
        if self._repeats(name, named):
            self._split()
        entry = Entry(name, named, [label], [value] if value.text else [], table)
        if label.block.number in self._numbers:
            entry.labels.append(whole(self._numbers[label.block.number]))
        self._run.entries.append(entry)
        self._entry = entry

    def _repeats(self, name: str, named: str) -> bool:
        """Return whether a label begins another fiche: its own has it already.

        One that is named otherwise, or does not tell an action, begins one after words that may be a title.
        """
        known = self._run.entries
        if len(known) >= _MOST_ENTRIES:
            return True
        if name == TITLE:
            return any(one.field in CORE | {TITLE} for one in known)
        key = folded(named)
        same = [one for one in known if one.field == name and (name in CORE or folded(one.named) == key)]
        if not same or (name in {NUMBER, OTHER} and not field_of(named)):
            return False
        is_first = same[0] in known[:_OPENING] or name == "lead"
        again = name in CORE and any(folded(one.named) == key for one in same)
        return (again and is_first) or any(entries for entries, _ in self._joints)

    def add_table(self, number: int, blocks: Sequence[Block]) -> None:
        """Take a table: rows of actions, or the labels of one or several fiches."""
        rows, numbers = without_numbers(rows_of(blocks))
        self._numbers |= numbers
        heads = heads_of(rows)
        parts = [] if heads is not None else stacked(rows)
        if parts and all(turned(part) for part in parts):
            for part in parts:
                self._add_rows(number, *(turned(part) or (part, (0, {}))))
            return
        if heads is not None:
            self._add_rows(number, rows, heads)
        elif self._entry is not None and self._pending and not any(map(has_label, rows)):
            self._entry.values += map(whole, blocks)  # a label above its table
        else:
            for part in parted_beside(rows):
                self._add_cells(number, part)
        self._entry = None

    def _add_rows(self, number: int, rows: Sequence[Row], found: tuple[int, Heads]) -> None:
        above, runs = read_rows(number, rows, found, self._headings)
        self._run.loose += above
        self._runs += runs
        self._begin(None)

    def _add_cells(self, number: int, rows: Sequence[Row]) -> None:
        above: dict[int, tuple[str, Passage]] = {}
        is_single = max(map(len, rows)) == 1
        first = int(is_head_of_labels(rows) and self._run.heading is not None)
        head = [whole(block) for row in rows[:first] for cell in row.values() for block in cell]
        end = first
        for rank, row in enumerate(rows[first:], start=first):
            if rank < end:
                continue
            if self._is_begun and (end := end_of_records(rows, rank)) > rank:
                self._add_records(number, row, rows[rank + 1 : end])
                above = {}
                continue
            labels = {column: cell for column, cell in row.items() if is_label_cell(cell, row)}
            if is_band(rows, rank) or (
                is_labels(row) and rank + 1 < len(rows) and not has_labels(rows[rank + 1])
            ):
                above = {
                    column: (label_alone(cell[0]) or OTHER, whole(cell[0])) for column, cell in row.items()
                }
                continue
            if above:
                self._add_under(above, row, number)
                above = {}
                continue
            if is_single and self._entry is not None and not has_label(row) and self._entry.field in LONG:
                for block in next(iter(row.values())):
                    self._text_in_cell(block)
                continue
            self._add_row(number, rank, row, labels)
        if head:
            entries = (entry for run in self._runs for entry in run.entries if entry.table == number)
            known = next(entries, None)
            if known is None:
                self._run.loose += head
            else:
                known.labels += head

    def _add_records(self, number: int, head: Row, records: Sequence[Row]) -> None:
        """Take a table within a fiche: who pays how much each year, what is measured from where to where."""
        first = head[min(head)][0]
        name = label_alone(first)
        waiting = next(reversed(self._run.entries), None)
        self._label(name, whole(first), Passage(first, len(first.text), len(first.text)), number)
        entry = self._run.entries[-1]
        entry.labels = [whole(block) for cell in head.values() for block in cell]
        entry.heads = {column: " ".join(block.text for block in cell) for column, cell in head.items()}
        entry.values = [whole(block) for row in records for _, cell in sorted(row.items()) for block in cell]
        if (
            waiting is not None
            and waiting in self._run.entries
            and waiting.field == name
            and not waiting.values
        ):
            self._run.entries.remove(waiting)  # « Plan de financement », above
            entry.labels[:0] = waiting.labels
            entry.named = waiting.named
        self._entry = None

    def _add_under(self, above: dict[int, tuple[str, Passage]], row: Row, number: int) -> None:
        for column, (name, label) in above.items():
            self._label(name, label, Passage(label.block, label.end, label.end), number)
            for block in row.get(column, []):
                self._text_in_cell(block)
        if len(above) > 1:
            self._entry = None
        for column in set(row) - set(above):
            self._run.loose += [whole(block) for block in row[column]]

    def _add_row(self, number: int, rank: int, row: Row, labels: Row) -> None:
        single = len(row) == 1
        for column in sorted(row):
            cell = row[column]
            first = cell[0]
            if column in labels and not (column == max(row) and self._pending):
                name = label_of_cell(cell)
                if name == TITLE and FICHE.match(first.text) and _is_engagement(first.text):
                    name = NUMBER
                self._label(name, whole(first), Passage(first, len(first.text), len(first.text)), number)
                if self._entry is not None and len(cell) > 1:
                    self._entry.named = title_of(cell).text
                    self._entry.labels += [whole(block) for block in cell[1:]]
            elif single and self._is_said_again(first):
                self._run.loose += [whole(block) for block in cell]
            elif single and is_fiche_heading(first):
                self._begin(first)
                self._fill_cell(cell[1:], number, is_first=True)
            elif column == min(row) and not single and is_fiche_heading(first) and not self._pending:
                self._numbered(first, cell, number)
            elif self._is_unknown_label(row, column, cell):
                self._label(OTHER, whole(first), Passage(first, len(first.text), len(first.text)), number)
            else:
                self._fill_cell(cell, number, column == min(row))
        self._entry = None

    def _numbered(self, first: Block, cell: Sequence[Block], number: int) -> None:
        """Take the cell « Action n° 3 », with its title beside it or in it."""
        found = FICHE.match(first.text)
        title = found["title"] if found else ""
        if title:
            self._begin(first)
        else:
            name = NUMBER if _is_engagement(first.text) else TITLE
            self._label(name, whole(first), Passage(first, len(first.text), len(first.text)), number)
        for block in cell[1:]:
            self._text_in_cell(block)

    @property
    def _pending(self) -> bool:
        """Whether a label waits for what is said under it."""
        return self._entry is not None and not self._entry.values

    def _is_unknown_label(self, row: Row, column: int, cell: Sequence[Block]) -> bool:
        """Return whether a cell is the label, unknown here, of the one beside it in a fiche."""
        short = (
            len(cell) == 1
            and len(cell[0].text) <= _LONGEST_UNKNOWN
            and not cell[0].text.rstrip().endswith(".")
        )
        beside = len(row) == _PAIR and column == min(row)
        named = re.search(r"[^\W\d]{3}", cell[0].text) is not None
        if not short or not named or read_labels(cell[0])[0].field:
            return False
        if self._frame.is_label(row, column):
            return True
        begun = any(one.field in CORE or one.field in {TITLE, "local_action"} for one in self._run.entries)
        return beside and begun

    def _fill_cell(self, cell: Sequence[Block], number: int, is_first: bool) -> None:
        outer = self._entry = self._entry if self._pending and not is_first else None
        for block in cell:
            within = outer.field if outer else ""
            if outer is None and len(cell) > 1 and (name := label_alone(block)):
                self._label(name, whole(block), Passage(block, len(block.text), len(block.text)), number)
                continue
            for one in read_labels(block, within):
                if one.field and outer is not None and one.field == outer.field:
                    outer.labels.append(one.label)  # « Échéance » is the whole cell, « Fin » its second line
                    self._entry = outer
                    self._text_in_cell(block, one.value)
                elif one.field and (outer is None or breaks_out(outer, one.field, one.label)):
                    self._label(one.field, one.label, one.value, number)
                else:
                    self._text_in_cell(block, Passage(block, one.label.start, one.value.end))

    def _text_in_cell(self, block: Block, value: Passage | None = None) -> None:
        passage = value or whole(block)
        if not passage.text:
            return
        if self._entry is None:
            self._set_apart(passage)
        else:
            self._entry.values.append(passage)


def _is_engagement(text: str) -> bool:
    return folded(text).startswith("engagement")
