"""The catalogues that contracts were made with, whole: a version can be made again from them alone."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.domain.catalogue import Catalogue
from app.formats import ArchiveLimits, FileRefused, read_archive
from app.store.engine import transaction, writing
from app.store.tables import CATALOGUES, PROFILES, VERSIONS

LIMITS = ArchiveLimits(total=50_000_000)
"""Far above the files of any catalogue: the national one takes a megabyte."""


class Catalogues:
    """The catalogues of one database. Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, catalogue: Catalogue) -> None:
        """Keep the files of a catalogue, unless they are already there.

        What does not say with which one it was made is given the first that is kept after it: see `settle`.
        """
        with transaction(self._engine) as connection:
            if connection.scalar(select(CATALOGUES.c.hash).where(CATALOGUES.c.hash == catalogue.hash)):
                return
        row = {"hash": catalogue.hash, "version": catalogue.version, "files": _pack(catalogue.files)}
        try:
            with transaction(writing(self._engine)) as connection:
                connection.execute(insert(CATALOGUES), row)
                _settle(connection, catalogue.hash)
        except IntegrityError:
            return  # another process kept it meanwhile: same hash, same words

    def settle(self, hash_: str) -> None:
        """Give this catalogue to the contracts and versions that do not say with which one they were made.

        Older applications saved such ones. They would change with each new catalogue, and nobody be told.
        """
        with transaction(writing(self._engine)) as connection:
            _settle(connection, hash_)

    def files_of(self, hash_: str) -> Mapping[str, bytes] | None:
        """Return the files of a catalogue by name; None when they were never kept here, or are damaged."""
        with transaction(self._engine) as connection:
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
