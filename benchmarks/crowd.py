"""Many saved profiles, the same on every run: real territories, most hardly begun, some full."""

import json
import random
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert

from app.domain.profile import Adaptation, Profile
from app.store import Profiles
from app.store.profile_rows import ProfileColumns, columns_of, search_key, unique_key
from app.store.tables import PROFILES, VERSIONS
from app.territories import Reference, no_quartiers, territory_profile
from benchmarks.drafts import catalogue

SEED = 2014
EPCI, COMMUNES = 1_000, 2_000
FULL, BEGUN = 200, 10
"""One profile in so many has every commitment adapted; one in so many has some."""

FIRST_SAVE = datetime(2024, 3, 31, tzinfo=UTC)
_BATCH = 1_000
_TEXT = (
    "ouvrir une permanence d’accès au droit dans chaque quartier prioritaire avec les associations et la "
    "maison France services former les agents d’accueil informer les habitants par les conseils citoyens "
    "réunir chaque trimestre les partenaires pour suivre l’action et publier ses résultats"
)
_WORDS = _TEXT.split()


def fill(profiles: Profiles, number: int) -> None:
    """Saves so many profiles, each with its first version, into a database without any.

    Through the tables and the columns of the store: a form's way would take minutes.
    """
    rows = _rows(number)
    with profiles.engine.begin() as connection:
        while batch := list(islice(rows, _BATCH)):
            connection.execute(insert(PROFILES), batch)
            connection.execute(insert(VERSIONS), [_version(row) for row in batch])


def full_profile(name: str) -> Profile:
    """A profile with every partner and every commitment adapted."""
    chance = random.Random(SEED)  # noqa: S311 — a seeded draw, not a secret
    profile = _proposed(Reference.open().all_codes("epci")[0], Reference.open())
    return replace(profile, name=name, adaptations=_adaptations(1.0, chance))


def _rows(number: int) -> Iterator[dict[str, Any]]:
    """Many share a territory and its texts, and differ by their names: making each would take minutes."""
    chance = random.Random(SEED)  # noqa: S311 — a seeded draw, not a secret
    bases = _bases(chance, number)
    made: dict[tuple[int, float], ProfileColumns] = {}
    for rank in range(1, number + 1):
        drawn, share = chance.randrange(len(bases)), _share(rank)
        base = bases[drawn]
        if (drawn, share) not in made:
            made[drawn, share] = columns_of(replace(base, adaptations=_adaptations(share, chance)))
        saved_at = FIRST_SAVE + timedelta(minutes=rank)
        kept = {"created_at": saved_at, "updated_at": saved_at, "catalogue": catalogue().hash}
        yield {**_named(made[drawn, share], base, rank), **kept, "id": rank, "version": 1}


def _named(columns: ProfileColumns, base: Profile, rank: int) -> ProfileColumns:
    name = f"{base.territory.name}, contrat de ville n° {rank}"
    before, after = (json.dumps(text, ensure_ascii=False) for text in (base.name, name))
    return {
        **columns,
        "name": name,
        "name_key": unique_key(name),
        "search_key": search_key(name, base.territory.name, base.territory.code),
        "document": columns["document"].replace(before, after, 1),
    }


def _version(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "profile_id": row["id"],
        "number": row["version"],
        "saved_at": row["updated_at"],
        "catalogue": row["catalogue"],
        "document": zlib.compress(row["document"].encode()),
    }


def _share(rank: int) -> float:
    return 1.0 if rank % FULL == 0 else 0.05 if rank % BEGUN == 0 else 0.0


def _bases(chance: random.Random, most: int) -> list[Profile]:
    """At most so many EPCI, and so many communes: to propose a territory takes a millisecond."""
    reference = Reference.open()
    drawn = (("epci", min(EPCI, most)), ("commune", min(COMMUNES, most)))
    codes = [code for kind, number in drawn for code in chance.sample(reference.all_codes(kind), number)]
    return [_proposed(code, reference) for code in codes]


def _proposed(code: str, reference: Reference) -> Profile:
    """A real territory as the site proposes it, with every partner."""
    partners = tuple(partner.id for partner in catalogue().partners)
    profile = territory_profile(code, reference, no_quartiers)
    return replace(profile, name=f"Contrat du territoire {code}", partners=partners)


def _adaptations(share: float, chance: random.Random) -> dict[str, Adaptation]:
    leaves = [leaf.commitment.id for leaf in catalogue().leaves]
    chosen = chance.sample(leaves, round(share * len(leaves)))
    return {commitment: _adaptation(chance) for commitment in chosen}


def _adaptation(chance: random.Random) -> Adaptation:
    def words(number: int) -> str:
        return " ".join(chance.choices(_WORDS, k=number)).capitalize() + "."

    return Adaptation(
        local_action=words(45),
        lead="La Ville",
        deadline=f"{chance.randint(2025, 2030)}-12-31",
        indicator=words(8),
        resources=words(12),
    )
