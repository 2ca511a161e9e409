"""What each catalogue that this database has known quoted."""

import json
import zlib
from dataclasses import asdict

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from app.domain.quotation import Clause, Quotation
from app.store.engine import writing
from app.store.faults import StoreUnavailable
from app.store.models import CatalogueRow
from app.store.sessions import session_on

UNREADABLE = "Le catalogue « {hash} » est illisible dans la base de données."


class Catalogues:
    """The catalogues of one database. Every method raises StoreUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, quoted: Quotation) -> None:
        """Keeps what a catalogue quotes, unless it is already there."""
        if self.get(quoted.hash) is not None:
            return
        clauses = json.dumps([asdict(clause) for clause in quoted.clauses.values()], ensure_ascii=False)
        row = CatalogueRow(hash=quoted.hash, version=quoted.version, clauses=zlib.compress(clauses.encode()))
        try:
            with session_on(writing(self._engine)) as session:
                session.add(row)
        except IntegrityError:
            return  # another process kept it meanwhile: same hash, same words

    def get(self, hash_: str) -> Quotation | None:
        """What the catalogue of this hash quoted, or None when this database never knew it."""
        with session_on(self._engine) as session:
            row = session.get(CatalogueRow, hash_)
            if row is None:
                return None
            kept, version = row.clauses, row.version
        try:
            clauses = [_clause(one) for one in json.loads(zlib.decompress(kept))]
        except (ValueError, TypeError, KeyError, zlib.error) as error:
            raise StoreUnavailable(UNREADABLE.format(hash=hash_)) from error
        return Quotation(version, hash_, {clause.id: clause for clause in clauses})


def _clause(fields: dict[str, str | list[str] | list[int]]) -> Clause:
    known = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    return Clause(**known)  # type: ignore[arg-type]  # written from a Clause by `keep`
