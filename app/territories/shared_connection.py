"""One connection to a SQLite file that nobody writes, for all the threads of a process."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any


class SharedConnection:
    """Answers one query after the other, each read to its end before the next begins.

    Python 3.13 mixes the rows of threads that run the same query on one connection at once.
    """

    def __init__(self, file: Path) -> None:
        # `immutable` spares the locks of a file that never changes.
        self._connection = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._connection.row_factory = sqlite3.Row
        self._turn = Lock()

    def execute(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        """Return the rows of a query, each a `sqlite3.Row`."""
        with self._turn:
            return self._connection.execute(query, values).fetchall()

    def first(self, query: str, values: Sequence[object] = ()) -> Any:
        """Return the first row of a query, None without any."""
        return next(iter(self.execute(query, values)), None)
