"""The embedded reference of communes and groupings: read-only, shipped with the application."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from app.domain.profile import Commune, Territory
from app.domain.text import clean
from app.domain.typography import typeset
from app.territories.near_codes import near_codes
from app.territories.search import MAX_RESULTS, Search

_SHOWN = 20
FILE = Path(__file__).with_name("reference.sqlite3")
_PLACE = """
    SELECT kind, places.code, places.name, departements.name AS departement, regions.name AS region,
    population, places.rank, places.grouping
    FROM places
    JOIN departements ON departements.code = places.departement
    JOIN regions ON regions.code = departements.region
"""


class UnknownTerritory(LookupError):
    """A code that no commune and no grouping has. The message, in French, names those that are near.

    `former` is the commune of today for the code of a former commune or of an arrondissement.
    """

    def __init__(self, code: str, near: tuple["Place", ...] = (), former: "Place | None" = None) -> None:
        self.former = former
        shown = clean(code).text.strip()[:_SHOWN]
        super().__init__(typeset(f"Code inconnu : « {shown} ». {_advice(near, former)}"))


def _advice(near: tuple["Place", ...], former: "Place | None") -> str:
    if former:
        return (
            "C’est celui d’une ancienne commune ou d’un arrondissement ; aujourd’hui : "
            f"{former.name} ({former.code})."
        )
    advice = (
        "Donnez le code INSEE d’une commune (5 caractères) ou le SIREN d’un groupement "
        "(9 chiffres) ; « territoires search » les trouve par leur nom."
    )
    places = ", ".join(f"{place.code} ({place.name})" for place in near)
    return f"{advice} Codes proches : {places}." if near else advice


class Place(NamedTuple):
    """A territory as a search shows it. `population` is None where the source has none."""

    kind: str
    code: str
    name: str
    departement: str
    region: str
    population: int | None

    def document(self) -> dict[str, Any]:
        """The place in the shape of the interface."""
        return self._asdict()


@dataclass(frozen=True, slots=True)
class Division:
    """A département or a région; `article` says how its name takes « de » (see `names.Article`)."""

    code: str
    name: str
    article: int


class Reference:
    """The reference file, opened once. Safe to share between threads: nothing is ever written."""

    def __init__(self, file: Path = FILE) -> None:
        # `immutable` spares the locks of a file that never changes; SQLite itself serialises calls.
        self._connection = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._connection.row_factory = sqlite3.Row
        self._search = Search(self._connection)

    @staticmethod
    @cache
    def open() -> "Reference":
        """The reference that is shipped, opened at the first call."""
        return Reference()

    @property
    def metadata(self) -> Mapping[str, str]:
        """Source, licence and vintage, for the page about the data."""
        return dict(self._connection.execute("SELECT name, value FROM metadata").fetchall())

    def search(self, text: str, limit: int = 10) -> list[Place]:
        """The territories that a text names, best first; at most MAX_RESULTS."""
        ranks = self._search.ranks(text, min(limit, MAX_RESULTS))
        if not ranks:
            return []
        marks = ",".join("?" * len(ranks))
        rows = self._connection.execute(f"{_PLACE} WHERE places.rank IN ({marks})", ranks)
        places = {row["rank"]: _place(row) for row in rows}
        return [places[rank] for rank in ranks]

    def place(self, code: str) -> Place:
        """The commune or the grouping that has a code. Raises UnknownTerritory."""
        return _place(self._row(code))

    def territory(self, code: str) -> Territory:
        """The perimeter of a code, its communes with their populations. Raises UnknownTerritory."""
        row = self._row(code)
        communes = (
            (Commune(row["code"], row["name"], row["population"]),)
            if row["kind"] == "commune"
            else self._members(row["rank"])
        )
        return Territory(row["kind"], row["code"], row["name"], communes, grouping=row["grouping"])

    def all_codes(self, kind: str) -> list[str]:
        """The codes of every territory of a kind, larger before smaller."""
        rows = self._connection.execute("SELECT code FROM places WHERE kind = ? ORDER BY rank", (kind,))
        return [row["code"] for row in rows]

    def zone_of(self, code: str) -> str:
        """« metro », « drom » or « com ». Raises UnknownTerritory."""
        query = "SELECT zone FROM places WHERE rank = ?"
        zone: str = self._connection.execute(query, (self._row(code)["rank"],)).fetchone()["zone"]
        return zone

    def groupings_of(self, commune: str) -> list[Place]:
        """The EPCI, and the EPT if any, of a commune."""
        rank = self._row(commune)["rank"]
        rows = self._connection.execute(
            f"{_PLACE} JOIN members ON members.grouping = places.rank WHERE members.commune = ?", (rank,)
        )
        return [_place(row) for row in rows]

    def departement(self, code: str) -> Division | None:
        """The département of a code, or the overseas collectivité that stands for one."""
        return self._division("SELECT code, name, article FROM departements WHERE code = ?", code)

    def region_of(self, departement: str) -> Division | None:
        """The région of a département."""
        return self._division(
            "SELECT regions.code, regions.name, regions.article FROM regions"
            " JOIN departements ON departements.region = regions.code WHERE departements.code = ?",
            departement,
        )

    def article_of(self, commune: str) -> int | None:
        """How the name of a commune takes « de »; None for a code that no commune has.

        None in the Pacific too: the source says 0 for every commune there, « Ouvéa » as « Le Mont-Dore ».
        """
        if commune.startswith("98"):
            return None
        row = self._connection.execute("SELECT article FROM places WHERE code = ?", (commune,)).fetchone()
        return row["article"] if row else None

    def _division(self, query: str, code: str) -> Division | None:
        row = self._connection.execute(query, (code,)).fetchone()
        return Division(*row) if row else None

    def _row(self, code: str) -> sqlite3.Row:
        """The place of a code; of a commune, its SIREN does as well as its INSEE code."""
        folded = code.strip().upper()
        row: sqlite3.Row | None = self._connection.execute(
            f"{_PLACE} WHERE places.code = ? OR places.siren = ?", (folded, folded)
        ).fetchone()
        if row is None:
            raise self._unknown(code)
        return row

    def _unknown(self, code: str) -> UnknownTerritory:
        folded = code.strip().upper()
        former = self._connection.execute(
            f"{_PLACE} JOIN former_codes ON former_codes.commune = places.rank WHERE former_codes.code = ?",
            (folded,),
        ).fetchone()
        if former:
            return UnknownTerritory(code, former=_place(former))
        return UnknownTerritory(
            code, tuple(self.place(near) for near in near_codes(folded, self._connection))
        )

    def _members(self, grouping: int) -> tuple[Commune, ...]:
        rows = self._connection.execute(
            "SELECT code, name, population FROM members JOIN places ON places.rank = members.commune"
            " WHERE members.grouping = ? ORDER BY places.rank",
            (grouping,),
        )
        return tuple(Commune(row["code"], row["name"], row["population"]) for row in rows)


def _place(row: sqlite3.Row) -> Place:
    """The place whose columns a row begins with: a search makes twenty for each letter that one types."""
    return Place._make(row[: len(Place._fields)])
