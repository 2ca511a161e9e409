"""The axes, orientations and objectives of a contract made elsewhere, by its headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.domain.limits import MAX_OBJECTIVES, MAX_ORIENTATIONS
from app.domain.takeover.fiche import Fiche
from app.domain.takeover.headings import CHALLENGE, DIRECTIONS, EXPECTED
from app.domain.takeover.labels import bare, folded
from app.domain.takeover.original import Block
from app.domain.takeover.passages import Passage, read_labels, whole
from app.domain.takeover.recognition import Piece, Target, piece_of
from app.domain.text import MAX_NAME

_NUMBER = re.compile(r"\b(?:\d+(?:\.\d+)+|\d+)\b")
_VALUES = {
    "départ": "baseline",
    "cible": "target",
    "année": "year",
    "indicateur": "indicator",
    "indicateurs": "indicator",
}


@dataclass(slots=True)
class _Direction:
    """An axis, an orientation or an objective: its kind, its number, its title, where it is said first."""

    kind: str
    number: str
    title: str
    block: Block
    key: str = ""
    below: list["_Direction"] = field(default_factory=list)


class Directions:
    """The orientations and the objectives of a contract, and what names them."""

    def __init__(self, runs: Sequence[Fiche]) -> None:
        self._runs = runs
        self._all: list[_Direction] = []
        self._orientations: list[_Direction] = []
        self._read()

    def _read(self) -> None:
        known: set[tuple[str, str]] = set()
        for run in self._runs:
            block = run.heading
            found = _direction(block) if block is not None else None
            if found and (found.kind, folded(found.title)) not in known:
                known.add((found.kind, folded(found.title)))
                self._all.append(found)
        kinds = [kind for kind, _ in DIRECTIONS if any(one.kind == kind for one in self._all)]
        if not kinds:
            return
        objectives = 0
        for one in self._all:
            if one.kind == kinds[0] and len(self._orientations) < MAX_ORIENTATIONS:
                one.key = f"o{len(self._orientations) + 1:x}"
                self._orientations.append(one)
            elif self._orientations and one.kind != kinds[0] and objectives < MAX_OBJECTIVES:
                objectives += 1
                one.key = f"b{objectives:x}"
                self._orientations[-1].below.append(one)

    def pieces(self) -> Iterator[Piece]:
        """Yield the orientations and the objectives, with what is said under their headings."""
        runs = {run.heading.number: run for run in self._runs if run.heading is not None}
        for orientation in self._orientations:
            yield piece_of(
                Target.ORIENTATION, orientation.key, "title", orientation.title, [whole(orientation.block)]
            )
            yield from self._said(orientation, runs, Target.ORIENTATION, orientation.key)
            for objective in orientation.below:
                key = f"{orientation.key}/{objective.key}"
                yield piece_of(Target.OBJECTIVE, key, "title", objective.title, [whole(objective.block)])
                yield from self._said(objective, runs, Target.OBJECTIVE, key)

    @staticmethod
    def _said(one: _Direction, runs: dict[int, Fiche], target: Target, key: str) -> Iterator[Piece]:
        run = runs.get(one.block.number)
        if run is None or run.is_fiche:
            return
        taken: set[str] = set()
        for entry in run.entries:
            name = _field(entry.named, target)
            if name and name not in taken and entry.values:
                taken.add(name)
                text = "\n".join(value.text for value in entry.values)
                yield piece_of(target, key, name, text, entry.values, entry.labels)
        for passage in run.unlabelled:
            for one_label in read_labels(passage.block, "indicator"):
                name = _field(one_label.label.text, target)
                if name and name not in taken and one_label.value.text:
                    taken.add(name)
                    yield piece_of(
                        target, key, name, one_label.value.text, [one_label.value], [one_label.label]
                    )

    def matched(self, text: str) -> tuple[list[str], str]:
        """Return the ids of the objectives that a text names by title or number, and what it leaves."""
        numbers = {one.number: one.key for each in self._orientations for one in each.below}
        # A single figure may be anything: « 2 » is the number of no objective.
        found = [numbers[one] for one in _NUMBER.findall(text) if "." in one and one in numbers]
        words = f" {folded(text)} "
        rest = words
        for orientation in self._orientations:
            for objective in orientation.below:
                title = folded(objective.title)
                if f" {title} " in words:
                    found += [objective.key] if objective.key not in found else []
                    rest = rest.replace(f" {title} ", " ")
        left = [word for word in rest.split() if not _NUMBER.fullmatch(word) and word not in _SIGNS]
        return found, " ".join(left) if found else text

    def under(self, headings: Sequence[Block]) -> tuple[str, Passage] | None:
        """Return the objective under whose heading something stands."""
        for block in reversed(headings):
            for orientation in self._orientations:
                for objective in orientation.below:
                    if objective.block.number == block.number:
                        return objective.key, whole(block)
        return None


_SIGNS = {"objectif", "objectifs", "operationnel", "operationnels", "strategique", "n", "n°"}


def _direction(block: Block) -> _Direction | None:
    for kind, pattern in DIRECTIONS:
        found = pattern.match(block.text)
        if found and len(found["title"]) <= MAX_NAME:
            return _Direction(kind, found["number"], found["title"].strip(), block)
    return None


def _field(label: str, target: Target) -> str:
    words = bare(label).casefold()
    if target is Target.ORIENTATION:
        return "challenge" if words in CHALLENGE else ""
    if words in EXPECTED:
        return "expected"
    return _VALUES.get(words, "")
