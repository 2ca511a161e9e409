"""What a workbook changes in a contract, beside what was changed on the site since it was exported.

Cell by cell: what only the workbook changed is taken, what only the site changed stays, and what both
changed differently is a conflict, for the official to settle.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.catalogue import Catalogue, Scope
from app.domain.deadlines import out_of_order
from app.domain.document_reader import MAX_MEMBERS, Problem
from app.domain.identifiers import LOCAL_ID
from app.domain.profile import NO_ADAPTATION, Adaptation, LocalCommitment, MeansKind, Profile
from app.domain.profile_reader import MAX_MEANS
from app.domain.reuse import next_local_number
from app.domain.text import MAX_NAME, MAX_TEXT, is_blank
from app.workbook.columns import COLUMNS, NATIONAL_COLUMNS, Column, adaptation_of, said
from app.workbook.reading import CellReader
from app.workbook.sheet import AnyCell, Sheet, WorkbookRefused, shown

_VOLET, _TEXT = NATIONAL_COLUMNS.index("Volet"), NATIONAL_COLUMNS.index("Engagement")
REMOVED = "(engagement retiré du contrat)"


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell of the workbook that says something else than the contract. `name` is the commitment's text."""

    cell: str
    name: str
    place: str
    label: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Taking:
    """A contract with what a workbook changes in it.

    `taken`: the cells that only the workbook changed. `conflicts`: those that both changed and about which
    nothing was chosen; the contract keeps its own text there. `rows`: how many rows change something.
    """

    profile: Profile
    taken: tuple[Difference, ...]
    conflicts: tuple[Difference, ...]
    rows: int


def taking_of(
    sheet: Sheet,
    present: Profile,
    exported: Profile | None,
    catalogue: Catalogue,
    chosen: Mapping[str, bool] | None = None,
) -> Taking:
    """What a sheet changes in the present contract; a commitment without a row stays as it is.

    `exported` is the contract as it was exported, None when nobody knows: then an empty cell empties
    nothing, and every text that the contract has already is asked about. `chosen` says of a cell in
    conflict whether the workbook's text is taken. Raises WorkbookRefused with every problem found.
    """
    merge = _Merge(sheet, present, exported, catalogue, chosen or {})
    for row in merge.reader.rows():
        merge.row(row)
    if len(merge.local) > MAX_MEMBERS:
        merge.reader.problems.append(Problem("", f"{MAX_MEMBERS} engagements locaux au plus"))
    if merge.reader.problems:
        raise WorkbookRefused(tuple(merge.reader.problems))
    profile = replace(present, adaptations=merge.adaptations, local_commitments=tuple(merge.local.values()))
    return Taking(profile, tuple(merge.taken), tuple(merge.conflicts), len(merge.rows))


@dataclass(frozen=True, slots=True)
class _Row:
    """A row, with the words of its commitment. `asks`: nothing of it is taken without being asked about."""

    cells: tuple[AnyCell, ...]
    name: str
    place: str
    asks: bool = False


@dataclass
class _Merge:
    sheet: Sheet
    present: Profile
    exported: Profile | None
    catalogue: Catalogue
    chosen: Mapping[str, bool]
    taken: list[Difference] = field(default_factory=list)
    conflicts: list[Difference] = field(default_factory=list)
    rows: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.reader = CellReader(self.sheet, self.present.territory)
        self.adaptations = dict(self.present.adaptations)
        self.local = {local.id: local for local in self.present.local_commitments}
        self.former = {one.id: one for one in self.exported.local_commitments} if self.exported else {}
        self.titles = {section.id: section.title for section in self.catalogue.sections}
        self.named = {shown(row[0]) for row in self.sheet.rows} if self.exported else set()

    def row(self, row: tuple[AnyCell, ...]) -> None:
        identifier = self.reader.text(row[0], MAX_NAME)
        if identifier and identifier in self.seen:
            self.reader.refuse(row[0], f"« {identifier} » figure déjà plus haut")
        self.seen.add(identifier)
        leaf = self.catalogue.leaf_by_id.get(identifier)
        if leaf is not None and leaf.commitment.scope is Scope.LOCAL:
            place = self.titles[leaf.commitment.section]
            self._national(_Row(row, leaf.commitment.text, place), identifier)
        elif self._is_local(identifier):
            self._local(row, identifier)
        else:
            message = f"engagement inconnu « {identifier} » : reprenez l’identifiant du classeur exporté"
            self.reader.refuse(row[0], message)

    def _is_local(self, identifier: str) -> bool:
        if self.exported is None or not identifier:
            return not identifier or LOCAL_ID.fullmatch(identifier) is not None
        return identifier in self.former or identifier in self.local

    def _national(self, row: _Row, identifier: str) -> None:
        exported = self.exported.adaptations if self.exported else {}
        now = self.present.adaptations.get(identifier, NO_ADAPTATION)
        merged = self._adaptation(row, exported.get(identifier, NO_ADAPTATION), now)
        if merged != NO_ADAPTATION:
            self.adaptations[identifier] = merged
        else:
            self.adaptations.pop(identifier, None)

    def _local(self, cells: tuple[AnyCell, ...], typed_id: str) -> None:
        title, text = self.reader.text(cells[_VOLET], MAX_NAME), self.reader.text(cells[_TEXT], MAX_TEXT)
        section = next((known for known, name in self.titles.items() if name == title), "")
        if not section:
            message = f"volet inconnu « {title} » : reprenez le titre d’un volet du classeur"
            self.reader.refuse(cells[_VOLET], message)
        if is_blank(text):
            self.reader.refuse(cells[_TEXT], "écrivez ce à quoi les signataires s’engagent")
        identifier = self._own_id(typed_id, section, text)
        before, now = self.former.get(identifier), self.local.get(identifier)
        # A number is used again after a removal: other words may mean another commitment.
        asks = before is not None and now is not None and before.text != now.text
        row = _Row(cells, text, title, asks)
        if before is not None and now is None:
            self._removed(row, before, LocalCommitment(identifier, section, text))
            return
        nothing = LocalCommitment(identifier, section, "")
        before, now = before or nothing, now or nothing
        self.local[identifier] = LocalCommitment(
            identifier,
            self._merged(row, _TITLE, _VOLET, before.section, now.section, section),
            self._merged(row, _WORDS, _TEXT, before.text, now.text, text),
            self._adaptation(row, before.adaptation, now.adaptation),
        )

    def _own_id(self, typed: str, section: str, text: str) -> str:
        """The id of the commitment that a row is about; without an id, it may have been taken already."""
        if typed and self.exported is not None:
            return typed
        for one in self.local.values():
            if (one.section, one.text) == (section, text) and one.id not in self.met | self.named:
                self.met.add(one.id)
                return one.id
        known = (*self.local.values(), *self.former.values())
        identifier = f"local-{next_local_number(known, self.present.last_local)}"
        self.met.add(identifier)
        return identifier

    def _removed(self, row: _Row, before: LocalCommitment, typed: LocalCommitment) -> None:
        """A commitment that the site removed: it comes back if its row changed and the official says so."""
        theirs = replace(
            typed, adaptation=adaptation_of(self._read(row, before.adaptation), before.adaptation)
        )
        cell = row.cells[_TEXT]
        if theirs == before:
            return
        if cell.coordinate not in self.chosen:
            self.conflicts.append(
                Difference(cell.coordinate, row.name, row.place, _WORDS.title, REMOVED, theirs.text)
            )
        elif self.chosen[cell.coordinate]:
            self.rows.add(row.cells[0].coordinate)
            self.local[theirs.id] = theirs

    def _read(self, row: _Row, *known: Adaptation) -> dict[str, Any]:
        cells = row.cells[len(NATIONAL_COLUMNS) :]
        return {
            column.field: self.reader.value(cell, column, *(said(one, column.field) for one in known))
            for cell, column in zip(cells, COLUMNS, strict=True)
        }

    def _adaptation(self, row: _Row, before: Adaptation, now: Adaptation) -> Adaptation:
        open_before = len(self.conflicts)
        theirs = self._read(row, before, now)
        values = {
            column.field: self._merged(
                row, column, number, said(before, column.field), said(now, column.field), theirs[column.field]
            )
            for number, column in enumerate(COLUMNS, start=len(NATIONAL_COLUMNS))
        }
        merged = adaptation_of(values, now)
        if len(self.conflicts) == open_before:
            self._check(row, merged, now)
        return merged

    def _check(self, row: _Row, merged: Adaptation, now: Adaptation) -> None:
        """What the cells of a row must be together; what the contract says already is not blamed on them."""
        period = (merged.start, merged.deadline)
        if out_of_order(*period) and period != (now.start, now.deadline):
            self.reader.refuse(row.cells[_DEADLINE], "l’échéance est avant le début")
        if len(merged.means) > MAX_MEANS and merged.means != now.means:
            first = len(said(merged, MeansKind.COMMON_LAW)) > MAX_MEANS
            self.reader.refuse(row.cells[-2 if first else -1], f"{MAX_MEANS} financeurs au plus par action")

    def _merged(self, row: _Row, column: Column, number: int, before: Any, now: Any, theirs: Any) -> Any:
        if theirs in (before, now):
            return now
        cell = row.cells[number]
        show: Callable[[Any], str] = self.titles.__getitem__ if column is _TITLE else column.show
        difference = Difference(cell.coordinate, row.name, row.place, column.title, show(now), show(theirs))
        if now == before and not row.asks:
            self.taken.append(difference)
        elif cell.coordinate not in self.chosen:
            self.conflicts.append(difference)
            return now
        elif not self.chosen[cell.coordinate]:
            return now
        self.rows.add(row.cells[0].coordinate)
        return theirs


_TITLE, _WORDS = Column("Volet", "section", 26), Column("Engagement", "text", 60)
_DEADLINE = len(NATIONAL_COLUMNS) + [column.field for column in COLUMNS].index("deadline")
