"""A workbook that comes back: which version it was exported from, and what it changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from app.formats.xlsx import ImportResult, Origin, Table, import_table, open_table
from app.store import SavedProfile, Version, VersionNotFound
from app.web.contract_catalogue import catalogue_at, catalogue_of
from app.web.services import profiles

NO_ORIGIN = (
    "Ce classeur ne dit pas de quelle version du contrat il vient : il est ancien, ou sa feuille "
    "« Origine » a été retirée."
)
ANOTHER_CONTRACT = "Ce classeur a été exporté d’un autre contrat."
UNKNOWN_VERSION = "Ce classeur vient d’une version de ce contrat que ce site ne connaît pas."
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class WorkbookImport:
    """An opened workbook beside the contract. `doubt` says why its version is not known, if it is not.

    `exported` is the version that it was exported from.
    """

    table: Table
    saved: SavedProfile
    exported: Version | None
    doubt: str

    @classmethod
    def of(cls, content: bytes, saved: SavedProfile) -> Self:
        """Raises WorkbookRefused for a file that is not such a workbook."""
        table = open_table(content)
        if table.origin is None:
            return cls(table, saved, None, NO_ORIGIN)
        if table.origin.contract != str(saved.id):
            return cls(table, saved, None, ANOTHER_CONTRACT)
        exported = _exported(saved, table.origin)
        return cls(table, saved, exported, "" if exported else UNKNOWN_VERSION)

    def result(self, chosen: Mapping[str, bool] | None = None) -> ImportResult:
        """What it changes. Raises WorkbookRefused when a cell cannot be read."""
        exported = self.exported.profile if self.exported else None
        former = catalogue_at(self.exported.catalogue) if self.exported else None
        today = catalogue_of(self.saved)
        return import_table(self.table, self.saved.profile, exported, today, chosen, former)

    def says_nothing_new(self, result: ImportResult) -> bool:
        """Whether there is nothing to confirm, choose or tell."""
        asked = result.conflicts or result.remarks or self.doubt
        return not asked and result.profile == self.saved.profile


def _exported(saved: SavedProfile, origin: Origin) -> Version | None:
    number = origin.version
    if not (number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS):
        return None
    try:
        version = profiles().versions.get(saved.id, int(number))
    except VersionNotFound:
        return None
    return version if Origin.of(saved.id, int(number), version.profile) == origin else None
