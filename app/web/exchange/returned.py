"""A workbook that comes back: which version it was exported from, and what it changes."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from app.domain.profile import Profile
from app.store import SavedProfile, VersionNotFound
from app.web.parts import profiles
from app.web.standing import catalogue_of
from app.workbook import Origin, Sheet, Taking, open_sheet, taking_of

NO_ORIGIN = (
    "Ce classeur ne dit pas de quelle version du contrat il vient : il est ancien, ou sa feuille "
    "« Origine » a été retirée."
)
ANOTHER_CONTRACT = "Ce classeur a été exporté d’un autre contrat."
UNKNOWN_VERSION = "Ce classeur vient d’une version de ce contrat que ce site ne connaît pas."
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Returned:
    """An opened workbook beside the contract. `doubt` says why its version is not known, if it is not."""

    sheet: Sheet
    saved: SavedProfile
    exported: Profile | None
    doubt: str

    @classmethod
    def of(cls, content: bytes, saved: SavedProfile) -> Self:
        """Raises WorkbookRefused for a file that is not such a workbook."""
        sheet = open_sheet(content)
        if sheet.origin is None:
            return cls(sheet, saved, None, NO_ORIGIN)
        if sheet.origin.contract != str(saved.id):
            return cls(sheet, saved, None, ANOTHER_CONTRACT)
        exported = _exported(saved, sheet.origin)
        return cls(sheet, saved, exported, "" if exported else UNKNOWN_VERSION)

    def taking(self, chosen: Mapping[str, bool] | None = None) -> Taking:
        """What it changes. Raises WorkbookRefused when a cell cannot be read."""
        return taking_of(self.sheet, self.saved.profile, self.exported, catalogue_of(self.saved), chosen)


def _exported(saved: SavedProfile, origin: Origin) -> Profile | None:
    number = origin.version
    if not (number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS):
        return None
    try:
        version = profiles().versions.get(saved.id, int(number))
    except VersionNotFound:
        return None
    return version.profile if Origin.of(saved.id, int(number), version.profile) == origin else None


def carried(content: bytes) -> str:
    """A file as a hidden field of a page holds it."""
    return urlsafe_b64encode(content).decode()


def received(text: str) -> bytes:
    """The file of such a field; nothing for a field that was tampered with."""
    try:
        return urlsafe_b64decode(text)
    except ValueError:
        return b""
