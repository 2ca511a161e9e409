"""What a workbook changes in a contract, beside what was changed on the site since it was exported.

Cell by cell: what only the workbook changed is taken, what only the site changed stays, and what both
changed differently is a conflict, for the official to settle.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from app.domain.assembly import term_of
from app.domain.catalogue import Catalogue, Scope
from app.domain.french import typeset
from app.domain.limits import LOCAL_COMMITMENTS, MAX_RECORDS, records_refusal
from app.domain.orientations import orientation_numbers
from app.domain.problems import quote
from app.domain.profile import (
    LOCAL_ID,
    NO_ADAPTATION,
    Adaptation,
    ClausePlace,
    LocalCommitment,
    Means,
    MeansKind,
    Profile,
)
from app.domain.profile_reader import LOCAL_PLACE, MAX_MEANS
from app.domain.reuse import next_local_number
from app.domain.text import MAX_NAME, MAX_TEXT, is_blank
from app.domain.typed_values import out_of_order
from app.formats.xlsx.cell_reader import CellReader
from app.formats.xlsx.cells import Cell
from app.formats.xlsx.columns import (
    COLUMNS,
    KINDS,
    NATIONAL_COLUMNS,
    Column,
    adaptation_of,
    numbered_columns,
    said,
)
from app.formats.xlsx.lines import MOST
from app.formats.xlsx.orientations import OrientationMerge
from app.formats.xlsx.portraits import PortraitMerge
from app.formats.xlsx.table import IDENTIFIER, Difference, Line, Row, Table, fold

_BY_FIELD = {column.field: column for column in (*NATIONAL_COLUMNS, *COLUMNS)}
_SECTION, _TEXT = _BY_FIELD["section"], _BY_FIELD["text"]
MAX_CONFLICTS = 400
"""Most cells that one page asks about: a form has a thousand fields at most."""

TOO_MANY_CONFLICTS = (
    f"plus de {MAX_CONFLICTS} cellules disent autre chose que le contrat : exportez de nouveau le classeur, "
    "et reportez-y ce qui doit changer"
)
REMOVED = "(engagement retiré du contrat)"
UNKNOWN = "engagement inconnu « {} » : reprenez l’identifiant du classeur exporté"
ERASED = "l’identifiant de cette ligne a été effacé : écrivez-y « {} »"
GONE = "le catalogue de ce contrat n’a plus l’engagement « {} » : cette ligne n’est pas reprise"
NO_FUNDER = (
    "qui apporte ce montant ? écrivez le financeur, ou le pilote de l’action ; exemple : Ville : 12 500"
)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """A contract with what a workbook changes in it.

    `taken`: the cells that only the workbook changed. `conflicts`: those that both changed and about which
    nothing was chosen; the contract keeps its own text there. `rows`: how many rows change something.
    `remarks`: what was set aside, rounded or given to somebody, in French sentences.
    """

    profile: Profile
    taken: tuple[Difference, ...]
    conflicts: tuple[Difference, ...]
    rows: int
    remarks: tuple[str, ...] = ()

    @property
    def taken_by_row(self) -> list[list[Difference]]:
        """The cells that only the workbook changed, row by row."""
        return [list(cells) for _, cells in groupby(self.taken, key=lambda one: (one.sheet, one.row))]


def import_table(
    table: Table,
    present: Profile,
    exported: Profile | None,
    catalogue: Catalogue,
    chosen: Mapping[str, bool] | None = None,
    former: Catalogue | None = None,
) -> ImportResult:
    """Return what a workbook changes in the present contract; a commitment without a row stays as it is.

    `exported` is the contract as it was exported, None when nobody knows: then an empty cell empties
    nothing, and every text that the contract has already is asked about. `chosen` says of a cell in
    conflict whether the workbook's text is taken. `former` is the catalogue with which it was exported: a row
    about a clause that is no longer in the catalogue is set aside and said. Raises WorkbookRefused with the
    problems found.
    """
    merge = _Merge(table, present, exported, catalogue, chosen or {}, former or catalogue)
    orientations = merge.orientations.read(table.orientations)
    for row in table.rows:
        merge.row(row)
    portraits = PortraitMerge(table, present, exported, merge.reader, merge.merged).portraits()
    if len(merge.local) > max(MAX_RECORDS, len(present.local_commitments)):
        merge.reader.problems.add("", records_refusal(LOCAL_COMMITMENTS, len(merge.local)))
    if len(merge.conflicts) > MAX_CONFLICTS:
        merge.reader.problems.add("", typeset(TOO_MANY_CONFLICTS))
    merge.reader.problems.raise_if_any()
    local = tuple(merge.local.values())
    profile = replace(
        present,
        adaptations=merge.adaptations,
        local_commitments=local,
        portraits=portraits,
        orientations=orientations,
    )
    remarks = (*table.remarks, *merge.reader.remarks)
    return ImportResult(profile, tuple(merge.taken), tuple(merge.conflicts), len(merge.rows), remarks)


@dataclass
class _Merge:
    table: Table
    present: Profile
    exported: Profile | None
    catalogue: Catalogue
    chosen: Mapping[str, bool]
    former_catalogue: Catalogue
    taken: list[Difference] = field(default_factory=list)
    conflicts: list[Difference] = field(default_factory=list)
    rows: set[tuple[str, int]] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.reader = CellReader(self.present.territory, term_of(self.catalogue, self.present))
        self.adaptations = dict(self.present.adaptations)
        self.local = {local.id: local for local in self.present.local_commitments}
        self.former = {local.id: local for local in self.exported.local_commitments} if self.exported else {}
        titles = [
            {section.id: section.title for section in known.sections}
            for known in (self.former_catalogue, self.catalogue)
        ]
        self.titles = titles[0] | titles[1]
        self.national = {
            fold(leaf.commitment.text): identifier
            for identifier, leaf in self.catalogue.leaf_by_id.items()
            if leaf.commitment.scope is Scope.LOCAL
        }
        self.sections = {fold(title): known for named in titles for known, title in named.items()}
        orientations = self.exported.orientations if self.exported else None
        self.orientations = OrientationMerge(
            self.present.orientations, orientations, self.reader, self.merged, self.choose
        )
        self.reader.objectives = self.orientations.numbered
        shown = numbered_columns(orientation_numbers(self.orientations.known))
        self.columns = [column for column in shown if column.field in self.table.fields]
        named = {_identifier(row) for row in self.table.rows} if self.exported else set()
        # Those that no row names: a row without an id may be about one of them.
        self.unnamed: dict[tuple[str, str], list[str]] = {}
        for local in self.present.local_commitments:
            if local.id not in named:
                self.unnamed.setdefault((local.section, local.text), []).append(local.id)
        known = (*self.local.values(), *self.former.values())
        self.next_number = next_local_number(known, self.present.last_local)

    def row(self, row: Row) -> None:
        """Take one row. Notes a problem for one that names no commitment."""
        cell, identifier = row[IDENTIFIER], _identifier(row)
        if cell.fault or len(identifier) > MAX_NAME:
            self.reader.text(cell, MAX_NAME)
            return
        if identifier and identifier in self.seen:
            self.reader.refuse(cell, f"« {quote(identifier)} » figure déjà plus haut")
        self.seen.add(identifier)
        leaf = self.catalogue.leaf_by_id.get(identifier)
        if leaf is not None and leaf.commitment.scope is Scope.LOCAL:
            place = self.titles[leaf.commitment.section]
            self._national(Line(row, leaf.commitment.text, place), identifier)
        elif not identifier and (erased := self._national_text(row)):
            self.reader.refuse(cell, ERASED.format(erased))
        elif self._is_local(identifier):
            self._local(row, identifier)
        elif identifier and all(other.is_empty for other in row.cells.values() if other is not cell):
            self.reader.remark(cell, f"« {quote(cell.text.strip())} », seul sur sa ligne, est laissé de côté")
        elif identifier in self.former_catalogue.leaf_by_id:
            self.reader.remark(cell, GONE.format(quote(identifier)))
        else:
            message = (
                f"engagement inconnu « {quote(identifier)} » : reprenez l’identifiant du classeur exporté"
            )
            self.reader.refuse(cell, message)

    def _national_text(self, row: Row) -> str:
        """Return the id of the national commitment whose words a row without id has; "" for others."""
        cell = row.cells.get(_TEXT.field)
        return self.national.get(fold(cell.text), "") if cell else ""

    def _is_local(self, identifier: str) -> bool:
        if self.exported is None or not identifier:
            return not identifier or LOCAL_ID.fullmatch(identifier) is not None
        return identifier in self.former or identifier in self.local

    def _national(self, line: Line, identifier: str) -> None:
        exported = self.exported.adaptations if self.exported else {}
        now = self.present.adaptations.get(identifier, NO_ADAPTATION)
        merged = self._adaptation(line, exported.get(identifier, NO_ADAPTATION), now)
        if merged != NO_ADAPTATION:
            self.adaptations[identifier] = merged
        else:
            self.adaptations.pop(identifier, None)

    def _local(self, row: Row, typed_id: str) -> None:
        known = self.local.get(typed_id) or self.former.get(typed_id)
        section, text = self._section(row, known), self._text(row, known)
        identifier = self._own_id(typed_id, section, text)
        before, now = self.former.get(identifier), self.local.get(identifier)
        # A number that another site gave: other words may mean another commitment.
        asks = before is not None and now is not None and before.text != now.text
        line = Line(row, text, self.titles.get(section, ""), asks)
        if before is not None and now is None:
            self._removed(line, before, LocalCommitment(identifier, section, text))
            return
        nothing = LocalCommitment(identifier, section, "")
        before, now = before or nothing, now or nothing
        adaptation = self._adaptation(line, before.adaptation, now.adaptation)
        if adaptation.place is not ClausePlace.USUAL:
            self.reader.refuse(row.cells.get("place", row[IDENTIFIER]), LOCAL_PLACE)
        self.local[identifier] = LocalCommitment(
            identifier,
            self.merged(line, _SECTION, before.section, now.section, section),
            self.merged(line, _TEXT, before.text, now.text, text),
            adaptation,
        )

    def _section(self, row: Row, known: LocalCommitment | None) -> str:
        cell = row.cells.get(_SECTION.field)
        if cell is None and known is not None:
            return known.section
        title = self.reader.text(cell, MAX_NAME) if cell else ""
        section = self.sections.get(fold(title), "")
        if not section:
            message = f"volet inconnu « {quote(title)} » : reprenez le titre d’un volet du classeur"
            self.reader.refuse(cell or row[IDENTIFIER], message)
        return section

    def _text(self, row: Row, known: LocalCommitment | None) -> str:
        cell = row.cells.get(_TEXT.field)
        if cell is None and known is not None:
            return known.text
        text = self.reader.text(cell, MAX_TEXT) if cell else ""
        if is_blank(text):
            self.reader.refuse(cell or row[IDENTIFIER], "écrivez ce à quoi les signataires s’engagent")
        return text

    def _own_id(self, typed: str, section: str, text: str) -> str:
        """Return the id of the commitment that a row is about.

        Without an id, it may have been taken already.
        """
        if typed and self.exported is not None:
            return typed
        if same := self.unnamed.get((section, text)):
            return same.pop(0)
        self.next_number += 1
        return f"local-{self.next_number - 1}"

    def _removed(self, line: Line, before: LocalCommitment, typed: LocalCommitment) -> None:
        """Bring a removed commitment back if its row changed and the official says so."""
        read = self._read(line, before.adaptation, before.adaptation)
        theirs = replace(typed, adaptation=adaptation_of(read, before.adaptation))
        cell = line.row.cells.get(_TEXT.field, line.row[IDENTIFIER])
        if theirs == before:
            return
        if self.choose(self._difference(line, cell, _TEXT, REMOVED, theirs.text)):
            self.local[theirs.id] = theirs

    def _read(self, line: Line, before: Adaptation, now: Adaptation) -> dict[str, Any]:
        read = {
            column.field: self.reader.value(
                line.row[column.field], column, said(before, column.field), said(now, column.field)
            )
            for column in self.columns
        }
        for kind in KINDS.keys() & read.keys():
            read[kind] = self._with_funders(line.row[kind], read[kind], read.get("lead", now.lead))
        return read

    def _with_funders(self, cell: Cell, lines: tuple[Means, ...], lead: str) -> tuple[Means, ...]:
        """Return the lines of a cell, where an amount alone is the lead's. Notes a problem without a lead."""
        if all(means.funder for means in lines):
            return lines
        if not lead:
            self.reader.refuse(cell, NO_FUNDER)
            return ()
        self.reader.remark(cell, f"un montant sans financeur est donné au pilote, « {quote(lead)} »")
        return tuple(means if means.funder else replace(means, funder=lead) for means in lines)

    def _adaptation(self, line: Line, before: Adaptation, now: Adaptation) -> Adaptation:
        open_before = len(self.conflicts)
        theirs = self._read(line, before, now)
        values = {
            column.field: self.merged(
                line, column, said(before, column.field), said(now, column.field), theirs[column.field]
            )
            for column in self.columns
        }
        merged = adaptation_of(values, now)
        if len(self.conflicts) == open_before:
            self._check(line.row, merged, now)
        return merged

    def _check(self, row: Row, merged: Adaptation, now: Adaptation) -> None:
        """Refuse cells of a row that contradict one another.

        What the contract says already is not blamed on them.
        """
        period = (merged.start, merged.deadline)
        if out_of_order(*period) and period != (now.start, now.deadline):
            cell = row.cells.get("deadline") or row.cells.get("start") or row[IDENTIFIER]
            self.reader.refuse(cell, "l’échéance est avant le début")
        if len(merged.means) > MAX_MEANS and merged.means != now.means:
            cells = [row.cells[kind] for kind in KINDS if kind in row.cells]
            first = len(said(merged, MeansKind.COMMON_LAW)) > MAX_MEANS
            self.reader.refuse(cells[0 if first else -1], MOST)

    def merged(self, line: Line, column: Column, before: Any, now: Any, theirs: Any) -> Any:
        """Return what the contract says in a cell, with what the workbook changes there."""
        cell = line.row.cells.get(column.field)
        if cell is None or theirs in (before, now):
            return now
        show: Callable[[Any], str] = self.titles.__getitem__ if column is _SECTION else column.show
        difference = self._difference(line, cell, column, show(now), show(theirs))
        if now == before and not line.asks:
            self.taken.append(difference)
            self.rows.add((difference.sheet, difference.row))
            return theirs
        return theirs if self.choose(difference) else now

    def choose(self, difference: Difference) -> bool:
        """Return whether the text of the workbook was chosen; where nothing was, the cell is a conflict."""
        if difference.cell not in self.chosen:
            self.conflicts.append(difference)
        elif self.chosen[difference.cell]:
            self.rows.add((difference.sheet, difference.row))
        return self.chosen.get(difference.cell, False)

    @staticmethod
    def _difference(line: Line, cell: Cell, column: Column, ours: str, theirs: str) -> Difference:
        return Difference(
            cell.coordinate, cell.row, line.name, line.place, column.title, ours, theirs, cell.sheet
        )


def _identifier(row: Row) -> str:
    """Return the id of a row: spaces and case do not count, ids have none."""
    return "".join(row[IDENTIFIER].text.split()).lower()
