"""Sizes of files in French."""

_MEGABYTE = 1_000_000
_KILOBYTE = 1_000


def show_size(size: int) -> str:
    """A number of bytes in whole units: 15 Mo, 200 ko."""
    if size >= _MEGABYTE:
        return f"{size // _MEGABYTE}\u00a0Mo"
    return f"{max(1, size // _KILOBYTE)}\u00a0ko"
