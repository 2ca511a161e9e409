"""The JSON documents of profiles: written, read, and packed for the versions.

Of the versions of a profile one is packed whole now and then, the others as differences from it. A difference
is a zstd frame whose dictionary is the whole document (`zstd --patch-from`): of a contract of 340 kB in which
30 texts changed, 2 kB instead of 150. Any version is read from two rows at most.
"""

import json
import zlib
from functools import lru_cache
from sys import getsizeof

from backports import zstd

from app.domain.profile import Profile
from app.domain.profile_json import profile_document, read_profile_shape
from app.formats import inflate
from app.store.tables import MAX_DOCUMENT

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
