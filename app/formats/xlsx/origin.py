"""Where a workbook comes from: which contract, at which version.

It stands on a sheet of its own, in plain cells, so that it outlives every spreadsheet that saves the file:
A is the name of a line, B its value.
"""

import hashlib
import json
from dataclasses import astuple, dataclass
from typing import Self

from openpyxl import Workbook

from app.domain.profile import Profile
from app.domain.profile_json import profile_document
from app.formats.xlsx.sheet import Rows

ORIGIN = "Origine"
LINES = ("Contrat", "Version", "Empreinte")
EXPLAINED = (
    "Ces lignes disent de quelle version du contrat vient ce classeur : à son retour, ce qui a été changé "
    "ici et ce qui a été changé sur le site depuis sont réunis. Ne les modifiez pas."
)


@dataclass(frozen=True, slots=True)
class Origin:
    """The number of the contract, that of its version, and the fingerprint of what that version says.

    The fingerprint tells apart two installations, or a database that was restored: there the same numbers
    may name something else.
    """

    contract: str
    version: str
    fingerprint: str

    @classmethod
    def of(cls, contract: int, version: int, profile: Profile) -> Self:
        """The origin of a workbook that is written from this version."""
        document = json.dumps(profile_document(profile), sort_keys=True)
        return cls(str(contract), str(version), hashlib.sha256(document.encode()).hexdigest()[:16])


def write_origin(book: Workbook, origin: Origin) -> None:
    """Add the sheet that says it."""
    sheet = book.create_sheet(ORIGIN)
    for number, line in enumerate(zip(LINES, astuple(origin), strict=True), start=1):
        for column, text in enumerate(line, start=1):
            sheet.cell(number, column, text).data_type = "s"
    sheet.cell(len(LINES) + 2, 1, EXPLAINED)


def read_origin(rows: Rows) -> Origin | None:
    """What the sheet says; None for a workbook that does not have it whole."""
    lines = [
        (cells[1].text.strip(), cells[2].text.strip()) for cells in rows.values() if {1, 2} <= cells.keys()
    ]
    said = dict(lines[: len(LINES)])
    return Origin(*(said[line] for line in LINES)) if set(LINES) <= said.keys() else None
