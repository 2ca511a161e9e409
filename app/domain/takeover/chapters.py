"""The texts of the chapters of a contract made elsewhere, by the words of their headings."""

import re
from collections.abc import Collection, Iterator, Sequence

from app.domain.takeover.fiche import Fiche
from app.domain.takeover.headings import chapter_of
from app.domain.takeover.labels import is_placeholder
from app.domain.takeover.original import Block
from app.domain.takeover.passages import Passage, whole
from app.domain.takeover.recognition import Piece, Target, piece_of
from app.domain.text import MAX_TEXT

_PERIOD = re.compile(r"\b(20[12]\d)\s*[-–—/]\s*(20[23]\d)\b")
_COVER = 40


def chapter_pieces(runs: Sequence[Fiche], places: Collection[str]) -> Iterator[Piece]:
    """Yield the text of each chapter that the plan of the contract has, by the headings that name it."""
    texts: dict[str, list[Passage]] = {}
    titles: dict[str, list[Passage]] = {}
    sizes: dict[str, int] = {}
    for run in runs:
        place, title = _place(run)
        if title is None or place not in places:
            continue
        if whole(title) not in titles.setdefault(place, []):
            titles[place].append(whole(title))
        for passage in _prose(run):
            size = sizes.get(place, 0) + len(passage.text) + 1
            if size <= MAX_TEXT and not is_placeholder(passage.text):
                sizes[place] = size
                texts.setdefault(place, []).append(passage)
    for place, passages in texts.items():
        value = "\n".join(f"- {one.text}" if one.block.is_item else one.text for one in passages)
        yield piece_of(Target.TEXT, place, "text", value, passages, titles[place])


def _place(run: Fiche) -> tuple[str, Block | None]:
    """Return the place of the nearest heading that names one, and that heading."""
    headings = [*run.headings, *([run.heading] if run.heading is not None else [])]
    found = ((chapter_of(block.text), block) for block in reversed(headings))
    return next(((place, block) for place, block in found if place), ("", None))


def _prose(run: Fiche) -> Iterator[Passage]:
    """Yield the paragraphs of a run outside tables, labels included, in the order of the original."""
    passages = [one for one in run.unlabelled if one.block.cell is None]
    for entry in run.entries:
        if entry.table < 0:
            passages += [*entry.labels, *entry.values]
    merged: dict[int, Passage] = {}
    for one in passages:
        known = merged.get(one.block.number)
        start, end = (
            (one.start, one.end) if known is None else (min(one.start, known.start), max(one.end, known.end))
        )
        merged[one.block.number] = Passage(one.block, start, end)
    yield from (merged[number] for number in sorted(merged))


def period_piece(runs: Sequence[Fiche]) -> Iterator[Piece]:
    """Yield the years of the contract, as its first pages say them."""
    blocks = [passage.block for run in runs for passage in run.unlabelled]
    blocks += [run.heading for run in runs if run.heading is not None]
    for block in sorted(blocks, key=lambda one: one.number):
        if block.number > _COVER:
            return
        if found := _PERIOD.search(block.text):
            passage = Passage(block, found.start(), found.end())
            yield piece_of(Target.TEXT, "periode", "text", f"{found[1]}-{found[2]}", [passage])
            return
