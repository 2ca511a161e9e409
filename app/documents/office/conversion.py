"""One conversion by LibreOffice: isolated, in a folder of its own, within limits, nothing left behind."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.documents.office import sandbox
from app.documents.office.work_folder import unwrap_paragraphs, work_folder, write_profile
from app.domain.problems import UserError

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
            code = self._run(folder, kind)
            try:
                # LibreOffice ends with 0 even when it could not read the file.
                return (folder / f"contrat.{kind}").read_bytes()
            except FileNotFoundError:
                raise ConversionFailed(_reason(code)) from None

    def _run(self, folder: Path, kind: Kind) -> int:
        """Run LibreOffice, and return its exit code."""
        try:
            process = subprocess.Popen(  # noqa: S603 — the installed program, and paths that we made
                [*_isolated(folder), *self._arguments(folder, kind)],
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

    def _arguments(self, folder: Path, kind: Kind) -> list[str]:
        return [
            str(self.command),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            _FILTERS[kind],
            "--outdir",
            str(folder),
            str(folder / "contrat.docx"),
        ]


def _isolated(folder: Path) -> list[str]:
    """Return the command before that of LibreOffice; none outside Linux, where only its settings protect."""
    if not sys.platform.startswith("linux"):
        return []
    return [sys.executable, "-I", "-S", sandbox.__file__, str(folder)]


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    return {"PATH": os.defpath, **kept, "HOME": str(folder), "TMPDIR": str(folder)}


def _reason(code: int) -> str:
    """Why there is no file."""
    if code == sandbox.REFUSED:
        return "LibreOffice ne peut pas être isolé sur ce serveur : il n’a pas été lancé."
    if code == sandbox.NOT_STARTED:
        return "LibreOffice ne démarre pas."
    return "LibreOffice n’a pas pu convertir le projet."
