"""The list is searched in its own index: the table of the words of each name goes.

The search key of a profile was its name, its territory and the code of the territory, folded, a line each.
It is now their words and signs, « st » written out, with a space before each one: a search is a LIKE.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_PROFILES = sa.table("profiles", sa.column("id", sa.Integer), sa.column("search_key", sa.Text))
_BATCH = 1_000
_LONGEST = 600
_TERM = re.compile(r"[^\W_]+|[^\w\s.,]|_")
_SHORT_FORMS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def upgrade() -> None:
    op.drop_table("profile_words")
    op.drop_index(op.f("ix_profiles_recent"), "profiles")
    _fold_search_keys()
    _index(["updated_at", "id", "search_key"])


def downgrade() -> None:
    raise NotImplementedError("the words of each name are not kept any more")


def _fold_search_keys() -> None:
    connection = op.get_bind()
    change = (
        sa.update(_PROFILES)
        .where(_PROFILES.c.id == sa.bindparam("this"))
        .values(search_key=sa.bindparam("key"))
    )
    chosen = sa.select(_PROFILES).order_by(_PROFILES.c.id).limit(_BATCH)
    last_id = 0
    while batch := connection.execute(chosen.where(_PROFILES.c.id > last_id)).all():
        last_id = batch[-1].id
        connection.execute(change, [{"this": row.id, "key": _folded(row.search_key)} for row in batch])


def _folded(key: str) -> str:
    terms = _TERM.findall(key)
    return "".join(f" {_SHORT_FORMS.get(term, term)}" for term in terms)[:_LONGEST]


def _index(columns: list[str]) -> None:
    present = sa.text("deleted_at IS NULL")
    op.create_index(
        op.f("ix_profiles_recent"), "profiles", columns, sqlite_where=present, postgresql_where=present
    )
