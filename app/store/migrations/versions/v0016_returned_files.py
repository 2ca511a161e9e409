"""The files that came back from the partners, what each proposes, its comments and what found no place."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contract_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        *_texts("sha256", "name"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        *_texts("received_at", "received_by", "returned_by", "tool"),
        sa.Column("base_version", sa.Integer(), nullable=True),
        *_texts("base_kind", "state"),
        sa.Column("formatting", sa.Integer(), nullable=False),
        sa.Column("compared", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_contract_files_sha256_length")),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name=op.f("fk_contract_files_profile_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_files")),
        sa.UniqueConstraint("profile_id", "sha256", name=op.f("uq_contract_files_profile_id")),
        sqlite_autoincrement=True,
    )
    changed = ("clause", "field", "kind", "old", "new", "current_at_read", "author", "date")
    _lines("file_changes", *_texts(*changed), sa.Column("tracked", sa.Integer(), nullable=False), *_decided())
    said = _texts("clause", "field", "author", "date", "text", "answers")
    parent = sa.Column("parent", sa.Text(), nullable=True)
    _lines("file_comments", parent, *said, sa.Column("resolved", sa.Integer(), nullable=False))
    _lines("file_losses", *_texts("kind", "text", "old", "near", "field", "author", "date"), *_decided())


def downgrade() -> None:
    for table in ("file_losses", "file_comments", "file_changes", "contract_files"):
        op.drop_table(table)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _decided() -> list[sa.Column[Any]]:
    texts: list[sa.Column[Any]] = [
        sa.Column(name, sa.Text(), nullable=True) for name in ("decision", "decided_by", "decided_at")
    ]
    return [*texts, sa.Column("version", sa.Integer(), nullable=True)]


def _lines(table: str, *columns: sa.Column[Any]) -> None:
    """Make a table of the lines of a file."""
    op.create_table(
        table,
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["file_id"], ["contract_files.id"], name=op.f(f"fk_{table}_file_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_file_id"), table, ["file_id"])
