"""A contract remembers the greatest number that a local commitment ever had in it.

Numbers were given again after a removal. Every version of a contract is read for the greatest one; where it
is greater than those of the present commitments, the present document says it.
"""

import json
import re
import zlib
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_PROFILES = sa.table("profiles", *(sa.column(name) for name in ("id", "document")))
_VERSIONS = sa.table("profile_versions", *(sa.column(name) for name in ("profile_id", "document")))
_NUMBER = re.compile(r'"id": "local-([1-9][0-9]{0,5})"')
_BATCH = 100


def upgrade() -> None:
    connection = op.get_bind()
    for profile_id in _profile_ids(connection):
        _remember(connection, profile_id)


def downgrade() -> None:
    connection = op.get_bind()
    for profile_id in _profile_ids(connection):
        document = _present(connection, profile_id)
        signatories = document.get("signatories", [])
        known = document.pop("last_local", None), *(one.pop("id", None) for one in signatories)
        if any(known):
            _write(connection, profile_id, document)


def _remember(connection: sa.Connection, profile_id: int) -> None:
    versions = sa.select(_VERSIONS.c.document).where(_VERSIONS.c.profile_id == profile_id)
    greatest = max((_greatest(_inflated(row.document)) for row in connection.execute(versions)), default=0)
    if not greatest:
        return
    document = _present(connection, profile_id)
    if document and greatest > _greatest(json.dumps(document.get("local_commitments", []))):
        _write(connection, profile_id, {**document, "last_local": greatest})


def _profile_ids(connection: sa.Connection) -> Iterator[int]:
    last_id = 0
    chosen = sa.select(_PROFILES.c.id).order_by(_PROFILES.c.id).limit(_BATCH)
    while batch := connection.execute(chosen.where(_PROFILES.c.id > last_id)).scalars().all():
        yield from batch
        last_id = batch[-1]


def _present(connection: sa.Connection, profile_id: int) -> dict[str, Any]:
    """The document of a contract; nothing for one that somebody changed by hand and that cannot be read."""
    chosen = sa.select(_PROFILES.c.document).where(_PROFILES.c.id == profile_id)
    try:
        document = json.loads(connection.execute(chosen).scalar_one())
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _write(connection: sa.Connection, profile_id: int, document: dict[str, Any]) -> None:
    text = json.dumps(document, ensure_ascii=False)
    connection.execute(_PROFILES.update().where(_PROFILES.c.id == profile_id).values(document=text))


def _inflated(document: bytes) -> str:
    try:
        return zlib.decompress(document).decode()
    except (ValueError, zlib.error):
        return ""


def _greatest(text: str) -> int:
    return max(map(int, _NUMBER.findall(text)), default=0)
