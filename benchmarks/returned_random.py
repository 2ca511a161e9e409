"""Returned files with 30 random edits each: no typed word is lost, and nothing else is a change.

`python -m benchmarks.returned --random 300 --seed 1000 --workers 2`. Of two files, one has words typed
anywhere in it; the other also has labels deleted, paragraphs joined and split, tables pasted, clauses moved
and deleted, tracked changes of two people within one another, comments over deletions, controls removed. Half
of them have no control and no bookmark.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.domain.fields import Kind
from app.formats.returned import sent_of
from app.formats.returned.said import PLACE, key_of
from app.formats.returned.sent import KINDS
from app.formats.xml_parts import W
from benchmarks.returned import in_processes, read
from tests.returned.cases import FORMER, SIGNING, TODAY
from tests.returned.corpus import Corpus
from tests.returned.damage import MIXED, OUTSIDE, TYPED, WORD, Damage, damaged
from tests.returned.tools import without_bookmarks, without_controls
from tests.returned.word_file import WordFile, text_of

_BASES = (TODAY, FORMER, TODAY, SIGNING)
_WHOLE = {"textes", "signataires"}
"""The clauses of what stands outside the commitments."""
_SHORTEST = 4
"""Characters of a text that is looked for where it stood: a shorter one stands there by chance."""

_MOST_SHOWN = 5
"""Lines about one file."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Swept:
    """What is wrong in the reading of a damaged file."""

    title: str
    lost: tuple[str, ...] = ()
    false: tuple[str, ...] = ()
    crashed: str = ""

    @property
    def wrong(self) -> list[str]:
        """All of it, a line each."""
        named = (
            ("lost", self.lost),
            ("false", self.false),
            ("crash", (self.crashed,) if self.crashed else ()),
        )
        return [f"{self.title}: {name}: {said}" for name, rows in named for said in _first(rows)]


def _first(rows: Sequence[str]) -> Iterator[str]:
    yield from rows[:_MOST_SHOWN]
    if len(rows) > _MOST_SHOWN:
        yield f"and {len(rows) - _MOST_SHOWN} more"


def print_sweep(seeds: Sequence[int], workers: int) -> None:
    """Print what is wrong in the file of each of these seeds as it is found, then the counts."""
    found: list[Swept] = []
    for swept in in_processes(sweep, seeds, workers):
        found.append(swept)
        for said in swept.wrong:
            print(said, flush=True)
    counts = (
        f"words lost: {sum(len(one.lost) for one in found)}",
        f"false changes: {sum(len(one.false) for one in found)}",
        f"crashes: {sum(bool(one.crashed) for one in found)}",
    )
    print(f"{len(found)} files with 30 random edits each: {', '.join(counts)}", flush=True)


def sweep(seed: int) -> Swept:
    """Damage a draft by a seed, and return what is wrong in its reading."""
    base, is_typed, is_marked = _BASES[seed % len(_BASES)], bool(seed // 4 % 2), bool(seed // 8 % 2)
    title = f"seed {seed}, {base}, {'typed' if is_typed else 'mixed'}, {'' if is_marked else 'no '}marks"
    corpus = _corpus()
    file = WordFile(corpus.bases[base])
    damage = damaged(file, sent_of(corpus.sent).clauses, seed, TYPED if is_typed else MIXED)
    words = damage.final_words()
    for save in () if is_marked else (without_controls, without_bookmarks):
        save(file)
    try:
        found = read(file.save(), corpus.sent)
    except Exception as error:
        return Swept(title, crashed=repr(error))
    if refused := found.get("refused"):
        return Swept(title, crashed=f"refused: {refused}")
    placed, remarks = _said(found["changes"], found["unplaced"]), _said(found["comments"])
    lost = [word for word in sorted(words) if word not in placed]
    lost += [word for word in damage.remarks if word not in remarks]
    false = _without_a_word(found) if is_typed else _without_an_edit(found, damage)
    return Swept(title, tuple(lost), tuple(json.dumps(row, ensure_ascii=False) for row in false))


@cache
def _corpus() -> Corpus:
    return Corpus()


def _said(*rows: Any) -> set[str]:
    return set(WORD.findall(json.dumps(rows)))


def _without_a_word(found: Row) -> Iterator[Row]:
    """Yield what was read that holds none of the words: nothing else was done."""
    yield from (row for row in (*found["changes"], *found["unplaced"]) if not _said(row))


def _without_an_edit(found: Row, damage: Damage) -> Iterator[Row]:
    """Yield what was read of places in which nothing was done, or that is still there."""
    for row in found["changes"]:
        clause = OUTSIDE if row["clause"] in _WHOLE else row["clause"]
        if row["kind"] == "clause_moved":
            is_false = not damage.moved
        elif row["kind"] == "clause_deleted":
            is_false = clause not in damage.deleted
        else:
            is_false = clause not in damage.touched or _is_still_there(row, damage)
        if is_false:
            yield row
    texts = [key for text in damage.texts if (key := _without_places(text))]
    for row in found["unplaced"]:
        said = [key for name in ("text", "old") if (key := _without_places(row.get(name) or ""))]
        known = any(one in other or other in one for one in said for other in texts)
        if not known and not _said(row):
            yield row


def _without_places(text: str) -> str:
    return key_of(PLACE.sub("", text))


def _is_still_there(row: Row, damage: Damage) -> bool:
    """Whether a text that is said to be emptied stands where it stood."""
    is_text = KINDS.get(row["field"]) not in {Kind.NAMES, Kind.QUARTIERS, Kind.OBJECTIVES, Kind.DATE}
    if row["kind"] != "emptied" or not is_text or len(str(row["old"])) < _SHORTEST:
        return False
    here = (
        text_of(one)
        for element in damage.elements.get(row["clause"], ())
        for one in element.iter(f"{W}p")
        if not any(each.tag == f"{W}moveFrom" for each in one.iter())
    )
    return any(key_of(str(row["old"])) == key_of(text) for text in here)
