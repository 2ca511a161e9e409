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
"""The fields of an objective by their labels."""
_UNTOLD = {"objectif", "objectifs", "operationnel", "operationnels", "strategique", "n", "n°"}
"""Words before the number of an objective, which say nothing besides."""


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
        self._orientations = _orientations(_directions(runs))

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
        """Yield what is said under the heading of a direction, each field once."""
        run = runs.get(one.block.number)
        if run is None or run.is_fiche:
            return
        said = [(entry.named, entry.values, entry.labels) for entry in run.entries if entry.values]
        said += [
            (part.label.text, [part.value], [part.label])
            for passage in run.unlabelled
            for part in read_labels(passage.block, "indicator")
            if part.value.text
        ]
        taken: set[str] = set()
        for label, values, labels in said:
            name = _field(label, target)
            if name and name not in taken:
                taken.add(name)
                yield piece_of(target, key, name, "\n".join(value.text for value in values), values, labels)

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
        left = [word for word in rest.split() if not _NUMBER.fullmatch(word) and word not in _UNTOLD]
        return found, " ".join(left) if found else text

    def under(self, headings: Sequence[Block]) -> tuple[str, Passage] | None:
        """Return the objective under whose heading something stands."""
        for block in reversed(headings):
            for orientation in self._orientations:
                for objective in orientation.below:
                    if objective.block.number == block.number:
                        return objective.key, whole(block)
        return None


def _directions(runs: Sequence[Fiche]) -> list[_Direction]:
    """Return what the headings of a contract name, each once."""
    known: dict[tuple[str, str], _Direction] = {}
    for run in runs:
        found = _direction(run.heading) if run.heading is not None else None
        if found:
            known.setdefault((found.kind, folded(found.title)), found)
    return list(known.values())


def _orientations(directions: Sequence[_Direction]) -> list[_Direction]:
    """Return those of the greatest kind that there is, with their ids; the others are objectives below."""
    kinds = {one.kind for one in directions}
    greatest = next((kind for kind, _ in DIRECTIONS if kind in kinds), "")
    made: list[_Direction] = []
    objectives = 0
    for one in directions:
        if one.kind == greatest and len(made) < MAX_ORIENTATIONS:
            one.key = f"o{len(made) + 1:x}"
            made.append(one)
        elif one.kind != greatest and made and objectives < MAX_OBJECTIVES:
            objectives += 1
            one.key = f"b{objectives:x}"
            made[-1].below.append(one)
    return made


def _direction(block: Block) -> _Direction | None:
    """Return the axis, the orientation or the objective that a heading names."""
    for kind, pattern in DIRECTIONS:
        found = pattern.match(block.text)
        if found and len(found["title"]) <= MAX_NAME:
            return _Direction(kind, found["number"], found["title"].strip(), block)
    return None


def _field(label: str, target: Target) -> str:
    """Return the field of an orientation or of an objective that a label names; empty for another."""
    words = bare(label).casefold()
    if target is Target.ORIENTATION:
        return "challenge" if words in CHALLENGE else ""
    if words in EXPECTED:
        return "expected"
    return _VALUES.get(words, "")
