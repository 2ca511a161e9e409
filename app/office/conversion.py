"""One conversion by LibreOffice: in a folder of its own, within a limit, and nothing left behind."""

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from app.office.unwrapping import unwrapped

LONGEST = 40.0
"""Seconds after which a conversion is killed. The whole national contract takes about three."""
PLACES = 2
"""Conversions at a time: each one takes a core and some 250 MB."""
PATIENCE = 3.0
"""Seconds that a conversion waits for its turn: whoever waits holds one of the few threads of the server."""


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


class ConversionFailed(Exception):
    """LibreOffice gave nothing. The message is one French sentence."""


class OfficeBusy(ConversionFailed):
    """Every place was taken for too long."""


def installed() -> Path | None:
    """Where LibreOffice is on this machine; None when it is not."""
    found = shutil.which("soffice")
    return Path(found) if found else None


@dataclass(frozen=True)
class Office:
    """The LibreOffice of this machine, a few conversions at a time. `longest` and `patience` in seconds."""

    command: Path
    longest: float = LONGEST
    patience: float = PATIENCE
    places: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(PLACES), repr=False, compare=False
    )

    def convert(self, document: bytes, kind: Kind) -> bytes:
        """A .docx in another format. Raises ConversionFailed, OfficeBusy when there are too many at once."""
        with self._place(), TemporaryDirectory(prefix="contrat-de-ville-") as name:
            folder = Path(name)
            (folder / "contrat.docx").write_bytes(unwrapped(document))
            self._run(folder, kind)
            try:
                # LibreOffice ends with 0 even when it could not read the file.
                return (folder / f"contrat.{kind}").read_bytes()
            except FileNotFoundError:
                raise ConversionFailed("LibreOffice n’a pas pu convertir le projet.") from None

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self.places.acquire(timeout=self.patience):
            raise OfficeBusy("Trop de conversions sont en cours : réessayez dans une minute.")
        try:
            yield
        finally:
            self.places.release()

    def _run(self, folder: Path, kind: Kind) -> None:
        try:
            process = subprocess.Popen(  # noqa: S603 — the installed program, and paths that we made
                self._arguments(folder, kind),
                cwd=folder,
                env={**os.environ, "HOME": str(folder)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise ConversionFailed(f"LibreOffice ne démarre pas ({error.strerror}).") from None
        try:
            process.wait(self.longest)
        except BaseException as stopped:
            # `soffice` is a script that starts the real program: the whole group ends.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if not isinstance(stopped, subprocess.TimeoutExpired):
                raise
            raise ConversionFailed(f"LibreOffice n’a pas répondu en {self.longest:.0f} s.") from None

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
