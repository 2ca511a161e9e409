"""What each page costs for the longest contracts that are accepted, in seconds of the processor.

`python -m benchmarks.pages [--quick] [--verbose]`. Asks for every address that has a page, the best of three;
downloads are left out. Fails where a page takes more than a second: nobody waits longer, whatever was typed.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask, url_for

from app import create_app
from app.domain.document_reader import MAX_MEMBERS
from app.domain.limits import MAX_NAMES, MAX_OBJECTIVES, MAX_ORIENTATIONS, MAX_PROFILE_BYTES, MAX_RECORDS
from app.domain.orientations import Objective, Orientation, objectives_of
from app.domain.profile import (
    Adaptation,
    Commune,
    LocalCommitment,
    Means,
    MeansKind,
    Profile,
    Quartier,
    Signatory,
)
from app.domain.profile_json import profile_document
from app.domain.profile_reader import MAX_MEANS
from app.domain.territory import Figure, Portrait
from app.settings.config import Settings
from app.store import Profiles, SavedProfile
from app.store.records import Signature
from app.web.permissions import WITH_ACCOUNTS
from benchmarks.storage import profile

LONGEST = 1.0
"""Seconds of the processor that a page may take."""
RUNS = 3
VERSIONS = 30
"""Versions that each contract has: more than its list shows at once."""
DOWNLOADS = (".docx", ".xlsx", ".zip", "/fichier", "/telecharger/synthese")
"""How the addresses end that give a document: these take the time that the document takes."""
ELSEWHERE = WITH_ACCOUNTS | {
    *("static", "profiles.restore", "returns.remove"),
    *("identity.colour", "identity.logo"),
}
"""The endpoints of accounts, of files, of contracts in the trash, of returned files, of an identity."""


@dataclass(frozen=True)
class Scale:
    """Which share of the longest contract, and how many of its pages are run how often."""

    share: float = 1.0
    runs: int = RUNS
    versions: int = VERSIONS
    every: int = 1
    """One page in so many is asked for."""


QUICK = Scale(share=0.1, runs=1, versions=3, every=4)


def long_texts(scale: Scale, edition: int) -> Profile:
    """Every action is written, as long as one contract may be; one in three is written anew each time."""
    known = profile(1.0, "Long")
    longest = int(MAX_PROFILE_BYTES * 0.97 * scale.share / len(known.adaptations))
    actions = {
        name: Adaptation(local_action=_sentences(rank * 31 + edition * (rank % 3), longest), lead="La Ville")
        for rank, name in enumerate(known.adaptations)
    }
    return replace(known, adaptations=actions)


def many_members(scale: Scale, edition: int) -> Profile:
    """As many communes, quartiers, signatories, local commitments and objectives as one contract may have."""
    known = profile(0.0, "Nombreux")
    number, records = int(MAX_MEMBERS * scale.share), int(MAX_RECORDS * scale.share)
    communes = tuple(Commune(f"{rank:05d}", f"Ville {rank}", rank) for rank in range(number))
    quartiers = tuple(
        Quartier(f"QN{rank:05d}M", f"Quartier {rank} {edition}", (communes[rank].code,))
        for rank in range(number)
    )
    return replace(
        known,
        territory=replace(known.territory, communes=communes, quartiers=quartiers),
        signatories=tuple(
            Signatory("commune", f"la Ville de Ville {rank} {edition}") for rank in range(records)
        ),
        local_commitments=tuple(
            LocalCommitment(f"local-{rank + 1}", "sante", f"Engagement {rank} {edition}")
            for rank in range(records)
        ),
        orientations=tuple(_orientation(rank, edition) for rank in range(MAX_ORIENTATIONS)),
        portraits={
            one.code: Portrait((Figure("Population", "5 230"),), f"Agir {edition}.") for one in quartiers
        },
    )


def _orientation(rank: int, edition: int) -> Orientation:
    number = MAX_OBJECTIVES // MAX_ORIENTATIONS
    objectives = (
        Objective(f"b{rank * number + place:x}", f"Objectif {place} {edition}") for place in range(number)
    )
    return Orientation(f"o{rank:x}", f"Orientation {rank} {edition}", objectives=tuple(objectives))


def many_partners(scale: Scale, edition: int) -> Profile:
    """Every action has as many partners and lines of its budget as it may have."""
    known = profile(1.0, "Partagé")
    actions = {
        name: Adaptation(
            local_action=f"Agir {edition}.",
            associated=tuple(f"Partenaire {rank} {number}" for number in range(MAX_NAMES)),
            means=tuple(
                Means(MeansKind.SPECIFIC, f"Financeur {number} {edition}", number * 1_000)
                for number in range(MAX_MEANS)
            ),
        )
        for rank, name in enumerate(known.adaptations)
        if rank < len(known.adaptations) * scale.share
    }
    return replace(known, adaptations=actions)


SHAPES: Mapping[str, Callable[[Scale, int], Profile]] = {
    "long texts": long_texts,
    "many members": many_members,
    "many partners": many_partners,
}


def _sentences(rank: int, length: int) -> str:
    """So many characters, no two sentences of which are equal."""
    text, numbers = "", count(rank * 97)
    while len(text.encode()) < length:
        text += f"Ouvrir {next(numbers)} lieux d’accueil et de médiation dans les quartiers. "
    return text[: length - text.count("’") * 2 - text.count("é")]


def save_all(profiles: Profiles, make: Callable[[Scale, int], Profile], scale: Scale) -> SavedProfile:
    """Save a contract as often as it has versions; the first one is the signed one."""
    saved = profiles.create(make(scale, 0))
    for edition in range(1, scale.versions):
        saved = profiles.save(saved.id, saved.version, make(scale, edition))
    profiles.versions.sign(saved.id, 1, Signature(date(2026, 11, 29), "la Ville"))
    return saved


def addresses(app: Flask, saved: SavedProfile) -> Iterator[str]:
    """The address of each page; the last versions are compared to the first one."""
    local, signatory = saved.profile.local_commitments, saved.profile.signatories
    quartiers, orientations = saved.profile.territory.quartiers, saved.profile.orientations
    known: dict[str, Any] = {
        "profile_id": saved.id,
        "commitment_id": "interieur-2013-1-1",
        "section_id": "sante",
        "chapter": "sante",
        "partner_id": signatory[0].partner if signatory else "commune",
        "local_id": local[0].id if local else None,
        "signatory_id": signatory[0].id if signatory else None,
        "code": quartiers[0].code if quartiers else None,
        "orientation_id": orientations[0].id if orientations else None,
        "objective_id": next((one.id for one in objectives_of(orientations)), None),
        "number": 1,
    }
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    for rule in sorted(rules, key=str):
        values = {name: known[name] for name in rule.arguments if name in known}
        if (
            rule.endpoint in ELSEWHERE | WITH_ACCOUNTS
            or str(rule).endswith(DOWNLOADS)
            or None in values.values()
        ):
            continue
        with app.test_request_context():
            address = url_for(rule.endpoint, **values)
        yield f"{address}?de=1" if rule.endpoint == "versions.compare" else address


@dataclass(frozen=True)
class Measured:
    """The seconds that each page of one contract takes."""

    name: str
    size: int
    versions: int
    seconds: Mapping[str, float]

    def row(self) -> str:
        """The line of the table: the slowest page."""
        slowest = max(self.seconds, key=lambda address: self.seconds[address])
        known = f"{self.size / 1_000:.0f} | {self.versions} | {len(self.seconds)}"
        return f"| {self.name} | {known} | {slowest} | {self.seconds[slowest]:.2f} |"


def measure(name: str, scale: Scale, folder: Path) -> Measured:
    """Ask for each page of one contract: the best of some runs, each without what is kept of another."""
    app = create_app(Settings(folder, f"sqlite:///{folder / 'pages.sqlite3'}", "0f3b8e7c5a9d4c21b6f0"))
    profiles = app.extensions["contrat_de_ville"].profiles
    saved = save_all(profiles, SHAPES[name], scale)
    size = len(json.dumps(profile_document(saved.profile), ensure_ascii=False).encode())
    app.test_client().get("/")
    seconds = {
        address: min(_seconds(app, address) for _ in range(scale.runs))
        for address in islice(addresses(app, saved), None, None, scale.every)
    }
    profiles.close()
    return Measured(name, size, saved.version, seconds)


def _seconds(app: Flask, address: str) -> float:
    services = app.extensions["contrat_de_ville"]
    services.comparisons.clear()
    services.what_changed.clear()
    begun = time.process_time()
    answer = app.test_client().get(address)
    lasted = time.process_time() - begun
    assert answer.status_code in {200, 302, 303}, (address, answer.status_code)
    return lasted


def main() -> None:
    """Print the slowest page of each contract; exit 1 where one takes too long."""
    scale = QUICK if "--quick" in sys.argv[1:] else Scale()
    print("| contract | kB | versions | pages | the slowest | s of the processor |")
    print("|---|---:|---:|---:|---|---:|")
    late = []
    for name in SHAPES:
        with TemporaryDirectory() as folder:
            measured = measure(name, scale, Path(folder))
        print(measured.row(), flush=True)
        for address, seconds in measured.seconds.items():
            if "--verbose" in sys.argv[1:]:
                print(f"{seconds:6.2f} s {address}", file=sys.stderr)
            if seconds > LONGEST:
                late.append(f"{address} of « {name} »")
    if late:
        sys.exit(f"More than {LONGEST} s: {', '.join(late)}.")


if __name__ == "__main__":
    main()
