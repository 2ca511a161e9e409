"""The imported lists of quartiers prioritaires: previewed, replaced whole, found by commune."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from app.domain.profile import Commune, Figure, Quartier
from app.domain.text import MAX_NAME
from app.store.engine import Repository
from app.store.tables import QUARTIER_LISTS, QUARTIERS

NO_FIGURES: Mapping[str, tuple[Figure, ...]] = {}

GENERATION = slice(0, 2)
"""A code begins with its generation: QP for the list of 2015, QN for that of 2024."""


@dataclass(frozen=True, slots=True)
class QuartierChanges:
    """What an import would do to the lists that it replaces."""

    added: tuple[Quartier, ...]
    changed: tuple[Quartier, ...]
    removed: tuple[Quartier, ...]


@dataclass(frozen=True, slots=True)
class QuartierList:
    """An imported list: its generation, its file, when it was imported, how many quartiers it holds."""

    generation: str
    source: str
    imported_at: datetime
    count: int


class Quartiers(Repository):
    """The imported lists of one database."""

    def lists(self) -> tuple[QuartierList, ...]:
        """Return the lists in use, the oldest generation last."""
        counted = (
            select(*QUARTIER_LISTS.c, func.count(QUARTIERS.c.code).label("count"))
            .outerjoin(QUARTIERS, QUARTIERS.c.generation == QUARTIER_LISTS.c.generation)
            .group_by(*QUARTIER_LISTS.c)
            .order_by(QUARTIER_LISTS.c.generation)
        )
        with self._reading() as connection:
            rows = connection.execute(counted)
            return tuple(QuartierList(**row._asdict()) for row in rows)

    def has_list(self) -> bool:
        """Tell whether any list was imported."""
        with self._reading() as connection:
            return connection.scalar(select(QUARTIER_LISTS.c.generation).limit(1)) is not None

    def changes(self, quartiers: Iterable[Quartier]) -> QuartierChanges:
        """Return what `replace` would add, change and remove. Generations that the list lacks stay."""
        new = {quartier.code: quartier for quartier in quartiers}
        with self._reading() as connection:
            old = {row.code: _quartier(row) for row in _read_rows(connection, _generations(new))}
        return QuartierChanges(
            added=tuple(new[code] for code in sorted(new.keys() - old.keys())),
            changed=tuple(new[code] for code in sorted(new.keys() & old.keys()) if new[code] != old[code]),
            removed=tuple(old[code] for code in sorted(old.keys() - new.keys())),
        )

    def replace(
        self,
        quartiers: Iterable[Quartier],
        source: str,
        figures: Mapping[str, tuple[Figure, ...]] = NO_FIGURES,
    ) -> None:
        """Put the list in the place of those of its generations: the whole of it, or nothing.

        `figures` are what it says besides of each quartier, by code.
        """
        new = {quartier.code: quartier for quartier in quartiers}
        generations = _generations(new)
        now = self._now()
        lists = [
            {"generation": generation, "source": source[:MAX_NAME], "imported_at": now}
            for generation in generations
        ]
        with self._writing() as connection:
            for table in (QUARTIERS, QUARTIER_LISTS):
                connection.execute(delete(table).where(table.c.generation.in_(generations)))
            if lists:
                connection.execute(insert(QUARTIER_LISTS), lists)
                rows = [_row(quartier, figures.get(code, ())) for code, quartier in new.items()]
                connection.execute(insert(QUARTIERS), rows)

    def all(self) -> tuple[Quartier, ...]:
        """Return every quartier of the lists, by code."""
        with self._reading() as connection:
            return tuple(map(_quartier, connection.execute(select(QUARTIERS).order_by(QUARTIERS.c.code))))

    def figures_of(self, codes: Iterable[str]) -> dict[str, tuple[Figure, ...]]:
        """Return the figures that the lists have of these quartiers, by code; their source is the list."""
        wanted = list(codes)
        said = (
            select(QUARTIERS.c.code, QUARTIERS.c.figures, QUARTIER_LISTS.c.source)
            .join(QUARTIER_LISTS, QUARTIERS.c.generation == QUARTIER_LISTS.c.generation)
            .where(QUARTIERS.c.figures != "", QUARTIERS.c.code.in_(wanted))
        )
        with self._reading() as connection:
            return {
                row.code: tuple(
                    Figure(label, value, year, row.source) for label, value, year in json.loads(row.figures)
                )
                for row in connection.execute(said)
            }

    def of_communes(self, communes: Iterable[str]) -> tuple[Quartier, ...]:
        """Return the quartiers of these communes, by code; none without a list.

        In each département those of its newest generation: some overseas keep that of 2015.
        """
        wanted = set(communes)
        quartiers = self.all()
        newest: dict[str, str] = {}
        for quartier in quartiers:
            for departement in _departements(quartier):
                newest[departement] = min(quartier.code[GENERATION], newest.get(departement, "QP"))
        return tuple(
            quartier
            for quartier in quartiers
            if wanted.intersection(quartier.communes)
            and any(newest[code] == quartier.code[GENERATION] for code in _departements(quartier))
        )


def _departements(quartier: Quartier) -> set[str]:
    return {Commune(code, "").departement for code in quartier.communes}


def _generations(quartiers: Iterable[str]) -> list[str]:
    return sorted({code[GENERATION] for code in quartiers})


def _read_rows(connection: Connection, generations: list[str]) -> Iterable[Row[Any]]:
    listed = select(QUARTIERS).where(QUARTIERS.c.generation.in_(generations))
    return connection.execute(listed.order_by(QUARTIERS.c.code))


def _row(quartier: Quartier, figures: tuple[Figure, ...]) -> dict[str, str]:
    communes = " ".join(quartier.communes)
    generation = quartier.code[GENERATION]
    said = json.dumps([(one.label, one.value, one.year) for one in figures]) if figures else ""
    named = {"code": quartier.code, "generation": generation, "name": quartier.name}
    return {**named, "communes": communes, "figures": said}


def _quartier(row: Row[Any]) -> Quartier:
    return Quartier(row.code, row.name, tuple(row.communes.split()))
