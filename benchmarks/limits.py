"""What a save and a Word file cost without a site around them."""

import json
import sqlite3
import time
import zlib
from datetime import date
from pathlib import Path
from threading import Lock

from app.documents.publish import Choice, publish
from app.documents.word import RenderOptions
from app.domain.assembly import assemble
from app.domain.profile import Profile
from app.domain.profile_json import profile_document
from app.territories import Reference, departures_of
from benchmarks.drafts import catalogue
from benchmarks.visitors import Heard


class BareSaves:
    """Saves of one document in bare SQL: its row and a version, the pragmas of the site, no check.

    One connection, which one thread at a time uses: a slow flush has the server answer by another one.
    """

    def __init__(self, file: Path, document: str) -> None:
        self._document = document
        self._turn = Lock()
        self._connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        for table in ("profiles (id INTEGER PRIMARY KEY, version INT, ", "versions (version INT, "):
            self._connection.execute(f"CREATE TABLE IF NOT EXISTS {table} document)")
        self._connection.execute("INSERT OR IGNORE INTO profiles VALUES (1, 1, ?)", [document])

    def save(self) -> None:
        """One transaction."""
        run, packed = self._connection.execute, zlib.compress(self._document.encode())
        with self._turn:
            run("BEGIN IMMEDIATE")
            (version,) = run("SELECT version FROM profiles WHERE id = 1").fetchone()
            run("UPDATE profiles SET version = ?, document = ?", [version + 1, self._document])
            run("INSERT INTO versions VALUES (?, ?)", [version + 1, packed])
            run("COMMIT")


def written(profile: Profile) -> str:
    """The document of a profile, as the site saves it."""
    return json.dumps(profile_document(profile), ensure_ascii=False)


def drafts(profile: Profile, seconds: float) -> Heard:
    """The Word file of a profile that was read already, again and again in this process."""
    known, reference = catalogue(), Reference.open()

    heard, start = Heard(), time.perf_counter()
    while (began := time.perf_counter()) < start + seconds:
        draft = assemble(known, profile)
        options = RenderOptions(on=date(2026, 11, 23), departures=departures_of(draft.territory, reference))
        publish(draft, options, Choice(), None)
        heard.seconds.append(time.perf_counter() - began)
    heard.lasted = time.perf_counter() - start
    return heard
