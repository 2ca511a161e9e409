"""A fiche-action as it was read: its title, and what it says under each of its labels."""

import dataclasses
import re
from dataclasses import dataclass
from itertools import groupby

from app.domain.takeover.headings import FICHE
from app.domain.takeover.labels import folded, is_placeholder
from app.domain.takeover.original import Block
from app.domain.takeover.passages import Passage
from app.domain.takeover.vocabulary import CORE, TITLE

LEAST_CORE = 2
"""Labels of the core of an action under which there is no fiche."""
_OPERATIONAL = CORE - {"indicator", "indicator_target"}
"""What an objective does not have."""
_WHO = frozenset(("lead", "associated"))
_NAMED = _WHO | {TITLE, "quartiers"}
"""The fields that a number alone does not fill."""
_LONGEST_TITLE = 300
_PAIR = 2
YEARS = re.compile(r"20\d\d(?:\s*[-–/]\s*20\d\d)?")
"""The title of a column of amounts by year."""
CODE = re.compile(
    r"(?:(?:fiche|action|n°|réf\.?)\s*)?(?:[A-Z]{1,3}\s?[.-]?\s?)?\d+(?:[.\-]\d+)*[a-z]?", re.IGNORECASE
)
"""What numbers a fiche, alone: « FA 12 », « 1.2.3 »."""


@dataclass(slots=True)
class Entry:
    """What a fiche says under one label. `named` is the label as it is written."""

    field: str
    named: str
    labels: list[Passage] = dataclasses.field(default_factory=list)
    values: list[Passage] = dataclasses.field(default_factory=list)
    table: int = -1
    heads: dict[int, str] = dataclasses.field(default_factory=dict)
    """The titles of the columns where its values are the rows of a table."""

    @property
    def lines(self) -> list[str]:
        """What stands under the label, a line a paragraph, or a row of its table."""
        if not self.heads:
            return [one.text for one in self.values if not is_placeholder(one.text)]
        rows = groupby(
            self.values, key=lambda one: one.block.cell and (one.block.cell.table, one.block.cell.row)
        )
        return [self._line(list(row)) for _, row in rows]

    def _line(self, row: list[Passage]) -> str:
        """Return a row in words: « Ville : 8 000 € (2025) ; 9 000 € (2026) »."""
        first = min(self.heads)
        name, said = [], []
        for one in row:
            column = one.block.cell.column if one.block.cell else first
            if is_placeholder(one.text):
                continue
            if column <= first:
                name.append(one.text)
                continue
            head = self.heads.get(column, "")
            if YEARS.fullmatch(head):
                said.append(f"{one.text} ({head})")
            else:
                said.append(one.text if len(self.heads) <= _PAIR or not head else f"{head}\u00a0: {one.text}")
        return "\u00a0: ".join(filter(None, (" ".join(name), " ; ".join(said))))

    @property
    def says_something(self) -> bool:
        """Whether more stands under the label than a place to fill; a flag says it by itself."""
        return self.field == "indicator_by_sex" or any(
            not is_placeholder(value.text) for value in self.values
        )

    @property
    def is_meant(self) -> bool:
        """Whether what stands under the label can be of its field: a count of actions is no action."""
        return self.field not in _NAMED or bool(self.values and re.search(r"[^\W\d]{2}", self.values[0].text))


@dataclass(slots=True)
class Fiche:
    """The title and the entries of an action, or what stands between two headings and is none: `is_fiche`.

    `unlabelled` is what no label begins; `headings` are those above, the nearest last.
    """

    heading: Block | None = None
    entries: list[Entry] = dataclasses.field(default_factory=list)
    unlabelled: list[Passage] = dataclasses.field(default_factory=list)
    headings: tuple[Block, ...] = ()
    row: bool = False
    """Whether it is a row of a table of actions."""
    is_shared: bool = False
    """Whether the next fiche stands under the same heading, which is then the title of neither."""
    title: list[Passage] = dataclasses.field(default_factory=list)
    """What its title is, where no label says it."""

    @property
    def above(self) -> list[Passage]:
        """What stands before its first label."""
        first = min((one.block.number for entry in self.entries for one in entry.labels), default=0)
        return [one for one in self.unlabelled if one.block.number < first]

    def entry(self, name: str) -> Entry | None:
        """Return the first entry of a field."""
        return next((one for one in self.entries if one.field == name), None)

    @property
    def is_fiche(self) -> bool:
        """Whether its labels are those of an action, and say something."""
        said = {one.field for one in self.entries if one.says_something and one.is_meant}
        core = said & CORE
        titled = TITLE in said or (self.heading is not None and is_fiche_heading(self.heading))
        if titled:
            return bool(core & _OPERATIONAL) and len(said) >= LEAST_CORE
        return len(core) >= LEAST_CORE and ("lead" in core or len(core) > LEAST_CORE)

    @property
    def number(self) -> int:
        """The number of its first paragraph."""
        passages = [one for entry in self.entries for one in (*entry.labels, *entry.values)]
        numbers = [one.block.number for one in (*passages, *self.unlabelled)]
        return min([self.heading.number] if self.heading else numbers, default=0)


def is_fiche_heading(block: Block) -> bool:
    """Return whether a paragraph is the heading of a fiche: « Fiche action n° 3 : … »."""
    found = FICHE.match(block.text)
    if not found or len(block.text) > _LONGEST_TITLE:
        return False
    return bool(found["number"]) or folded(found["kind"]).startswith("fiche ")


def is_number(block: Block) -> bool:
    """Return whether a text only numbers a fiche: « Fiche n° 3 »."""
    found = FICHE.match(block.text)
    numbered = found is not None and bool(found["number"]) and not found["title"]
    return numbered or CODE.fullmatch(block.text.strip()) is not None
