"""A contract without a trame says the one that it has always followed, that of 2014-2020.

New contracts take the trame of their generation. Those that were saved before there were several said none;
their present state now says it, with the version that kept it, so that the two stay equal. Older versions are
as they were: without a trame, they mean the same one, and no comparison shows a change.
"""

import json
import zlib
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OUTLINE = "2014-2020"
_AFTER = ("adaptations", "local_commitments", "texts", "last_local", "numbers", "last_number")
"""What follows the trame in a document."""

_PROFILES = sa.table("profiles", *(sa.column(name) for name in ("id", "document", "version")))
_VERSIONS = sa.table(
    "profile_versions", *(sa.column(name) for name in ("profile_id", "number", "document", "base"))
)
_BATCH = 100


def upgrade() -> None:
    connection = op.get_bind()
    for row in _profiles(connection):
        document = _read(row.document)
        if document and not document.get("outline"):
            _write(connection, row, json.dumps(_explicit(document), ensure_ascii=False))


def downgrade() -> None:
    """Keep the trame that is said: it is the one that was meant."""


def _explicit(document: dict[str, Any]) -> dict[str, Any]:
    before = {key: value for key, value in document.items() if key not in _AFTER}
    return {**before, "outline": OUTLINE, **{key: document[key] for key in document if key in _AFTER}}


def _profiles(connection: sa.Connection) -> Iterator[sa.Row[Any]]:
    last_id = 0
    chosen = sa.select(_PROFILES).order_by(_PROFILES.c.id).limit(_BATCH)
    while batch := connection.execute(chosen.where(_PROFILES.c.id > last_id)).all():
        yield from batch
        last_id = batch[-1].id


def _write(connection: sa.Connection, row: sa.Row[Any], document: str) -> None:
    connection.execute(_PROFILES.update().where(_PROFILES.c.id == row.id).values(document=document))
    # No other version is kept as its differences from the last one.
    this = _VERSIONS.update().where(_VERSIONS.c.profile_id == row.id, _VERSIONS.c.number == row.version)
    connection.execute(this.values(document=zlib.compress(document.encode()), base=None))


def _read(text: str) -> dict[str, Any]:
    """The document of a contract; nothing for one that somebody changed by hand and that cannot be read."""
    try:
        document = json.loads(text)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}
