"""Files from elsewhere, read within bounds: zip archives and zlib data, counted as they are inflated.

What an archive declares of itself is not believed. `xml_parts` does the same for XML, `xlsx` for workbooks.
"""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from app.domain.problems import UserError


class FileRefused(UserError, ValueError):
    """A file that cannot be read. The message is a whole French sentence: « Ce fichier … »."""


class FileTooHeavy(FileRefused):
    """A file whose reading would take too much memory or time. `reason` ends the sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Ce fichier est trop lourd à lire : {reason}.")
        self.reason = reason


_MEGABYTE = 1_000_000
_KILOBYTE = 1_000


def show_size(size: int) -> str:
    """Return a number of bytes in whole units: 15 Mo, 200 ko."""
    if size >= _MEGABYTE:
        return f"{size // _MEGABYTE}\u00a0Mo"
    return f"{max(1, size // _KILOBYTE)}\u00a0ko"


def inflate(compressed: bytes, limit: int) -> bytes:
    """Return what was deflated by zlib, `limit` bytes at most.

    Raises FileTooHeavy for more bytes, zlib.error for data that is damaged or cut short.
    """
    inflater = zlib.decompressobj()
    content = inflater.decompress(compressed, limit + 1)
    if len(content) > limit:
        raise FileTooHeavy(f"plus de {show_size(limit)} une fois décompressé")
    if not inflater.eof:
        raise zlib.error("incomplete data")
    return content


READING_TURN = Lock()
"""Held while a large file is opened."""


NOT_AN_ARCHIVE = "Ce fichier est abîmé, ou n’est pas du format que son nom annonce."
ENCRYPTED = "Ce fichier est protégé par un mot de passe : enregistrez-le sans mot de passe."
DOUBLED = "Ce fichier est abîmé : il contient deux fois la partie « {name} »."
UNUSUAL = "Ce fichier est compressé d’une manière inhabituelle : enregistrez-le de nouveau avec Office."

_CHUNK = 64 * 1024
_RATIO_FLOOR = 1_000_000
"""Bytes under which a high ratio is no danger: an empty table of some pages shrinks a hundred times."""

_LONGEST_ENTRY = 512
"""Bytes of one member in the directory of an archive: 46, then its name and what is said of it."""

_LONGEST_END = 22 + 65_535
"""Bytes of the end record of an archive with the longest comment: zipfile asks for them at once."""

_IS_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The two that Office writes. Others may ask for gigabytes of memory to inflate a few bytes."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """Most bytes of all members once inflated, most members, most inflated bytes for a compressed one."""

    total: int = 60_000_000
    members: int = 500
    ratio: int = 200


class _Directory(BytesIO):
    """The archive while its directory is read: zipfile reads it whole, whatever size it declares."""

    longest_read = 0

    def read(self, size: int | None = -1, /) -> bytes:
        if self.longest_read and size is not None and size > self.longest_read:
            raise FileTooHeavy("il contient trop de parties")
        return super().read(size)


def read_archive(content: bytes, limits: ArchiveLimits) -> dict[str, bytes]:
    """Return the members by name, in the order of the archive; folders are left out.

    Raises FileTooHeavy over a limit, FileRefused for what is no archive, is encrypted, or holds a name twice
    (Office compares names without case).
    """
    source = _Directory(content)
    source.longest_read = max(limits.members * _LONGEST_ENTRY, _LONGEST_END)
    try:
        with zipfile.ZipFile(source) as archive:
            source.longest_read = 0
            members = [member for member in archive.infolist() if not member.is_dir()]
            _check_directory(members, limits)
            return _inflate_all(archive, members, limits)
    except FileRefused:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
        struct.error,
    ):
        raise FileRefused(NOT_AN_ARCHIVE) from None


def _check_directory(members: list[zipfile.ZipInfo], limits: ArchiveLimits) -> None:
    if len(members) > limits.members:
        raise FileTooHeavy(f"il contient plus de {limits.members} parties")
    if any(member.flag_bits & _IS_ENCRYPTED for member in members):
        raise FileRefused(ENCRYPTED)
    if any(member.compress_type not in _METHODS for member in members):
        raise FileRefused(UNUSUAL)
    names: set[str] = set()
    for member in members:
        name = member.filename.casefold()
        if name in names:
            raise FileRefused(DOUBLED.format(name=member.filename[:100]))
        names.add(name)


def _inflate_all(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], limits: ArchiveLimits
) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = limits.total
    for member in members:
        most = max(member.compress_size * limits.ratio, _RATIO_FLOOR)
        part = bytearray()
        with archive.open(member) as opened:
            while chunk := opened.read(_CHUNK):
                part += chunk
                if len(part) > left:
                    raise FileTooHeavy(f"plus de {show_size(limits.total)} une fois décompressé")
                if len(part) > most:
                    raise FileTooHeavy(f"une de ses parties se décompresse plus de {limits.ratio} fois")
        left -= len(part)
        parts[member.filename] = bytes(part)
    return parts
