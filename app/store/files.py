"""Files kept whole: the catalogues that contracts were made with, and uploads that await confirmation.

A version can be made again from its catalogue alone. An upload is kept for a day under a token that nobody
guesses, kept as its hash alone; it stands in no backup.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.domain.catalogue import Catalogue
from app.domain.problems import UserError
from app.domain.text import MAX_NAME
from app.formats import ArchiveLimits, FileRefused, read_archive
from app.store.engine import Repository
from app.store.profile_rows import token_digest
from app.store.tables import CATALOGUES, PROFILES, UPLOADS, VERSIONS

LIMITS = ArchiveLimits(total=50_000_000)
"""Far above the files of any catalogue: the national one takes a megabyte."""


class Catalogues(Repository):
    """The catalogues of one database."""

    def keep(self, catalogue: Catalogue) -> None:
        """Keep the files of a catalogue, unless they are already there.

        What does not say with which one it was made is given the first that is kept after it: see `settle`.
        """
        with self._reading() as connection:
            if connection.scalar(select(CATALOGUES.c.hash).where(CATALOGUES.c.hash == catalogue.hash)):
                return
        row = {"hash": catalogue.hash, "version": catalogue.version, "files": _pack(catalogue.files)}
        try:
            with self._writing() as connection:
                connection.execute(insert(CATALOGUES), row)
                _settle(connection, catalogue.hash)
        except IntegrityError:
            return  # another process kept it meanwhile: same hash, same words

    def settle(self, hash_: str) -> None:
        """Give this catalogue to the contracts and versions that do not say with which one they were made.

        Older applications saved such ones. They would change with each new catalogue, and nobody be told.
        """
        with self._writing() as connection:
            _settle(connection, hash_)

    def files_of(self, hash_: str) -> Mapping[str, bytes] | None:
        """Return the files of a catalogue by name; None when they were never kept here, or are damaged."""
        with self._reading() as connection:
            packed = connection.scalar(select(CATALOGUES.c.files).where(CATALOGUES.c.hash == hash_))
        try:
            return None if packed is None else read_archive(packed, LIMITS)
        except FileRefused:
            return None


def _settle(connection: Connection, hash_: str) -> None:
    for table in (PROFILES, VERSIONS):
        connection.execute(update(table).where(table.c.catalogue == "").values(catalogue=hash_))


def _pack(files: Mapping[str, bytes]) -> bytes:
    """Make a .zip, that an official can open without this application."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(ZipInfo(name), files[name], ZIP_DEFLATED)
    return content.getvalue()


TIME_KEPT = timedelta(days=1)
HOUR = timedelta(hours=1)

MAX_UPLOAD = 15_000_000
"""Most bytes of one file."""

MAX_UPLOADS = 200_000_000
"""Most bytes of all the files that wait."""

MAX_UPLOADS_PER_HOUR = 100_000_000
"""Most bytes that are kept in one hour: half of the place is left to the hours that follow."""

_TOKEN_BYTES = 32


class UploadRefused(UserError, ValueError):
    """A file that is not kept: it is too large, or too many wait. The message is a French sentence."""


class UploadGone(UserError):
    """No file waits under this token. The message is a French sentence."""

    def __init__(self) -> None:
        super().__init__(
            "Ce fichier n’est plus en attente : il est gardé un jour après son envoi. "
            "Choisissez-le de nouveau."
        )


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that waits: its name, as the browser gave it, and its bytes."""

    name: str
    content: bytes


class Uploads(Repository):
    """The files that wait, of one database."""

    def keep(self, content: bytes, purpose: str, name: str = "") -> str:
        """Keep a file for a day: the token under which it is found again, for this purpose only.

        Removes the files of the days before. Raises UploadRefused.
        """
        if len(content) > MAX_UPLOAD:
            raise UploadRefused(f"Ce fichier dépasse {MAX_UPLOAD // 1_000_000} Mo.")
        token, now = secrets.token_urlsafe(_TOKEN_BYTES), self._now()
        with self._writing() as connection:
            _sweep(connection, now)
            _check_quota(connection, len(content), now)
            known = {"token": token_digest(token), "purpose": purpose, "name": name[:MAX_NAME]}
            kept = {"content": content, "size": len(content), "uploaded_at": now}
            connection.execute(UPLOADS.insert(), {**known, **kept})
        return token

    def get(self, token: str, purpose: str) -> Upload:
        """Return the file that waits under a token. Raises UploadGone."""
        wanted = select(UPLOADS.c.name, UPLOADS.c.content).where(
            UPLOADS.c.token == token_digest(token),
            UPLOADS.c.purpose == purpose,
            UPLOADS.c.uploaded_at >= self._now() - TIME_KEPT,
        )
        with self._reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            raise UploadGone
        return Upload(row.name, row.content)

    def forget(self, token: str) -> None:
        """Remove a file that was confirmed or given up, if it is still there."""
        with self._writing() as connection:
            connection.execute(delete(UPLOADS).where(UPLOADS.c.token == token_digest(token)))

    def sweep(self) -> None:
        """Remove what has waited for a day."""
        with self._writing() as connection:
            _sweep(connection, self._now())


def _sweep(connection: Connection, now: datetime) -> None:
    connection.execute(delete(UPLOADS).where(UPLOADS.c.uploaded_at < now - TIME_KEPT))


def _check_quota(connection: Connection, size: int, now: datetime) -> None:
    lately = UPLOADS.c.uploaded_at > now - HOUR
    if _size_of(connection) + size > MAX_UPLOADS:
        raise UploadRefused(
            f"Trop de fichiers attendent une confirmation sur ce site ({MAX_UPLOADS // 1_000_000} Mo). "
            "Confirmez ceux que vous avez envoyés, ou réessayez demain."
        )
    if _size_of(connection, lately) + size > MAX_UPLOADS_PER_HOUR:
        raise UploadRefused(
            "Trop de fichiers ont été envoyés à ce site depuis une heure. Réessayez dans une heure."
        )


def _size_of(connection: Connection, *which: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.sum(UPLOADS.c.size)).where(*which)) or 0
