"""Builds the embedded reference of territories. Run by hand, from the unpacked npm package of the source.

    python -m benchmarks.territories package/ app/territories/reference.sqlite3

The same input gives the same bytes, with the same version of SQLite.
"""

import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from app.domain.french import typeset
from app.territories.reference import FILE
from app.territories.search import key

SCHEMA = FILE.with_name("schema.sql")
USUAL_NAMES: dict[str, list[str]] = yaml.safe_load(
    FILE.with_name("usual_names.yaml").read_text(encoding="utf-8")
)
# The source calls the métropole de Lyon, a collectivité of its own kind, MET69.
GROUPINGS = {"CC": "CC", "CA": "CA", "CU": "CU", "METRO": "METRO", "MET69": "METLYON", "EPT": "EPT"}
# What became part of a larger commune, and kept its name there.
FORMER_COMMUNES = {"commune-deleguee", "commune-associee"}
METADATA = {
    "source": "Etalab, découpage administratif 6.0.0 (paquet npm @etalab/decoupage-administratif)",
    "licence": "code MIT, données Licence Ouverte 2.0",
    "vintage": "communes et EPCI au 1ᵉʳ janvier 2026, EPT au 1ᵉʳ janvier 2025",
}


def build(package: Path, target: Path) -> None:
    """Write the reference file anew from the package's folder."""
    target.unlink(missing_ok=True)
    connection = sqlite3.connect(target, isolation_level=None)
    try:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.executescript(SCHEMA.read_text(encoding="utf-8"))
        connection.execute("BEGIN")
        _fill(connection, package / "data")
        connection.execute("COMMIT")
        connection.execute("INSERT INTO names (names) VALUES ('optimize')")
        connection.executemany("INSERT INTO communes_by_name VALUES (?, ?)", _not_alone(connection))
        connection.execute("ANALYZE")
        connection.execute("VACUUM")
    finally:
        connection.close()


def _fill(connection: sqlite3.Connection, data: Path) -> None:
    connection.executemany("INSERT INTO metadata VALUES (?, ?)", sorted(METADATA.items()))
    connection.executemany(
        "INSERT INTO regions VALUES (?, ?, ?)",
        [(one["code"], _name(one), one["typeLiaison"]) for one in _read(data, "regions")],
    )
    connection.executemany(
        "INSERT INTO departements VALUES (?, ?, ?, ?)",
        [(one["code"], _name(one), one["typeLiaison"], one["region"]) for one in _read(data, "departements")],
    )
    towns = _read(data, "communes")
    communes = {one["code"]: one for one in towns if one["type"] == "commune-actuelle"}
    groupings = [_grouping(one, communes) for one in _read(data, "epci") + _read(data, "ept")]
    ranks = _insert_places(connection, groupings, communes)
    connection.executemany(
        "INSERT INTO members VALUES (?, ?)",
        sorted(
            (ranks[grouping["code"]], ranks[member])
            for grouping in groupings
            for member in grouping["members"]
        ),
    )
    connection.executemany(
        "INSERT INTO former_codes VALUES (?, ?, ?)",
        sorted((old, ranks[current], name) for old, current, name in _former_codes(towns, communes)),
    )
    connection.executemany("INSERT INTO postal_codes VALUES (?, ?)", _postal_codes(communes, ranks))
    _insert_other_names(connection, towns, ranks)


def _former_codes(towns: list[dict[str, Any]], communes: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each code that is not a commune's today, the commune where its territory is, and its name."""
    names = {town["code"]: _name(town) for town in towns if town["type"] in FORMER_COMMUNES}
    for code, commune in communes.items():
        yield from ((old, code, names.get(old, "")) for old in commune.get("anciensCodes", []))
    for town in towns:
        if town["type"] == "arrondissement-municipal":
            yield town["code"], town["commune"], _name(town)


def _postal_codes(communes: dict[str, Any], ranks: dict[str, int]) -> list[tuple[str, str]]:
    """Each postal code with the ranks of its communes, larger before smaller."""
    found: dict[str, list[int]] = {}
    for code, commune in communes.items():
        for postal_code in commune.get("codesPostaux", []):
            found.setdefault(postal_code, []).append(ranks[code])
    return [(code, " ".join(map(str, sorted(found[code])))) for code in sorted(found)]


def _insert_other_names(
    connection: sqlite3.Connection, towns: list[dict[str, Any]], ranks: dict[str, int]
) -> None:
    """Former communes whose name is no longer a commune's own, then usual names, ranked after the places."""
    named = set(connection.execute("SELECT rank, name FROM places"))
    former = {
        (ranks[town["chefLieu"]], _name(town), f"ancienne commune : {_name(town)}", 0)
        for town in towns
        if town["type"] in FORMER_COMMUNES and town.get("chefLieu") in ranks
    }
    usual = {
        (ranks[code], name, f"aussi appelé : {name}", 1)
        for code, names in USUAL_NAMES.items()
        if code in ranks
        for name in names
    }
    wanted = sorted(other for other in former | usual if other[:2] not in named)
    for rank, (place, name, reason, is_usual) in enumerate(wanted, start=len(ranks) + 1):
        row = (rank, key(name), typeset(reason), is_usual, place)
        connection.execute("INSERT INTO other_names VALUES (?, ?, ?, ?, ?)", row)
        connection.execute("INSERT INTO names (rowid, text) VALUES (?, ?)", (rank, key(name)))


def _grouping(one: dict[str, Any], communes: dict[str, Any]) -> dict[str, Any]:
    """Return a grouping; its département is that of its largest commune."""
    members = [member["code"] for member in one["membres"]]
    largest = max(members, key=lambda code: (communes[code].get("population", 0), code))
    return {
        "kind": "ept" if one["type"] == "EPT" else "epci",
        "code": one["code"],
        "name": _name(one),
        "grouping": GROUPINGS[one["type"]],
        "departement": communes[largest]["departement"],
        "zone": communes[largest]["zone"],
        "siren": None,
        "population": sum(communes[code].get("population", 0) for code in members),
        "article": None,
        "members": members,
    }


def _insert_places(
    connection: sqlite3.Connection, groupings: list[dict[str, Any]], communes: dict[str, Any]
) -> dict[str, int]:
    towns = [
        {
            "kind": "commune",
            "code": one["code"],
            "name": _name(one),
            "grouping": None,
            "departement": one.get("departement") or one["code"][:3],
            "population": one.get("population"),
            "siren": one.get("siren"),
            "zone": one["zone"],
            "article": one.get("typeLiaison", 0),
        }
        for one in communes.values()
    ]
    order = {"epci": 0, "ept": 1, "commune": 2}
    places = sorted(
        groupings + towns, key=lambda one: (order[one["kind"]], -(one["population"] or 0), one["code"])
    )
    columns = ("kind", "code", "name", "grouping", "departement", "population", "siren", "zone", "article")
    for rank, place in enumerate(places, start=1):
        values = (rank, *(place[column] for column in columns))
        connection.execute("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        indexed = f"{key(place['name'])} {place['code'].lower()}"
        connection.execute("INSERT INTO names (rowid, text) VALUES (?, ?)", (rank, indexed))
    return {place["code"]: rank for rank, place in enumerate(places, start=1)}


def _not_alone(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Return the communes whose name finds others too, which may be larger."""
    communes = connection.execute("SELECT name, rank FROM places WHERE kind = 'commune'").fetchall()
    folded = ((key(name), rank) for name, rank in communes)
    return [(name, rank) for name, rank in folded if _finds_others(connection, name)]


def _finds_others(connection: sqlite3.Connection, name: str) -> bool:
    sought = " ".join(f'"{word}"*' for word in name.split())
    found = connection.execute("SELECT rowid FROM names WHERE names MATCH ? LIMIT 2", (sought,))
    return len(found.fetchall()) > 1


def _read(data: Path, name: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = json.loads((data / f"{name}.json").read_text(encoding="utf-8"))
    return records


def _name(one: dict[str, Any]) -> str:
    return str(one["nom"]).replace("'", "’")


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
