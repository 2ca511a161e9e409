"""One conversion by LibreOffice: isolated, in a folder of its own, within limits, nothing left behind.

The folder is locked while it is used, removed afterwards, or at the next start. By the settings in it nothing
of a document runs, and nothing is fetched for it; the document is as LibreOffice reads it well.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir, mkdtemp

from lxml import etree

from app.documents.office import sandbox
from app.documents.office.accessible import complete
from app.domain.problems import UserError
from app.formats.xml_parts import W

PREFIX = "contrat-de-ville-"


@contextmanager
def work_folder() -> Iterator[Path]:
    """Return a new folder, for this process alone."""
    folder, lock = _new_folder()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep() -> None:
    """Remove the folders of processes that died before they could; those in use are locked, and stay."""
    for folder in Path(gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # another account's, in use, or removed meanwhile
            lock = _opened(folder)
            try:
                if os.fstat(lock).st_uid == os.geteuid():
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)


def _new_folder() -> tuple[Path, int]:
    """Return a folder and its lock: another one when a process that sweeps was faster than the lock."""
    while True:
        folder = Path(mkdtemp(prefix=PREFIX))
        with suppress(FileNotFoundError):
            lock = _opened(folder)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if folder.exists():
                return folder, lock
            os.close(lock)


def _opened(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)


_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
SETTINGS = (
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),  # since 24.2; unknown before
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Misc", "CrashReport", "false"),
    ("Office.Common/Misc", "UseOpenCL", "false"),
)
"""By path and name. « Link » 0: links are never updated."""


def write_profile(folder: Path) -> None:
    """Make a profile with these settings in a folder that does not exist."""
    user = folder / "user"
    user.mkdir(parents=True)
    items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in SETTINGS)
    namespaces = 'xmlns:oor="http://openoffice.org/2001/registry"'
    content = f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items {namespaces}>{items}</oor:items>\n'
    (user / "registrymodifications.xcu").write_text(content, encoding="utf-8")


_DOCUMENT = "word/document.xml"


def unwrap_paragraphs(document: bytes) -> bytes:
    """Return the .docx without its controls around whole paragraphs, whose content stays.

    LibreOffice 7.4 drops the bold, italics and links of the last paragraph of such a control (measured). What
    is no zip is given back as it is: LibreOffice says better what is wrong with it.
    """
    if not zipfile.is_zipfile(BytesIO(document)):
        return document
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(document)) as source, zipfile.ZipFile(result, "w") as target:
        for member in source.infolist():
            content = source.read(member)
            target.writestr(member, _without_blocks(content) if member.filename == _DOCUMENT else content)
    return result.getvalue()


def _without_blocks(xml: bytes) -> bytes:
    root = etree.fromstring(xml)
    for control in list(root.iter(f"{W}sdt")):
        content, parent = control.find(f"{W}sdtContent"), control.getparent()
        if content is not None and parent is not None and _is_block(control, content):
            place = parent.index(control)
            parent[place : place + 1] = list(content)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))


def _is_block(control: etree._Element, content: etree._Element) -> bool:
    """Around paragraphs, and not the table of contents, which LibreOffice knows by its control."""
    return content.find(f"{W}p") is not None and control.find(f"{W}sdtPr/{W}docPartObj") is None


LONGEST = 20.0
"""Seconds after which a conversion is killed.

The whole national contract takes 3 s of a processor; 11 to 18 s on two of them that fifteen programs share.
"""
ENVIRONMENT = ("PATH", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ")
"""What LibreOffice is told of the site's environment: no address of a database, no key."""


class Kind(StrEnum):
    """What a .docx is turned into; the value ends the file's name."""

    PDF = "pdf"
    ODT = "odt"


# Destinations by bookmark tell on which page each heading stands.
_FILTERS = {
    Kind.PDF: 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}',
    Kind.ODT: "odt:writer8",
}


class ConversionFailed(UserError):
    """LibreOffice gave nothing. The message is one French sentence."""


def find_libreoffice() -> Path | None:
    """Where LibreOffice is on this machine; None when it is not."""
    found = shutil.which("soffice")
    return Path(found) if found else None


@dataclass(frozen=True)
class Office:
    """The LibreOffice of this machine. `longest`: seconds that a conversion may take, waits included."""

    command: Path
    longest: float = LONGEST

    def convert(self, document: bytes, kind: Kind) -> bytes:
        """Turn a .docx into another format. Raises ConversionFailed."""
        with work_folder() as folder:
            (folder / "contrat.docx").write_bytes(unwrap_paragraphs(document))
            write_profile(folder / "profile")
            code = self._run(folder, "contrat.docx", _FILTERS[kind])
            try:
                # LibreOffice ends with 0 even when it could not read the file.
                made = (folder / f"contrat.{kind}").read_bytes()
            except FileNotFoundError:
                raise ConversionFailed(_reason(code)) from None
        return complete(made) if kind is Kind.PDF else made

    def as_docx(self, document: bytes, ending: str) -> bytes:
        """Turn a returned .odt, .doc or .rtf into a .docx. Raises ConversionFailed."""
        return self._foreign(document, ending, "docx", "docx:MS Word 2007 XML")

    def as_pdf(self, document: bytes, ending: str) -> bytes:
        """Turn a .docx or a .odt made elsewhere into a PDF, to know its pages. Raises ConversionFailed."""
        return self._foreign(document, ending, "pdf", "pdf:writer_pdf_Export")

    def _foreign(self, document: bytes, ending: str, wanted: str, written: str) -> bytes:
        with work_folder() as folder:
            (folder / f"retour.{ending}").write_bytes(document)
            write_profile(folder / "profile")
            code = self._run(folder, f"retour.{ending}", written)
            try:
                return (folder / f"retour.{wanted}").read_bytes()
            except FileNotFoundError:
                raise ConversionFailed(_reason(code, UNREADABLE)) from None

    def _run(self, folder: Path, source: str, written: str) -> int:
        """Run LibreOffice, and return its exit code. `written`: the filter that it writes with."""
        try:
            process = subprocess.Popen(  # noqa: S603 — the installed program, and paths that we made
                [
                    *_isolated(folder),
                    str(self.command),
                    f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                    "--headless",
                    *("--convert-to", written, "--outdir", str(folder)),
                    str(folder / source),
                ],
                cwd=folder,
                env=_environment(folder),
                stdin=subprocess.PIPE,  # it ends when this process does, for nobody holds the other end then
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise ConversionFailed(f"LibreOffice ne démarre pas ({error.strerror}).") from None
        with process:
            try:
                return process.wait(self.longest)
            except subprocess.TimeoutExpired:
                raise ConversionFailed(f"LibreOffice n’a pas répondu en {self.longest:.0f} s.") from None
            finally:
                # What it started may have outlived it: the whole group ends.
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)


def _isolated(folder: Path) -> list[str]:
    """Return the command before that of LibreOffice; none outside Linux, where only its settings protect."""
    if not sys.platform.startswith("linux"):
        return []
    return [sys.executable, "-I", "-S", sandbox.__file__, str(folder)]


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    return {"PATH": os.defpath, **kept, "HOME": str(folder), "TMPDIR": str(folder)}


UNREADABLE = "Ce fichier n’a pas pu être lu : enregistrez-le en .docx."


def _reason(code: int, otherwise: str = "LibreOffice n’a pas pu convertir le projet.") -> str:
    """Why there is no file."""
    if code == sandbox.REFUSED:
        return "LibreOffice ne peut pas être isolé sur ce serveur : il n’a pas été lancé."
    if code == sandbox.NOT_STARTED:
        return "LibreOffice ne démarre pas."
    return otherwise
