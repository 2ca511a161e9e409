"""The imported lists of quartiers prioritaires: previewed, replaced whole, found by commune."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from app.domain.profile import Commune, Quartier
from app.domain.text import MAX_NAME
from app.store.engine import writing
from app.store.models import QuartierListRow, QuartierRow
from app.store.sessions import session_on

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


class Quartiers:
    """The imported lists of one database. Every method raises StoreUnavailable without an answer."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._writing_engine = writing(engine)
        self._now = now

    def lists(self) -> tuple[QuartierList, ...]:
        """The lists in use, the oldest generation last."""
        counted = (
            select(QuartierListRow, func.count(QuartierRow.code))
            .outerjoin(QuartierRow, QuartierRow.generation == QuartierListRow.generation)
            .group_by(QuartierListRow.generation, QuartierListRow.source, QuartierListRow.imported_at)
            .order_by(QuartierListRow.generation)
        )
        with session_on(self._engine) as session:
            return tuple(
                QuartierList(row.generation, row.source, row.imported_at, count)
                for row, count in session.execute(counted)
            )

    def has_list(self) -> bool:
        """Whether any list was imported."""
        with session_on(self._engine) as session:
            return session.scalar(select(QuartierListRow.generation).limit(1)) is not None

    def changes(self, quartiers: Iterable[Quartier]) -> QuartierChanges:
        """What `replace` would add, change and remove. Generations that the list lacks stay."""
        new = {quartier.code: quartier for quartier in quartiers}
        with session_on(self._engine) as session:
            old = {row.code: _quartier(row) for row in _rows(session, _generations(new))}
        return QuartierChanges(
            added=tuple(new[code] for code in sorted(new.keys() - old.keys())),
            changed=tuple(new[code] for code in sorted(new.keys() & old.keys()) if new[code] != old[code]),
            removed=tuple(old[code] for code in sorted(old.keys() - new.keys())),
        )

    def replace(self, quartiers: Iterable[Quartier], source: str) -> None:
        """Puts the list in the place of those of its generations: the whole of it, or nothing."""
        new = {quartier.code: quartier for quartier in quartiers}
        generations = _generations(new)
        with session_on(self._writing_engine) as session:
            session.execute(delete(QuartierRow).where(QuartierRow.generation.in_(generations)))
            session.execute(delete(QuartierListRow).where(QuartierListRow.generation.in_(generations)))
            now = self._now()
            session.add_all(
                QuartierListRow(generation=generation, source=source[:MAX_NAME], imported_at=now)
                for generation in generations
            )
            session.flush()
            session.add_all(_row(quartier) for quartier in new.values())

    def all(self) -> tuple[Quartier, ...]:
        """Every quartier of the lists, by code."""
        with session_on(self._engine) as session:
            rows = session.scalars(select(QuartierRow).order_by(QuartierRow.code))
            return tuple(_quartier(row) for row in rows)

    def of_communes(self, communes: Iterable[str]) -> tuple[Quartier, ...]:
        """The quartiers of these communes, by code; none without a list.

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
            and any(newest[one] == quartier.code[GENERATION] for one in _departements(quartier))
        )


def _departements(quartier: Quartier) -> set[str]:
    return {Commune(code, "").departement for code in quartier.communes}


def _generations(quartiers: Iterable[str]) -> list[str]:
    return sorted({code[GENERATION] for code in quartiers})


def _rows(session: Session, generations: list[str]) -> Iterable[QuartierRow]:
    listed = select(QuartierRow).where(QuartierRow.generation.in_(generations))
    return session.scalars(listed.order_by(QuartierRow.code))


def _row(quartier: Quartier) -> QuartierRow:
    return QuartierRow(
        code=quartier.code,
        generation=quartier.code[GENERATION],
        name=quartier.name,
        communes=" ".join(quartier.communes),
    )


def _quartier(row: QuartierRow) -> Quartier:
    return Quartier(row.code, row.name, tuple(row.communes.split()))
