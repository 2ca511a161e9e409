"""The catalogues that contracts were made with, whole: a version can be made again from them alone."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import Engine, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.catalogue import Catalogue
from app.formats import ArchiveLimits, FileRefused, read_archive
from app.store.engine import writing
from app.store.models import CatalogueRow, ProfileRow, VersionRow
from app.store.sessions import session_on

LIMITS = ArchiveLimits(total=50_000_000)
"""Far above the files of any catalogue: the national one takes a megabyte."""


class Catalogues:
    """The catalogues of one database. Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, catalogue: Catalogue) -> None:
        """Keeps the files of a catalogue, unless they are already there.

        What does not say with which one it was made is given the first that is kept after it: see `settle`.
        """
        with session_on(self._engine) as session:
            if session.scalar(select(CatalogueRow.hash).where(CatalogueRow.hash == catalogue.hash)):
                return
        row = CatalogueRow(hash=catalogue.hash, version=catalogue.version, files=_packed(catalogue.files))
        try:
            with session_on(writing(self._engine)) as session:
                session.add(row)
                _settle(session, catalogue.hash)
        except IntegrityError:
            return  # another process kept it meanwhile: same hash, same words

    def settle(self, hash_: str) -> None:
        """Gives this catalogue to the contracts and versions that do not say with which one they were made.

        Older applications saved such ones. They would change with each new catalogue, and nobody be told.
        """
        with session_on(writing(self._engine)) as session:
            _settle(session, hash_)

    def files_of(self, hash_: str) -> Mapping[str, bytes] | None:
        """The files of a catalogue by name; None when they were never kept here, or are damaged."""
        with session_on(self._engine) as session:
            packed = session.scalar(select(CatalogueRow.files).where(CatalogueRow.hash == hash_))
        try:
            return None if packed is None else _unpacked(packed)
        except FileRefused:
            return None


def _settle(session: Session, hash_: str) -> None:
    for table in (ProfileRow, VersionRow):
        session.execute(update(table).where(table.catalogue == "").values(catalogue=hash_))


def _packed(files: Mapping[str, bytes]) -> bytes:
    """A .zip, that an official can open without this application."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(ZipInfo(name), files[name], ZIP_DEFLATED)
    return content.getvalue()


def _unpacked(packed: bytes) -> dict[str, bytes]:
    return read_archive(packed, LIMITS)
