"""Bounds concurrent writers: up to MOST_WRITERS queue for `patience` seconds, the rest fail at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from time import monotonic

from app.store.errors import BUSY, StoreUnavailable

MOST_WRITERS = 8
"""Threads of a process that write or wait for it: half of those of the site, so that the others read."""


class Turns:
    """The turns of one database in one process; `one_at_a_time` for SQLite, which has one writer at a time.

    SQLite's own wait looks again at growing intervals and lets late-comers pass: of 480 saves by 8 threads
    the slowest took 1.4 s, and takes 0.2 s in turn.
    """

    def __init__(self, patience: float, *, one_at_a_time: bool) -> None:
        self._patience = patience
        self._places = BoundedSemaphore(MOST_WRITERS)
        self._turns = BoundedSemaphore(1 if one_at_a_time else MOST_WRITERS)

    @contextmanager
    def taken(self) -> Iterator[float]:
        """Take a turn, with the seconds of patience that are left for the database's own locks.

        Raises StoreUnavailable when it does not come in time, and at once when MOST_WRITERS are there.
        """
        deadline = monotonic() + self._patience
        with _held(self._places, 0), _held(self._turns, self._patience):
            yield max(0, deadline - monotonic())


@contextmanager
def _held(semaphore: BoundedSemaphore, patience: float) -> Iterator[None]:
    if not semaphore.acquire(timeout=patience):
        raise StoreUnavailable(BUSY)
    try:
        yield
    finally:
        semaphore.release()
