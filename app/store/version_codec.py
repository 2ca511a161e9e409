"""How the documents of versions are packed: one whole now and then, the others as differences from it.

A difference is a zstd frame whose dictionary is the whole document (`zstd --patch-from`): of a contract of
340 kB in which 30 texts changed, 2 kB instead of 150. Any version is read from two rows at most.
"""

import zlib

from backports import zstd

from app.formats import inflate
from app.store.tables import MAX_DOCUMENT

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


def pack(document: str) -> bytes:
    """The whole document, deflated."""
    return zlib.compress(document.encode())


def unpack(packed: bytes) -> str:
    """The document of `pack`. Raises ValueError when it is damaged or too long."""
    try:
        return inflate(packed, MAX_DOCUMENT_BYTES).decode()
    except zlib.error as error:
        raise ValueError("a damaged document") from error


def pack_difference(document: str, base: str) -> bytes:
    """The document, as its differences from another one."""
    compressed = document.encode()
    needed = (len(compressed) + len(base.encode())).bit_length()
    options = {**_COMPRESSION, zstd.CompressionParameter.window_log: min(max(needed, 10), _WINDOW)}
    return zstd.compress(compressed, options=options, zstd_dict=_dictionary(base))


def unpack_difference(packed: bytes, base: str) -> str:
    """The document of `pack_difference`. Raises ValueError when it is damaged or too long."""
    reader = zstd.ZstdDecompressor(zstd_dict=_dictionary(base), options=_DECOMPRESSION)
    try:
        document = reader.decompress(packed, MAX_DOCUMENT_BYTES)
    except zstd.ZstdError as error:
        raise ValueError("a damaged document") from error
    if not reader.eof:
        raise ValueError("a document that is cut short or too long")
    return document.decode()


def is_large(difference: bytes, whole: bytes) -> bool:
    """Whether a difference is so large that a whole document is better kept."""
    return len(difference) > max(_SMALLEST, len(whole) // LARGEST_SHARE)


def _dictionary(base: str) -> tuple[zstd.ZstdDict, int]:
    return zstd.ZstdDict(base.encode(), is_raw=True).as_prefix
