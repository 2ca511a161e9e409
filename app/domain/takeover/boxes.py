"""Boxes to tick: of « ☐ Les Acacias ☒ Le Grand Pré », an entry says what is ticked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.domain.takeover.fiche import Entry
from app.domain.takeover.passages import Passage

_TICKED = "☑☒✔✓✗✘⊠■▣◼\uf0fe\uf0fd\uf0fc\uf078"
_EMPTY = "☐□▢◻❏❑\uf0a8\uf06f\uf071"
_BOX = re.compile(rf"(?P<ticked>[{_TICKED}]|\[\s?[xX✓]\s?\])|(?P<empty>[{_EMPTY}]|\[\s{{0,2}}\])")
_AROUND = " \t\n\u00a0\u202f;,|"


def read_boxes(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries; those with boxes keep what is ticked: nothing where none is."""
    return [_ticked(one) for one in entries]


def _ticked(entry: Entry) -> Entry:
    signs = [found for value in entry.values for found in _BOX.finditer(value.text)]
    if not any(found["empty"] for found in signs):
        return entry  # ticks alone are bullets
    values = [part for value in entry.values for part in _options(value)]
    return replace(entry, labels=[*entry.labels, *entry.values], values=values)


def _options(value: Passage) -> Iterator[Passage]:
    """Yield what follows each ticked box of a text, and what stands before the first box."""
    text = value.block.text
    found = list(_BOX.finditer(text, value.start, value.end))
    ends = [*(one.start() for one in found[1:]), value.end]
    starts = [(one.end(), end) for one, end in zip(found, ends, strict=False) if one["ticked"]]
    before = [(value.start, found[0].start() if found else value.end)]
    for start, end in (*before, *starts):
        said = text[start:end].strip(_AROUND)
        if said:
            first = text.index(said, start)
            yield Passage(value.block, first, first + len(said))
