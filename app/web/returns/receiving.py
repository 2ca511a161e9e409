"""A file as it is received: read once, against the version that was sent, and who may have returned it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import PurePath

from app.documents import RenderOptions
from app.documents.returns import OTHERS, DraftsOnce, as_docx
from app.domain.assembly import assemble
from app.domain.draft import Draft
from app.domain.problems import UserError
from app.domain.profile_json import parse_json, read_new_profile
from app.domain.profile_reader import ProfileRefused
from app.domain.returned import Reading
from app.domain.text import MAX_NAME, clean
from app.formats.returned import (
    ASSISTANT,
    Package,
    Sent,
    format_of,
    open_package,
    read_returned,
    sent_of,
)
from app.formats.returned.macros import without_macros
from app.formats.returned.proposing import proposed_by
from app.store import (
    AlreadyReceived,
    BaseKind,
    FileState,
    Received,
    ReturnedFile,
    SavedProfile,
    TooManyReturns,
)
from app.territories import departures_of
from app.web.contract_catalogue import catalogue_at, catalogue_of, draft_at, draft_of
from app.web.filters import moment
from app.web.forms import version_number
from app.web.profile_form import version_at
from app.web.services import profiles, reference, services
from app.web.signature import signature_note

_USUAL_WORDS = re.compile(
    r"(?i)(?<![^\W\d_])(?:contrat(?:[-_ ]+de[-_ ]+ville)?|projet|version|retour|relu|final|vf?)"
    r"(?![^\W\d_])|\d+"
)
"""What the name of a file says beside who returned it."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What became of one file that was sent: `number` where it is kept, else why it is not."""

    name: str
    number: int = 0
    refusal: str = ""


class Receiver:
    """Receives the files of one sending for one contract; what two of them are compared with is made once."""

    def __init__(self, saved: SavedProfile) -> None:
        self._saved = saved
        self._bases: dict[object, _Base] = {}
        self._drafts = DraftsOnce()

    def receive(self, name: str, content: bytes) -> Sending:
        """Read and keep a file; what is wrong with it is said, and the others are still taken."""
        shown, returns = name_of(name), profiles().returns
        try:
            returns.refuse_again(self._saved.id, without_macros(content))
            return Sending(shown, returns.receive(self._saved.id, self.read(shown, content)))
        except AlreadyReceived as already:
            return Sending(shown, refusal=f"déjà reçu le {moment(already.received_at)}.")
        except (UserError, TooManyReturns) as refused:
            return Sending(shown, refusal=str(refused))

    def read(self, name: str, content: bytes, *, whatever_contract: bool = False) -> Received:
        """Return a file with what it changes. Raises UserError for one that cannot be read.

        One that says that it is of another contract waits for somebody to say whether it is read.
        """
        package = open_package(_as_docx(content))
        kept = without_macros(content)
        if package.contract and package.contract != self._saved.contract and not whatever_contract:
            reading = Reading(tool=package.tool, saved_by=package.saved_by)
            return Received(name, kept, _who(name, reading), FileState.OTHER, reading=reading)
        base = self._base(package)
        drafts = self._drafts.likely(package, base.draft, services().today(), base.options)
        found = read_returned(package, base.sent, drafts, whatever_contract=whatever_contract)
        read = proposed_by(found, base.draft.profile)
        beside = tuple(one.beside(self._saved.profile) for one in read.proposals)
        reading = replace(read, proposals=beside, tool=package.tool, saved_by=package.saved_by)
        return Received(name, kept, _who(name, reading), FileState.RECEIVED, base.kind, base.version, reading)

    def read_again(self, file: ReturnedFile) -> None:
        """Read a file that is kept, be it of another contract; what is decided stays. Raises UserError."""
        returns = profiles().returns
        content = returns.content(self._saved.id, file.id)
        received = self.read(file.name, content, whatever_contract=True)
        returns.read_again(self._saved.id, file.id, received)

    def _base(self, package: Package) -> "_Base":
        """Return what a file is compared with, made once for all those that were sent alike."""
        key = package.contract, package.version, package.catalogue, package.profile, package.is_fiche
        if key not in self._bases:
            self._bases[key] = _base_of(package, self._saved)
        return self._bases[key]


@dataclass(frozen=True, slots=True)
class _Base:
    """The contract as it was sent, how it was recognised, and the number of the version if known."""

    draft: Draft
    sent: Sent
    options: RenderOptions
    kind: BaseKind
    version: int | None


def name_of(name: str) -> str:
    """Return the name of a file as it is shown and kept: without its folders, on one line."""
    bare = PurePath(name.replace("\\", "/")).name
    return " ".join(clean(bare).text.split())[:MAX_NAME] or "fichier sans nom"


def _as_docx(content: bytes) -> bytes:
    """Return a .odt, a .doc or a .rtf as .docx where LibreOffice is installed, in the order of its queue."""
    numbering = services().numbering
    if numbering is None or format_of(content) not in OTHERS:
        return content
    make: Callable[[], bytes] = partial(as_docx, content, numbering.office.command)
    return numbering.queue.result(sha256(content).digest(), make)


def _base_of(package: Package, saved: SavedProfile) -> _Base:
    draft, kind, version = _sent(package, saved)
    return _Base(draft, sent_of(draft), _options(draft, saved), kind, version)


def _sent(package: Package, saved: SavedProfile) -> tuple[Draft, BaseKind, int | None]:
    """Return the contract as it was sent, how it was recognised, and the number of the version if known.

    The data of the part of one signatory leave out what the others do, which its totals count: the version
    that is kept here comes first.
    """
    ours = package.contract == saved.contract
    number = version_number(package.version) if ours else 0
    version = version_at(saved.id, number)
    joined = None if version and package.is_fiche else _joined(package, saved)
    if joined:
        return joined, BaseKind.EMBEDDED, number or None
    if version:
        return draft_at(version), BaseKind.VERSION, number
    return draft_of(saved), BaseKind.UNKNOWN, None


def _joined(package: Package, saved: SavedProfile) -> Draft | None:
    """Return the contract of the data that a file carries; None without any, or where they are damaged."""
    if not package.profile:
        return None
    known = (catalogue_at(package.catalogue) if package.catalogue else None) or catalogue_of(saved)
    try:
        return assemble(known, read_new_profile(parse_json(package.profile), known))
    except ProfileRefused:
        return None


def _options(draft: Draft, saved: SavedProfile) -> RenderOptions:
    """Return what this site writes in the documents of a contract beside what the contract says."""
    departures = departures_of(draft.territory, reference())
    return RenderOptions(services().today(), departures=departures, signature_note=signature_note(saved))


def _who(name: str, reading: Reading) -> str:
    """Return who may have returned a file: the authors that it names, who saved it last, else its name."""
    if reading.authors:
        return reading.authors[0][:MAX_NAME]
    if reading.saved_by and reading.saved_by != ASSISTANT:
        return " ".join(clean(reading.saved_by).text.split())[:MAX_NAME]
    stem = _USUAL_WORDS.sub(" ", PurePath(name).stem)
    return " ".join(re.split(r"[-_\s]+", stem)).strip()[:MAX_NAME]
