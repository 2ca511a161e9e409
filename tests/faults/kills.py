"""Kills the site at random instants while people save, and counts what is missing afterwards.

By hand: `python -m tests.faults.kills 200`.
"""

import json
import random
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from statistics import median

from app.store import open_store
from tests.faults.server import Site, Visitor
from tests.store.conftest import make_profile

LONG_TEXT = "Ouvrir une permanence d’accès au droit.\n" * 500
FORM = "/profils/1"
SEEING_OTHER = 303


@dataclass
class Saves:
    """What the site acknowledged: the last name of the first profile, and the names of its copies."""

    name: str
    sent: str
    copies: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Tally:
    """What the kills left: all counts but `kills` and `acknowledged` must be 0."""

    kills: int
    acknowledged: int
    lost: int
    half: int
    damaged: int
    starts: tuple[float, ...]

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.acknowledged} acknowledged saves: {self.lost} lost, {self.half} half "
            f"saved, {self.damaged} damaged files; starts: {median(self.starts):.1f} s in the median, "
            f"{max(self.starts):.1f} s at most"
        )


def kill_often(site: Site, kills: int, seed: int = 0) -> Tally:
    """Starts the site, lets two people save, kills it; `kills` times, on one database."""
    _save_first(site)
    dice = random.Random(seed)
    saves = Saves("Contrat", "Contrat")
    counts = {"acknowledged": 0, "lost": 0, "half": 0, "damaged": 0}
    starts = [site.start()]
    for _ in range(kills):
        counts["acknowledged"] += _save_until_killed(site, saves, dice.uniform(0, 0.3))
        starts.append(site.start())  # before anybody looks: who opens the file first mends it
        for name, number in _what_is_wrong(site, saves).items():
            counts[name] += number
    site.stop()
    return Tally(kills, starts=tuple(starts), **counts)


def _save_first(site: Site) -> None:
    profiles = open_store(f"sqlite:///{site.database}")
    profiles.create(make_profile("Contrat", local_action=LONG_TEXT))
    profiles.close()


def _save_until_killed(site: Site, saves: Saves, seconds: float) -> int:
    """The number of saves that two visitors were told of before the site died under them."""
    began = [threading.Event(), threading.Event()]
    done = [0, 0]

    def repeat(who: int, save: Callable[[Visitor, Saves], None]) -> None:
        visitor = Visitor(site.port)
        try:
            while True:
                save(visitor, saves)
                done[who] += 1
                began[who].set()
        except (OSError, HTTPException):
            began[who].set()

    people = [threading.Thread(target=repeat, args=args) for args in enumerate((_save_again, _save_another))]
    for person in people:
        person.start()
    for first in began:
        first.wait()
    threading.Event().wait(seconds)
    site.kill()
    for person in people:
        person.join()
    return sum(done)


def _save_again(visitor: Visitor, saves: Saves) -> None:
    saves.sent = f"Contrat {random.getrandbits(64):x}"
    answer = visitor.send(f"{FORM}/renommer", name=saves.sent)
    assert answer.status == SEEING_OTHER, answer.status
    saves.name = saves.sent


def _save_another(visitor: Visitor, saves: Saves) -> None:
    name = f"Copie {random.getrandbits(64):x}"
    answer = visitor.send(f"{FORM}/dupliquer", name=name)
    assert answer.status == SEEING_OTHER, answer.status
    saves.copies.add(name)


def _what_is_wrong(site: Site, saves: Saves) -> dict[str, int]:
    with closing(sqlite3.connect(site.database)) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = connection.execute("SELECT id, name, document FROM profiles").fetchall()
    names = {name for _, name, _ in rows}
    (present,) = [name for number, name, _ in rows if number == 1]
    lost = len(saves.copies - names) + (present not in {saves.name, saves.sent})
    half = sum(not _is_whole(name, document) for _, name, document in rows)
    saves.name = present  # a save in flight may have been kept, although nobody was told
    return {"lost": lost, "half": half, "damaged": not sound}


def _is_whole(name: str, document: str) -> bool:
    profile = json.loads(document)
    return profile["name"] == name and LONG_TEXT.strip() in json.dumps(profile, ensure_ascii=False).replace(
        "\\n", "\n"
    )


def main() -> None:
    kills = int(sys.argv[1]) if sys.argv[1:] else 200
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder) / "instance"
        instance.mkdir()
        print(kill_often(Site(instance, Path(folder) / "log"), kills))


if __name__ == "__main__":
    main()
