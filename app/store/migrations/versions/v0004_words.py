"""The words of the names, so that a search reads no document; the list and the trash, each with its index."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_PROFILES = sa.table("profiles", *(sa.column(name) for name in ("id", "search_key", "deleted_at")))
_BATCH = 1_000


def upgrade() -> None:
    words = op.create_table(
        "profile_words",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.CheckConstraint("length(word) BETWEEN 1 AND 40", name=op.f("ck_profile_words_word_length")),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name=op.f("fk_profile_words_profile_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("profile_id", "word", name=op.f("pk_profile_words")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_profile_words_word"), "profile_words", ["word", "profile_id"])
    _keep_words(words)
    op.drop_index(op.f("ix_profiles_recent"), "profiles")
    _index("ix_profiles_recent", "deleted_at IS NULL", ["updated_at", "id"])
    _index("ix_profiles_trash", "deleted_at IS NOT NULL", ["deleted_at", "id"])


def _keep_words(words: sa.Table) -> None:
    connection = op.get_bind()
    last_id = 0
    chosen = sa.select(_PROFILES).order_by(_PROFILES.c.id).limit(_BATCH)
    while batch := connection.execute(chosen.where(_PROFILES.c.id > last_id)).all():
        last_id = batch[-1].id
        found = [
            {"profile_id": row.id, "word": word}
            for row in batch
            if row.deleted_at is None
            for word in sorted({word[:40] for word in re.findall(r"[^\W_]+", row.search_key)})
        ]
        if found:
            connection.execute(words.insert(), found)


def _index(name: str, rows: str, columns: list[str]) -> None:
    op.create_index(
        op.f(name), "profiles", columns, sqlite_where=sa.text(rows), postgresql_where=sa.text(rows)
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_profiles_trash"), "profiles")
    op.drop_index(op.f("ix_profiles_recent"), "profiles")
    op.create_index(op.f("ix_profiles_recent"), "profiles", ["updated_at", "id"])
    op.drop_table("profile_words")
