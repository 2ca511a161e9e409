"""Has the C library give freed memory back to the system.

glibc keeps an area of memory for each thread, and in it what a large file took: after some files the
process holds several hundred megabytes that nothing uses.
"""

import ctypes

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
"""Names of glibc's malloc.h: mallopt(3)."""
AREAS = 2
LARGE = 256 * 1024
"""Bytes from which a block is given back as soon as it is free; glibc would raise this up to 32 MB."""


def return_freed_memory() -> None:
    """Set glibc so for this process; does nothing with another C library."""
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # musl; macOS; Windows, which takes no None
        return
    set_option(_M_ARENA_MAX, AREAS)
    set_option(_M_MMAP_THRESHOLD, LARGE)
