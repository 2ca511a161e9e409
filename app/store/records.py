"""Saved profiles as values, the list of them, and their JSON documents: written, read, packed for versions.

The list is one statement, which reads its own index alone. Of the versions of a profile one is packed whole
now and then, the others as differences from it. A difference is a zstd frame whose dictionary is the whole
document (`zstd --patch-from`): of a contract of 340 kB in which 30 texts changed, 2 kB instead of 150. Any
version is read from two rows at most.
"""

import json
import zlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from sys import getsizeof
from typing import NamedTuple

from backports import zstd
from sqlalchemy import ColumnElement, Connection, or_, select

from app.domain.profile import Profile
from app.domain.profile_json import profile_document, read_profile_shape
from app.domain.text import MAX_NAME, SHORT_FORMS, clean, search_terms
from app.formats import inflate
from app.store.tables import MAX_DOCUMENT, PROFILES


@dataclass(frozen=True, slots=True)
class SavedProfile:
    """A profile as it is in the database. The version starts at 1; both times are UTC, aware.

    `catalogue` is the hash of the catalogue that the official last accepted for it, or empty.
    """

    id: int
    version: int
    profile: Profile
    created_at: datetime
    updated_at: datetime
    catalogue: str = ""

    @property
    def contract(self) -> str:
        """What the files of this contract call it: always the same, unlike its name, and not its key here."""
        return contract_name(self.id, self.created_at)


def contract_name(profile_id: int, created_at: datetime) -> str:
    """Return what the files of a contract call it."""
    born = created_at.astimezone(UTC).isoformat(timespec="microseconds")
    return sha256(f"{profile_id} {born}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Signature:
    """When a version was signed, and by whom, in words that follow « par »."""

    on: date
    by: str


@dataclass(frozen=True, slots=True)
class VersionHeading:
    """What a list shows of one save. `catalogue` is the hash of the catalogue it was made with, or empty.

    `author` is the name that the person had given, or empty. `signature`: it is the signed contract.
    """

    number: int
    saved_at: datetime
    label: str
    catalogue: str
    author: str
    signature: Signature | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Version(VersionHeading):
    """One save of a profile, with what it said."""

    profile: Profile


@dataclass(frozen=True, slots=True)
class Trashed:
    """A deleted profile that can still be restored."""

    id: int
    name: str
    territory_name: str
    deleted_at: datetime
    signed_on: str | None = None

    @property
    def signed(self) -> date | None:
        """When its last signed version was, which disappears with it."""
        return date.fromisoformat(self.signed_on) if self.signed_on else None


class ProfileSummary(NamedTuple):
    """What a list of profiles shows of one."""

    id: int
    name: str
    territory_name: str
    updated_at: datetime


MOST_COUNTED = 200
"""Profiles that a search counts and shows, the last saved ones: nobody turns more pages, and each costs."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a search: `number` starts at 1, `total` counts the profiles of all pages.

    `more`: others were found, that no page shows.
    """

    summaries: tuple[ProfileSummary, ...]
    total: int
    number: int
    size: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Stamp:
    """The hash of the catalogue in use, and the name of the person who saves; each empty when unknown."""

    catalogue: str = ""
    author: str = ""


# In the order of ProfileSummary. A list never reads the documents, which may be long.
_SHOWN = (PROFILES.c.id, PROFILES.c.name, PROFILES.c.territory_name, PROFILES.c.updated_at)
_LATEST = (
    select(*_SHOWN)
    .where(PROFILES.c.deleted_at.is_(None))
    .order_by(PROFILES.c.updated_at.desc(), PROFILES.c.id.desc())
)


def search(
    connection: Connection, query: str, page: int, size: int, visible: ColumnElement[bool] | None = None
) -> Page:
    """Find the profiles in which a word begins with each word of the query, last saved first.

    A page past the last one is the last one. MOST_COUNTED profiles are read at most. The time grows with the
    number of profiles: 6 ms for 20,000. `visible`: which profiles may be found; None for all of them.
    """
    terms = search_terms(clean(query).text[:MAX_NAME])
    shown = _LATEST if visible is None else _LATEST.where(visible)
    rows = connection.execute(shown.where(*map(_begins, terms)).limit(MOST_COUNTED + 1)).all()
    total = min(len(rows), MOST_COUNTED)
    number = min(max(page, 1), max(1, -(-total // size)))
    of_page = rows[(number - 1) * size : min(number * size, total)]
    summaries = tuple(ProfileSummary._make(row) for row in of_page)
    return Page(summaries, total, number, size, more=len(rows) > total)


def _begins(term: str) -> ColumnElement[bool]:
    """Hold for the profiles in which a word begins with the term; for « st », with « saint » as well."""
    spellings = dict.fromkeys((term, SHORT_FORMS.get(term, term)))
    return or_(*(PROFILES.c.search_key.contains(f" {spelling}", autoescape=True) for spelling in spellings))


MOST_READ = 32
"""Profiles that stay read: an official opens page after page of the same one, which no page changes."""

BIGGEST_READ = 500_000
"""Bytes of the document of one of them in memory, where an emoji makes each character take four.

The profile takes as much again: 32 MB for all of them.
"""


MAX_DOCUMENT_BYTES = 4 * MAX_DOCUMENT
"""Most bytes of a document: UTF-8 takes four for a character at most."""

LARGEST_SHARE = 20
"""A difference of more than one part in so many of the whole document makes the next whole one.

Differences grow with the saves since the whole document: this keeps both about equal in size.
"""

_SMALLEST = 1_000
"""Bytes under which a difference is never too large."""

_WINDOW = 27
"""Binary logarithm of the bytes that a frame may look back: more than the longest document and its base."""

_COMPRESSION: dict[int, int] = {
    zstd.CompressionParameter.enable_long_distance_matching: 1,
    zstd.CompressionParameter.checksum_flag: 1,
}
_DECOMPRESSION: dict[int, int] = {zstd.DecompressionParameter.window_log_max: _WINDOW}


def write_document(profile: Profile) -> str:
    """Return the JSON text of a profile."""
    return json.dumps(profile_document(profile), ensure_ascii=False)


def read_document(document: str) -> Profile:
    """Read the profile of a saved document. Raises ValueError, as ProfileRefused is, and RecursionError."""
    return _read_anew(document) if getsizeof(document) > BIGGEST_READ else _read_once(document)


def pack(document: str) -> bytes:
    """Deflate the whole document."""
    return zlib.compress(document.encode())


def unpack(packed: bytes) -> str:
    """Return the document of `pack`. Raises ValueError when it is damaged or too long."""
    try:
        return inflate(packed, MAX_DOCUMENT_BYTES).decode()
    except zlib.error as error:
        raise ValueError("a damaged document") from error


def pack_difference(document: str, base: str) -> bytes:
    """Pack the document as its differences from another one."""
    compressed = document.encode()
    needed = (len(compressed) + len(base.encode())).bit_length()
    options = {**_COMPRESSION, zstd.CompressionParameter.window_log: min(max(needed, 10), _WINDOW)}
    return zstd.compress(compressed, options=options, zstd_dict=_dictionary(base))


def unpack_difference(packed: bytes, base: str) -> str:
    """Return the document of `pack_difference`. Raises ValueError when it is damaged or too long."""
    reader = zstd.ZstdDecompressor(zstd_dict=_dictionary(base), options=_DECOMPRESSION)
    try:
        document = reader.decompress(packed, MAX_DOCUMENT_BYTES)
    except zstd.ZstdError as error:
        raise ValueError("a damaged document") from error
    if not reader.eof:
        raise ValueError("a document that is cut short or too long")
    return document.decode()


def is_large(difference: bytes, whole: bytes) -> bool:
    """Tell whether a difference is so large that a whole document is better kept."""
    return len(difference) > max(_SMALLEST, len(whole) // LARGEST_SHARE)


def _dictionary(base: str) -> tuple[zstd.ZstdDict, int]:
    return zstd.ZstdDict(base.encode(), is_raw=True).as_prefix


def _read_anew(document: str) -> Profile:
    return read_profile_shape(json.loads(document))


_read_once = lru_cache(MOST_READ)(_read_anew)
