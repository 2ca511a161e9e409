"""Inflates zlib data within a limit: a few kilobytes can stand for gigabytes."""

import zlib

from app.formats.refusals import FileTooHeavy
from app.formats.sizes import show_size


def inflate(compressed: bytes, limit: int) -> bytes:
    """What was deflated by zlib, `limit` bytes at most.

    Raises FileTooHeavy for more bytes, zlib.error for data that is damaged or cut short.
    """
    inflater = zlib.decompressobj()
    content = inflater.decompress(compressed, limit + 1)
    if len(content) > limit:
        raise FileTooHeavy(f"plus de {show_size(limit)} une fois décompressé")
    if not inflater.eof:
        raise zlib.error("incomplete data")
    return content
