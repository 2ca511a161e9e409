"""What grows with use: the bytes of a profile, of each save and of a backup.

`python -m benchmarks.storage [--quick]`. SQLite and a PostgreSQL of its own, which are asked for their sizes.
"""

import json
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text

from app.domain.profile import Adaptation, Profile
from app.domain.profile_json import profile_document
from app.store import Profiles, open_store, write_backup
from app.territories import Reference, no_quartiers, territory_profile
from benchmarks.drafts import catalogue
from tests.postgres.server import remove_server, start_server

EPCI = "200059228"
"""Grand Paris Sud, with its communes."""


@dataclass(frozen=True)
class Scale:
    """How many profiles, saves of one of them, and saves of a long one."""

    profiles: int = 1_000
    saves: int = 400
    long_saves: int = 3_000


QUICK = Scale(profiles=40, saves=20, long_saves=20)


def profile(share: float, name: str = "Contrat") -> Profile:
    """A contract of which so great a share of the commitments has its local action.

    The actions are sentences of the national text, each used once: French deflates as French does.
    """
    known = catalogue()
    leaves = known.leaves[: round(share * len(known.leaves))]
    proposed = territory_profile(EPCI, Reference.open(), no_quartiers)
    return replace(
        proposed,
        name=name,
        partners=tuple(partner.id for partner in known.partners),
        adaptations={leaf.commitment.id: _adaptation(leaf.commitment.text) for leaf in leaves},
    )


def _adaptation(sentence: str) -> Adaptation:
    return Adaptation(local_action=sentence, lead="La Ville", deadline="2028-12-31", indicator=sentence[:60])


def sizes() -> Iterator[str]:
    """The lines of the table of the contracts: what is saved, before and after it is deflated."""
    yield "| contract | its profile, kB | the version that a save keeps, kB |"
    yield "|---|---:|---:|"
    for name, share in (("begun", 0.0), ("half filled in", 0.5), ("filled in", 1.0)):
        document = json.dumps(profile_document(profile(share)), ensure_ascii=False).encode()
        yield f"| {name} | {_kilobytes(len(document))} | {_kilobytes(len(zlib.compress(document)))} |"


def growth(url: str, folder: Path, scale: Scale) -> Iterator[str]:
    """The lines of the table of one database: what a profile and a save add to it, and to its backup."""
    profiles = open_store(url)
    backup = folder / f"{profiles.engine.dialect.name}.backup"
    measured = [_measured(profiles, backup)]
    for add in (_create, _save):
        add(profiles, scale)
        measured.append(_measured(profiles, backup))
    profiles.close()
    for what, number, (before, after) in zip(
        ("half filled in contract", "save of one of them"),
        (scale.profiles, scale.saves),
        pairwise(measured),
        strict=True,
    ):
        each = (_kilobytes((late - early) / number) for early, late in zip(before, after, strict=True))
        yield f"| {what} | {profiles.engine.dialect.name} | {' | '.join(each)} |"


def _create(profiles: Profiles, scale: Scale) -> None:
    half = profile(0.5)
    profiles.create_all([replace(half, name=f"Contrat {rank}") for rank in range(scale.profiles)])


def _save(profiles: Profiles, scale: Scale) -> None:
    """Each save changes a text, as a person does."""
    ((first, *_), half) = (profiles.all(), profile(0.5))
    changed = next(iter(half.adaptations))
    for rank in range(scale.saves):
        typed = Adaptation(local_action=f"Ouvrir la permanence n° {rank}.")
        adaptations = {**half.adaptations, changed: typed}
        profiles.save(first.id, rank + 1, replace(half, name=first.profile.name, adaptations=adaptations))


def long_contract(folder: Path, scale: Scale) -> str:
    """What many saves of a contract of 330 kB take, each of which changes two texts far from each other."""
    file = folder / "long.sqlite3"
    profiles = open_store(f"sqlite:///{file}")
    known = profile(1.0, "Long")
    names = list(known.adaptations)
    long = {name: Adaptation(local_action=_long_text(rank)) for rank, name in enumerate(names)}
    saved = profiles.create(replace(known, adaptations=long))
    document = len(json.dumps(profile_document(saved.profile), ensure_ascii=False).encode())
    for rank in range(1, scale.long_saves + 1):
        written = {
            names[rank * step % len(names)]: Adaptation(local_action=_long_text(rank * 1_000 + step))
            for step in (1, 7)
        }
        changed = replace(saved.profile, adaptations={**saved.profile.adaptations, **written})
        saved = profiles.save(saved.id, saved.version, changed)
    profiles.close()
    size = file.stat().st_size / 1e6
    return f"Saves of a long contract: {scale.long_saves} of {_kilobytes(document)} kB each, {size:.1f} MB"


def _long_text(rank: int) -> str:
    """Some 2,000 characters, no two sentences of which are equal."""
    return "".join(
        f"Ouvrir {rank * 97 + line * 31} lieux d’accueil et de médiation dans les quartiers. "
        for line in range(26)
    )


def _measured(profiles: Profiles, backup: Path) -> tuple[int, int]:
    """The bytes of the database, once all is written where it stays, and those of its backup."""
    with profiles.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if profiles.engine.dialect.name == "sqlite":
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            size = pages * connection.execute(text("PRAGMA page_size")).scalar_one()
        else:
            connection.execute(text("VACUUM"))
            size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    write_backup(profiles, backup)
    return size, backup.stat().st_size


def _kilobytes(size: float) -> str:
    return f"{size / 1_000:.1f}"


def main() -> None:
    scale = QUICK if "--quick" in sys.argv[1:] else Scale()
    print(*sizes(), sep="\n")
    print("\n| each | database | adds to it, kB | to its backup, kB |\n|---|---|---:|---:|")
    with TemporaryDirectory() as name:
        folder = Path(name)
        long = long_contract(folder, scale)
        _print(growth(f"sqlite:///{folder / 'contrats.sqlite3'}", folder, scale))
        server = start_server()
        try:
            _print(growth(server.create_database(), folder, scale))
        finally:
            remove_server(server)
    print(f"\n{long}")


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
