"""The memory of a process and of all its children, looked at again and again (Linux)."""

import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

LOOK = 0.05
"""Seconds between two looks."""


class MemoryWatch:
    """The most bytes that were resident: `server` in the process, `together` in it and its descendants."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.server = 0
        self.together = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "MemoryWatch":
        self._thread.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def now(self) -> int:
        """The bytes that are resident in the process at this moment."""
        return _resident(self._pid)

    def _look(self) -> None:
        while not self._over.wait(LOOK):
            own = _resident(self._pid)
            self.server = max(self.server, own)
            self.together = max(self.together, own + sum(map(_resident, _descendants(self._pid))))


def _descendants(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, task.read_text().split()):
                yield child
                yield from _descendants(child)


def _resident(pid: int) -> int:
    """The bytes that a process does not share; 0 once it is gone."""
    with suppress(OSError, ValueError, IndexError):
        resident, shared = Path(f"/proc/{pid}/statm").read_text().split()[1:3]
        return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")
    return 0
