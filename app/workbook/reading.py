"""A sheet read back: every problem is named by its cell, and nothing is taken until there is none."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell

from app.domain.catalogue import Catalogue, Scope
from app.domain.deadlines import out_of_order
from app.domain.document_reader import MAX_MEMBERS, Problem
from app.domain.profile import NO_ADAPTATION, Adaptation, LocalCommitment, MeansKind, Profile
from app.domain.profile_reader import MAX_MEANS
from app.domain.reuse import next_local_number
from app.domain.text import MAX_NAME, MAX_TEXT, clean
from app.workbook.columns import (
    COLUMNS,
    HEADERS,
    MEANS_COLUMNS,
    NATIONAL_COLUMNS,
    SHEET,
    CellRefused,
    Column,
    read_means,
)

AnyCell = Cell | MergedCell
"""A cell of a row; one that was merged into another shows nothing."""

LARGEST = 60 * 1024 * 1024
MOST_PARTS = 300
MOST_ROWS = 5_000
# The fields that a form takes on one line.
_ONE_LINE = {
    *("lead", "start", "deadline"),
    *("indicator_baseline", "indicator_target", "indicator_year", "indicator_source"),
}
NOT_A_WORKBOOK = "ce n’est pas un classeur .xlsx : choisissez le fichier exporté depuis ce contrat"


class WorkbookRefused(ValueError):
    """A file that cannot be taken over. `problems` names every fault, by its cell where it has one."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def adapted_by(content: bytes, profile: Profile, catalogue: Catalogue) -> Profile:
    """The profile with what the sheet says; a commitment without a row stays as it is.

    Raises WorkbookRefused with every problem found.
    """
    reader = _Reader(profile, catalogue)
    reader.read(_rows(content))
    if reader.problems:
        raise WorkbookRefused(tuple(reader.problems))
    return replace(
        profile, adaptations=reader.adaptations, local_commitments=tuple(reader.local_commitments.values())
    )


def _rows(content: bytes) -> list[tuple[AnyCell, ...]]:
    try:
        _refuse_dangers(content)
        # data_only: the result of a formula as Excel left it; the formula itself never runs here.
        book = load_workbook(BytesIO(content), data_only=True, keep_links=False)
    except WorkbookRefused:
        raise
    except Exception:
        raise _refused(NOT_A_WORKBOOK) from None
    if SHEET not in book.sheetnames:
        raise _refused(f"la feuille « {SHEET} » manque : exportez de nouveau le classeur")
    sheet = book[SHEET]
    if sheet.max_row > MOST_ROWS:
        raise _refused(f"plus de {MOST_ROWS} lignes dans la feuille « {SHEET} »")
    return list(sheet.iter_rows(max_col=len(HEADERS)))


def _refuse_dangers(content: bytes) -> None:
    """A bomb, or a document type: nothing that a spreadsheet writes."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
            raise _refused("classeur trop volumineux")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(part):
                raise _refused(NOT_A_WORKBOOK)


def _refused(message: str) -> WorkbookRefused:
    return WorkbookRefused((Problem("", message),))


@dataclass
class _Reader:
    """Reads the rows one by one onto the adaptations and the local commitments of a profile."""

    profile: Profile
    catalogue: Catalogue
    problems: list[Problem] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.adaptations = dict(self.profile.adaptations)
        self.local_commitments = {local.id: local for local in self.profile.local_commitments}
        self.section_by_title = {section.title: section.id for section in self.catalogue.sections}

    def refuse(self, cell: AnyCell, message: str) -> None:
        self.problems.append(Problem(f"cellule {cell.coordinate}", message))

    def read(self, rows: list[tuple[AnyCell, ...]]) -> None:
        if not rows or not self._headers(rows[0]):
            return
        for row in rows[1:]:
            if any(cell.value is not None for cell in row):
                self._row(row)
        if len(self.local_commitments) > MAX_MEMBERS:
            self.problems.append(Problem("", f"{MAX_MEMBERS} engagements locaux au plus"))

    def _headers(self, row: tuple[AnyCell, ...]) -> bool:
        for cell, title in zip(row, HEADERS, strict=True):
            if cell.value != title:
                message = f"la colonne « {title} » est attendue ici : exportez de nouveau le classeur"
                self.refuse(cell, message)
        return not self.problems

    def _row(self, row: tuple[AnyCell, ...]) -> None:
        identifier = self._text(row[0], MAX_NAME)
        if identifier and identifier in self.seen:
            self.refuse(row[0], f"« {identifier} » figure déjà plus haut")
        self.seen.add(identifier)
        if not identifier:
            self._local(row, self._next_id())
        elif identifier in self.local_commitments:
            self._local(row, identifier)
        elif self._is_ours(identifier):
            adaptation = self._adaptation(row)
            self.adaptations.pop(identifier, None)
            if adaptation != NO_ADAPTATION:
                self.adaptations[identifier] = adaptation
        else:
            message = f"engagement inconnu « {identifier} » : reprenez l’identifiant du classeur exporté"
            self.refuse(row[0], message)

    def _is_ours(self, identifier: str) -> bool:
        leaf = self.catalogue.leaf_by_id.get(identifier)
        return leaf is not None and leaf.commitment.scope is Scope.LOCAL

    def _local(self, row: tuple[AnyCell, ...], identifier: str) -> None:
        title, text = self._text(row[1], MAX_NAME), self._text(row[3], MAX_TEXT)
        if title not in self.section_by_title:
            self.refuse(row[1], f"volet inconnu « {title} » : reprenez le titre d’un volet du classeur")
        if not text.strip():
            self.refuse(row[3], "écrivez ce à quoi les signataires s’engagent")
        section = self.section_by_title.get(title, "")
        self.local_commitments[identifier] = LocalCommitment(identifier, section, text, self._adaptation(row))

    def _next_id(self) -> str:
        return f"local-{next_local_number(self.local_commitments.values())}"

    def _adaptation(self, row: tuple[AnyCell, ...]) -> Adaptation:
        first = len(NATIONAL_COLUMNS)
        cells = row[first : first + len(COLUMNS)]
        read: dict[str, Any] = {}
        for cell, column in zip(cells, COLUMNS, strict=True):
            if cell.value is not None:
                read[column.field] = self._value(cell, column)
        by_field = {column.field: cell for cell, column in zip(cells, COLUMNS, strict=True)}
        if out_of_order(read.get("start", ""), read.get("deadline", "")):
            self.refuse(by_field["deadline"], "l’échéance est avant le début")
        return replace(NO_ADAPTATION, **read, means=tuple(self._means(row[first + len(COLUMNS) :])))

    def _means(self, cells: tuple[AnyCell, ...]) -> Iterator[Any]:
        lines = 0
        for cell, kind in zip(cells, MEANS_COLUMNS, strict=True):
            read = self._means_of(cell, kind)
            lines += len(read)
            if lines > MAX_MEANS >= lines - len(read):
                self.refuse(cell, f"{MAX_MEANS} financeurs au plus par action")
            yield from read

    def _means_of(self, cell: AnyCell, kind: MeansKind) -> tuple[Any, ...]:
        try:
            return read_means(self._text(cell, MAX_TEXT), kind)
        except CellRefused as refused:
            self.refuse(cell, str(refused))
            return ()

    def _value(self, cell: AnyCell, column: Column) -> Any:
        text = self._text(cell, MAX_NAME if column.field in _ONE_LINE else MAX_TEXT)
        try:
            return column.read(text)
        except CellRefused as refused:
            self.refuse(cell, str(refused))
            return getattr(NO_ADAPTATION, column.field)

    def _text(self, cell: AnyCell, longest: int) -> str:
        """What the cell shows, cleaned; a date becomes 31/12/2028 and 12.0 becomes 12, as on the screen."""
        if cell.data_type == "e":
            self.refuse(cell, "cette formule donne une erreur : remplacez-la par sa valeur")
            return ""
        text = clean(_shown(cell.value)).text
        if len(text) > longest:
            self.refuse(cell, f"{len(text)} caractères ; {longest} au plus")
        return text


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)
