"""What a save and a Word file cost without a site around them."""

import json
import sqlite3
import time
import zlib
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

from app.domain.assembly import assemble
from app.domain.profile import Profile
from app.domain.profile_json import profile_document
from app.publication import Choice, publish
from app.territories import Reference, departures_of
from app.word import Edition
from benchmarks.drafts import catalogue
from benchmarks.visitors import Heard


def transactions(file: Path, profile: Profile, seconds: float) -> Heard:
    """Saves of a profile in bare SQL: its row and a version, the same pragmas, one connection, no check."""
    document = json.dumps(profile_document(profile), ensure_ascii=False)
    packed = zlib.compress(document.encode())
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        for table in ("profiles (id INTEGER PRIMARY KEY, version INT, ", "versions (version INT, "):
            connection.execute(f"CREATE TABLE IF NOT EXISTS {table} document)")
        connection.execute("INSERT OR IGNORE INTO profiles VALUES (1, 1, ?)", [document])

        def save() -> None:
            connection.execute("BEGIN IMMEDIATE")
            (version,) = connection.execute("SELECT version FROM profiles WHERE id = 1").fetchone()
            connection.execute("UPDATE profiles SET version = ?, document = ?", [version + 1, document])
            connection.execute("INSERT INTO versions VALUES (?, ?)", [version + 1, packed])
            connection.execute("COMMIT")

        return _again(save, seconds)


def drafts(profile: Profile, seconds: float) -> Heard:
    """The Word file of a profile that was read already, again and again in this process."""
    known, reference = catalogue(), Reference.open()

    def write() -> None:
        draft = assemble(known, profile)
        edition = Edition(on=date(2026, 11, 23), departures=departures_of(draft.territory, reference))
        publish(draft, edition, Choice(), None)

    return _again(write, seconds)


def _again(what: Callable[[], None], seconds: float) -> Heard:
    heard, until = Heard(), time.perf_counter() + seconds
    start = time.perf_counter()
    while (began := time.perf_counter()) < until:
        what()
        heard.seconds.append(time.perf_counter() - began)
    heard.lasted = time.perf_counter() - start
    return heard
