"""The fiches in paragraphs: their headings, and labels with what is said after or below them."""

import re
from collections.abc import Collection

from app.domain.takeover.fiche import Entry, is_fiche_heading
from app.domain.takeover.fiche_builder import FicheBuilder
from app.domain.takeover.labels import folded
from app.domain.takeover.original import Block
from app.domain.takeover.passages import Passage, label_alone, read_labels, whole
from app.domain.takeover.titles import may_title
from app.domain.takeover.vocabulary import LONG, NUMBER, OTHER, TITLE

_ENUMERATED = re.compile(r"\d+(?:\.\d+)*[.)]?\s")
_LONGEST_LINE = 120
"""Characters of a name on a line of its own."""


class ParagraphReader:
    """Reads the paragraphs outside the tables, one after another.

    `parents` are the numbers of the headings right under which headings are labels.
    """

    def __init__(self, builder: FicheBuilder, parents: Collection[int]) -> None:
        self._builder = builder
        self._parents = parents
        self._labels_below = 0
        """The level under which headings are labels of the fiche that was begun; 0 outside of one."""

    def add(self, block: Block, after: Block | None) -> None:
        """Take a paragraph; `after` is the next one."""
        alone = "" if self._is_listed(block) or self._is_chapter(block) else label_alone(block)
        if block.level and block.level <= self._labels_below:
            self._labels_below = 0
        if block.level and self._labels_below:
            self._builder.add_label_alone(alone or OTHER, block)
        elif block.number in self._parents:
            self._labels_below = block.level
            self._builder.begin(block)
        elif not alone and self._builder.is_begun and self._builder.frame.is_subtitle(block):
            self._add_subtitle(block)
        elif alone and alone not in {TITLE, NUMBER} and self._takes_label(block):
            self._builder.add_label_alone(alone, block)
        elif self._builder.repeats_heading(block):
            self._builder.fiche.unlabelled.append(whole(block))
        elif block.level or self._is_heading(block, after):
            self._begin(block)
        elif self._titles_next(block, after):
            self._builder.entry = None
            self._builder.add_unlabelled(whole(block))
        else:
            self._add_labelled(block)

    def _is_listed(self, block: Block) -> bool:
        """Return whether an element of a list is said under a label, whatever its words."""
        if not block.is_item or block.is_bold or self._builder.entry is None:
            return False
        return all(value.block.is_item for value in self._builder.entry.values)

    def _is_chapter(self, block: Block) -> bool:
        """Return whether a heading is greater than that of the fiche: « Évaluation » after the last one."""
        above = self._builder.fiche.heading or next(reversed(self._builder.headings), None)
        return (
            bool(block.level)
            and self._builder.is_open
            and above is not None
            and 0 < block.level < above.level
        )

    def _takes_label(self, block: Block) -> bool:
        """Return whether a label belongs to a fiche: as a heading, once one has begun."""
        if self._builder.is_open or not block.level:
            return True
        return self._builder.is_begun and self._builder.frame.holds(block)

    def _is_heading(self, block: Block, after: Block | None) -> bool:
        """Return whether a paragraph without a level is the heading of a fiche, no line of a long text."""
        entry = self._builder.entry
        within_text = entry is not None and entry.field in LONG
        return is_fiche_heading(block) and (
            block.is_bold or not within_text or self._titles_next(block, after)
        )

    def _titles_next(self, block: Block, after: Block | None) -> bool:
        """Return whether words are the title of the next fiche: its first label is below, as in this one."""
        entries = self._builder.fiche.entries
        if after is None or not entries or not may_title(whole(block), self._builder.frame):
            return False
        first = read_labels(after)[0]
        label = after.text if label_alone(after) else first.label.text if first.field else ""
        return bool(label) and folded(label) == folded(entries[0].named)

    def _begin(self, heading: Block) -> None:
        """Begin what stands under a heading; one that is of no fiche stands above those that follow."""
        if not is_fiche_heading(heading):
            above = [known for known in self._builder.headings if known.level < heading.level]
            self._builder.headings = [*above, heading]
        self._builder.begin(heading)

    def _add_subtitle(self, block: Block) -> None:
        """Take a title that stands in each fiche: a label, unknown here, or the name of a part."""
        if self._builder.is_open:
            self._builder.add_label_alone(OTHER, block)
        else:
            self._builder.fiche.unlabelled.append(whole(block))

    def _add_labelled(self, block: Block) -> None:
        """Take the labels of a paragraph, each with what follows it, and the words before the first."""
        within = self._builder.entry.field if self._builder.entry else ""
        for part in read_labels(block, within):
            if part.field:
                self._builder.add_label(part.field, part.label, part.value)
            elif part.value.text:
                self._add_text(part.value)

    def _add_text(self, value: Passage) -> None:
        """Take words that no label begins: they go on with the entry above, or stand by themselves."""
        entry = self._builder.entry
        if entry is not None and _goes_on(entry, value):
            entry.values.append(value)
        else:
            self._builder.entry = None
            self._builder.add_unlabelled(value)


def _goes_on(entry: Entry, value: Passage) -> bool:
    """Return whether words are said under the label of an entry too."""
    return entry.field in LONG or not entry.values or value.block.is_item or _is_line_below(entry, value)


def _is_line_below(entry: Entry, value: Passage) -> bool:
    """Return whether a line goes on with those under a label that stands alone: one name a line."""
    alone = all(known.block is not entry.labels[0].block for known in entry.values)
    named = not value.block.level and not value.block.is_bold and not _ENUMERATED.match(value.text)
    return alone and named and len(value.text) <= _LONGEST_LINE and not value.text.endswith(".")
