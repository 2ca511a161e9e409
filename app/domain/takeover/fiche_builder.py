"""The fiche that is being read: what it holds so far, and where the next one begins."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from app.domain.takeover.fiche import Entry, Fiche, is_fiche_heading
from app.domain.takeover.headings import FICHE
from app.domain.takeover.labels import bare, field_of, folded
from app.domain.takeover.original import Block
from app.domain.takeover.passages import Passage, end_of, whole
from app.domain.takeover.titles import Frame, may_title
from app.domain.takeover.vocabulary import CORE, NUMBER, OTHER, TITLE

NO_TABLE = -1
"""The table of an entry that stands in a paragraph."""
_FIRST_LABELS = 2
"""The first labels of a fiche, of which one that comes again begins another."""
_MOST_ENTRIES = 200
"""No fiche has more: the time of a long text of labels follows its size."""
_LONGEST_TITLE = 120
"""Characters of the title of an action: more are what it consists of."""
_LONGEST_REPEATED = 300
"""Characters of a heading that says again which fiche goes on."""
_GOES_ON = re.compile(r"[\s–—-]*\(?\b(?:suite(?: et fin)?|fin)\b\)?\s*$", re.IGNORECASE)


class _SplitPoint(NamedTuple):
    """How many entries and unlabelled texts a fiche has before words that may be the title of the next."""

    entries: int
    unlabelled: int


class FicheBuilder:
    """Builds the fiches of a contract from its headings, labels and other texts, taken in their order.

    `fiche` is the one that is being read, `fiches` are all so far, it included; `entry` is what the next text
    may belong to; `headings` are those above, the nearest last.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.fiche = Fiche()
        self.fiches = [self.fiche]
        self.entry: Entry | None = None
        self.headings: list[Block] = []
        self._numbers: dict[int, Block] = {}
        """What numbers a label in a cell of its own, by the number of the label."""
        self._split_points: list[_SplitPoint] = []

    def begin(self, heading: Block | None) -> None:
        """Begin a fiche, or what stands between two headings and is none."""
        self.fiche = Fiche(heading, headings=tuple(self.headings))
        self.fiches.append(self.fiche)
        self.entry = None
        self._split_points = []

    def add_actions(self, actions: Iterable[Fiche]) -> None:
        """Take the actions of a large table, one a row: none of them goes on below it."""
        self.fiches += actions
        self.begin(None)

    def number_labels(self, numbers: Mapping[int, Block]) -> None:
        """Note what numbers some labels, by the numbers of their paragraphs."""
        self._numbers |= numbers

    def add_label(self, name: str, label: Passage, value: Passage, table: int = NO_TABLE) -> Entry:
        """Take a label of a field and what follows it; return its entry. It may begin the next fiche."""
        named = bare(label.text)
        if name == TITLE and len(value.text) > _LONGEST_TITLE and self._is_titled:
            name = "local_action"  # « Action proposée : » before a whole text, under « Fiche n° 3 : Ouvrir »
        if self._begins_next(name, named):
            self._split()
        entry = Entry(name, named, [label], [value] if value.text else [], table)
        if label.block.number in self._numbers:
            entry.labels.append(whole(self._numbers[label.block.number]))
        self.fiche.entries.append(entry)
        self.entry = entry
        return entry

    def add_label_alone(self, name: str, block: Block, table: int = NO_TABLE) -> Entry:
        """Take a paragraph that is a label and nothing else; return its entry."""
        return self.add_label(name, whole(block), end_of(block), table)

    def add_unlabelled(self, value: Passage) -> None:
        """Take words that no label begins; the next fiche may begin at those that may be a title."""
        point = _SplitPoint(len(self.fiche.entries), len(self.fiche.unlabelled))
        is_new = all(known.entries != point.entries for known in self._split_points)
        if is_new and may_title(value, self.frame):
            self._split_points.append(point)
        self.fiche.unlabelled.append(value)

    @property
    def is_open(self) -> bool:
        """Whether a fiche has begun: a heading that is a label belongs to it."""
        heading = self.fiche.heading
        return bool(self.fiche.entries) or (heading is not None and is_fiche_heading(heading))

    @property
    def is_begun(self) -> bool:
        """Whether a fiche has begun, or a title has just been read."""
        return self.is_open or (self.fiche.heading is not None and not self.fiche.unlabelled)

    @property
    def awaits_value(self) -> bool:
        """Whether nothing has been read yet under the last label."""
        return self.entry is not None and not self.entry.values

    def repeats_heading(self, block: Block) -> bool:
        """Return whether a heading says again which fiche goes on: « Fiche n° 3 (suite) »."""
        heading = self.fiche.heading
        if heading is None or len(block.text) > _LONGEST_REPEATED:
            return False
        found = FICHE.match(_GOES_ON.sub("", block.text).strip())
        known = FICHE.match(heading.text)
        if not found or not known or not found["number"] or found["number"] != known["number"]:
            return False
        return not found["title"] or folded(found["title"]) == folded(known["title"])

    @property
    def _is_titled(self) -> bool:
        """Whether the heading of the fiche has its title."""
        found = FICHE.match(self.fiche.heading.text) if self.fiche.heading is not None else None
        return found is not None and bool(found["title"])

    def _begins_next(self, name: str, named: str) -> bool:
        """Return whether a label begins the next fiche: this one has it already.

        One that is named otherwise, or does not tell an action, begins one after words that may be a title.
        """
        known = self.fiche.entries
        if len(known) >= _MOST_ENTRIES:
            return True
        if name == TITLE:
            return any(entry.field in CORE | {TITLE} for entry in known)
        key = folded(named)
        same = [
            entry for entry in known if entry.field == name and (name in CORE or folded(entry.named) == key)
        ]
        if not same or (name in {NUMBER, OTHER} and not field_of(named)):
            return False
        is_first = same[0] in known[:_FIRST_LABELS] or name == "lead"
        again = name in CORE and any(folded(entry.named) == key for entry in same)
        return (again and is_first) or any(point.entries for point in self._split_points)

    def _split(self) -> None:
        """Begin the next fiche where its title may stand: what was read from there on is its own."""
        before = self.fiche
        end = _SplitPoint(len(before.entries), len(before.unlabelled))
        entries, unlabelled = next((point for point in reversed(self._split_points) if point.entries), end)
        self.begin(None)
        before.is_shared = True
        self.fiche.entries, before.entries = before.entries[entries:], before.entries[:entries]
        self.fiche.unlabelled = before.unlabelled[unlabelled:]
        before.unlabelled = before.unlabelled[:unlabelled]
