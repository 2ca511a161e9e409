"""The embedded reference of communes and groupings: read-only, shipped with the application."""

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from app.domain.french import typeset
from app.domain.problems import UserError
from app.domain.profile import Commune, Territory
from app.domain.text import clean
from app.territories.search import MAX_RESULTS, Search, near_codes
from app.territories.shared_connection import SharedConnection

_SHOWN = 20
_MOST_NAMED = 5
FILE = Path(__file__).with_name("reference.sqlite3")
_PLACE = """
    SELECT kind, places.code, places.name, departements.name AS departement, regions.name AS region,
    population, places.rank, places.grouping
    FROM places
    JOIN departements ON departements.code = places.departement
    JOIN regions ON regions.code = departements.region
"""


class UnknownTerritory(UserError):
    """A code that no commune and no grouping has. The message, in French, names those that are meant.

    `former` is the commune of today for the code of a former commune or of an arrondissement; `posted` are
    the communes of a postal code; `near` are places whose code is one character away.
    """

    def __init__(
        self,
        code: str,
        near: tuple["Place", ...] = (),
        former: "Place | None" = None,
        posted: tuple["Place", ...] = (),
    ) -> None:
        self.former = former
        shown = clean(code).text.strip()[:_SHOWN]
        super().__init__(typeset(f"Code inconnu : « {shown} ». {_advice(near, former, posted)}"))


def _advice(near: tuple["Place", ...], former: "Place | None", posted: tuple["Place", ...]) -> str:
    if former:
        advice = (
            "C’est celui d’une ancienne commune ou d’un arrondissement ; aujourd’hui : "
            f"{former.name} ({former.code})."
        )
        return f"{advice} C’est aussi le code postal de {_named(posted)}." if posted else advice
    if posted:
        return f"C’est le code postal de {_named(posted)} : donnez le code INSEE."
    advice = (
        "Donnez le code INSEE d’une commune (5 caractères) ou le SIREN d’un groupement "
        "(9 chiffres) ; « territoires search » les trouve par leur nom."
    )
    places = ", ".join(f"{place.code} ({place.name})" for place in near)
    return f"{advice} Codes proches : {places}." if near else advice


def _named(places: tuple["Place", ...]) -> str:
    """Return the first places with their codes, and how many others there are."""
    shown = ", ".join(f"{place.name} ({place.code})" for place in places[:_MOST_NAMED])
    left = len(places) - _MOST_NAMED
    return f"{shown} et {left} autre{'s' if left > 1 else ''}" if left > 0 else shown


class Place(NamedTuple):
    """A territory as a search shows it. `population` is None where the source has none.

    `reason`, in French, says why it is found where its own name does not: a former commune, a postal code.
    """

    kind: str
    code: str
    name: str
    departement: str
    region: str
    population: int | None
    reason: str = ""

    def document(self) -> dict[str, Any]:
        """Return the place in the shape of the interface; `reason` where there is one."""
        document = self._asdict()
        if not self.reason:
            del document["reason"]
        return document


@dataclass(frozen=True, slots=True)
class Division:
    """A département or a région; `article` says how its name takes « de » (see `names.Article`)."""

    code: str
    name: str
    article: int


class Reference:
    """The reference file, opened once. Safe to share between threads: nothing is ever written."""

    def __init__(self, file: Path = FILE) -> None:
        self._connection = SharedConnection(file)
        self._search = Search(self._connection)

    @staticmethod
    @cache
    def open() -> "Reference":
        """Return the reference that is shipped, opened at the first call."""
        return Reference()

    @property
    def metadata(self) -> Mapping[str, str]:
        """Source, licence and vintage, for the page about the data."""
        return dict(self._connection.execute("SELECT name, value FROM metadata"))

    def search(self, text: str, limit: int = 10) -> list[Place]:
        """Return the territories that a text names, best first; at most MAX_RESULTS."""
        reasons = self._search.find(text, min(limit, MAX_RESULTS))
        if not reasons:
            return []
        places = {row["rank"]: _place(row) for row in self._rows(reasons)}
        return [
            places[rank]._replace(reason=reason) if reason else places[rank]
            for rank, reason in reasons.items()
        ]

    def _rows(self, ranks: Collection[int]) -> list[sqlite3.Row]:
        """Return the places of those ranks, in any order."""
        marks = ",".join("?" * len(ranks))
        rows: list[sqlite3.Row] = self._connection.execute(
            f"{_PLACE} WHERE places.rank IN ({marks})", tuple(ranks)
        )
        return rows

    def place(self, code: str) -> Place:
        """Return the commune or the grouping that has a code. Raises UnknownTerritory."""
        return _place(self._row(code))

    def territory(self, code: str) -> Territory:
        """Return the perimeter of a code, its communes with their populations. Raises UnknownTerritory."""
        row = self._row(code)
        communes = (
            (Commune(row["code"], row["name"], row["population"]),)
            if row["kind"] == "commune"
            else self._members(row["rank"])
        )
        return Territory(row["kind"], row["code"], row["name"], communes, grouping=row["grouping"])

    def all_codes(self, kind: str) -> list[str]:
        """Return the codes of every territory of a kind, larger before smaller."""
        rows = self._connection.execute("SELECT code FROM places WHERE kind = ? ORDER BY rank", (kind,))
        return [row["code"] for row in rows]

    def posted_under(self, code: str) -> tuple[Place, ...]:
        """Return the communes of a postal code, larger before smaller, but the one whose INSEE code it is."""
        found = self._connection.execute("SELECT communes FROM postal_codes WHERE code = ?", (code.strip(),))
        ranks = [int(rank) for (ranks,) in found for rank in ranks.split()]
        places = sorted(map(_place, self._rows(ranks)), key=lambda place: -(place.population or 0))
        return tuple(place for place in places if place.code != code)

    @cached_property
    def communes_by_any_code(self) -> Mapping[str, str]:
        """The code of today's commune for each code that one has or had, arrondissements included."""
        former = (
            "SELECT former_codes.code, places.code FROM former_codes"
            " JOIN places ON places.rank = former_codes.commune"
        )
        today = "SELECT code, code FROM places WHERE kind = 'commune'"
        return MappingProxyType(dict([*self._connection.execute(former), *self._connection.execute(today)]))

    def commune_names(self, departement: str) -> list[tuple[str, str]]:
        """Return the names of a département's communes with their codes.

        Former names first, with today's code.
        """
        former = (
            "SELECT former_codes.name, places.code FROM former_codes"
            " JOIN places ON places.rank = former_codes.commune"
            " WHERE places.departement = ? AND former_codes.name <> ''"
        )
        today = "SELECT name, code FROM places WHERE kind = 'commune' AND departement = ?"
        return [
            *map(tuple, self._connection.execute(former, (departement,))),
            *map(tuple, self._connection.execute(today, (departement,))),
        ]

    def departement(self, code: str) -> Division | None:
        """Return the département of a code, or the overseas collectivité that stands for one."""
        return self._division("SELECT code, name, article FROM departements WHERE code = ?", code)

    def region_of(self, departement: str) -> Division | None:
        """Return the région of a département."""
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
        row = self._connection.first("SELECT article FROM places WHERE code = ?", (commune,))
        return row["article"] if row else None

    def _division(self, query: str, code: str) -> Division | None:
        row = self._connection.first(query, (code,))
        return Division(*row) if row else None

    def _row(self, code: str) -> sqlite3.Row:
        """Return the place of a code; of a commune, its SIREN does as well as its INSEE code."""
        folded = code.strip().upper()
        row: sqlite3.Row | None = self._connection.first(
            f"{_PLACE} WHERE places.code = ? OR places.siren = ?", (folded, folded)
        )
        if row is None:
            raise self._unknown(code)
        return row

    def _unknown(self, code: str) -> UnknownTerritory:
        folded = code.strip().upper()
        former = self._connection.first(
            f"{_PLACE} JOIN former_codes ON former_codes.commune = places.rank WHERE former_codes.code = ?",
            (folded,),
        )
        posted = self.posted_under(folded)
        near = () if former or posted else near_codes(folded, self._connection)
        return UnknownTerritory(
            code,
            tuple(self.place(other) for other in near),
            _place(former) if former else None,
            posted,
        )

    def _members(self, grouping: int) -> tuple[Commune, ...]:
        rows = self._connection.execute(
            "SELECT code, name, population FROM members JOIN places ON places.rank = members.commune"
            " WHERE members.grouping = ? ORDER BY places.rank",
            (grouping,),
        )
        return tuple(Commune(row["code"], row["name"], row["population"]) for row in rows)


def _place(row: sqlite3.Row) -> Place:
    """Return the place whose columns a row begins with.

    A search makes twenty for each letter that one types.
    """
    return Place._make((*row[: len(Place._fields) - 1], ""))
