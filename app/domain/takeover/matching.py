"""Matches the parts of a contract made elsewhere with those of a contract here."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.domain.limits import MAX_RECORDS
from app.domain.profile import Quartier, Territory
from app.domain.profile_json import territory_document
from app.domain.takeover.actions import Known, action_pieces
from app.domain.takeover.chapters import chapter_pieces, period_piece
from app.domain.takeover.fiche import Fiche
from app.domain.takeover.fiches import find_fiches
from app.domain.takeover.labels import folded
from app.domain.takeover.orientations import Directions
from app.domain.takeover.original import Block, Original
from app.domain.takeover.passages import Passage
from app.domain.takeover.people import Signatories
from app.domain.takeover.places import (
    Quartiers,
    named_communes,
    territory_code,
    territory_passage,
)
from app.domain.takeover.recognition import Piece, Recognition, Target, piece_of, remainders_of

MOST_COLUMNS = 63
"""Most columns of a table in Word. The cells of a wider one are paragraphs: each would be read beside all
others."""
_STEM = 5
"""Letters that the words of one family share: « emploi », « emplois »."""
_BEFORE_TITLE = re.compile(
    r"^(?:(?:volet|thematique|theme|axe|pilier|orientation|priorite)\b\s*)?(?:(?:\d+|[ivx]+)\b)?\s*"
)


def _no_territory(_name: str) -> Territory | None:
    return None


def _no_quartiers(_communes: Iterable[str]) -> tuple[Quartier, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Lists:
    """What a contract is matched with: territories by name, quartiers of communes.

    `years` are those of a contract, `places` the ids of the texts of its plan. `sections`: the titles of the
    volets by id.
    """

    territory: Callable[[str], Territory | None] = _no_territory
    quartiers: Callable[[Iterable[str]], tuple[Quartier, ...]] = _no_quartiers
    years: Collection[str] = field(default_factory=frozenset)
    places: Collection[str] = field(default_factory=frozenset)
    sections: Mapping[str, str] = field(default_factory=dict)


def names_section(text: str, title: str) -> bool:
    """Return whether words are the title of a volet: « Volet 3 : Santé »."""
    return bool(title) and _BEFORE_TITLE.sub("", folded(text)) == folded(title)


def recognise(original: Original, lists: Lists) -> Recognition:
    """Return what an original gives: each of its words is in a piece, or among what found no place."""
    original = _without_wide_tables(original)
    pieces = tuple(_Matcher(original, lists).pieces())
    return Recognition(original, pieces, tuple(remainders_of(original, pieces)))


def _without_wide_tables(original: Original) -> Original:
    cells = (block.cell for block in original.blocks if block.cell is not None)
    wide = {cell.table for cell in cells if cell.column >= MOST_COLUMNS}
    if not wide:
        return original
    blocks = (
        replace(block, cell=None) if block.cell and block.cell.table in wide else block
        for block in original.blocks
    )
    return replace(original, blocks=tuple(blocks))


class _Matcher:
    """Matches one original."""

    def __init__(self, original: Original, lists: Lists) -> None:
        self._blocks = original.blocks
        self._lists = lists
        self._fiches, self._others = find_fiches(original.blocks)
        self._communes: tuple[str, ...] = ()

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces in the order of a contract."""
        outside = self._outside(self._fiches)
        yield from self._territory(outside)
        quartiers = Quartiers(self._lists.quartiers(self._communes))
        yield from quartiers.read(outside, self._blocks)
        yield from Signatories().pieces(outside)
        directions = Directions(sorted([*self._others, *self._fiches], key=lambda run: run.number))
        made = list(directions.pieces())
        yield from made
        known = Known(
            quartiers.matched, directions.matched, self._section, self._named_section, self._lists.years
        )
        for rank, fiche in enumerate(self._fiches[:MAX_RECORDS], start=1):
            yield from action_pieces(fiche, f"local-{rank}", known)
        yield from period_piece(self._others)
        yield from self._chapters(made)

    def _section(self, text: str) -> str:
        """Return the volet whose title has most words in common with a text; empty where none has."""
        words = {word[:_STEM] for word in folded(text).split()}
        shared = {
            section: len(words & {word[:_STEM] for word in folded(title).split() if len(word) >= _STEM})
            for section, title in self._lists.sections.items()
        }
        best = max(shared, key=lambda section: shared[section], default="")
        return best if best and shared[best] else ""

    def _named_section(self, text: str) -> str:
        """Return the volet whose title words are; empty for other words."""
        sections = self._lists.sections.items()
        return next((section for section, title in sections if names_section(text, title)), "")

    def _outside(self, fiches: Sequence[Fiche]) -> list[Block]:
        """Return the paragraphs that no fiche holds."""
        held = {
            passage.block.number
            for fiche in fiches
            for entry in fiche.entries
            for passage in (*entry.labels, *entry.values)
        }
        return [block for block in self._blocks if block.number not in held]

    def _territory(self, blocks: Sequence[Block]) -> Iterator[Piece]:
        """Yield the territory of the list that is named; else what the contract says of its own."""
        named = territory_passage(blocks)
        if named is None:
            return
        name, passage = named
        found = self._lists.territory(name)
        if found is not None:
            self._communes = tuple(one.code for one in found.communes)
            yield piece_of(Target.TERRITORY, found.code, "all", territory_document(found), [passage])
            return
        yield piece_of(Target.TERRITORY, "", "name", name, [passage])
        if code := territory_code(blocks):
            yield piece_of(Target.TERRITORY, "", "code", code[0], [code[1]])
        communes, passages = named_communes(blocks)
        if communes:
            yield piece_of(Target.TERRITORY, "", "communes", communes, passages)

    def _chapters(self, taken: Iterable[Piece]) -> Iterator[Piece]:
        """Yield the texts of the chapters, without what is said already of orientations."""
        held = {number for piece in taken for number, _, _ in piece.spans}
        runs = []
        for run in self._others:
            free: list[Passage] = [one for one in run.unlabelled if one.block.number not in held]
            entries = [
                entry
                for entry in run.entries
                if not any(one.block.number in held for one in (*entry.labels, *entry.values))
            ]
            runs.append(Fiche(run.heading, entries, free, run.headings))
        yield from chapter_pieces(runs, self._lists.places)
