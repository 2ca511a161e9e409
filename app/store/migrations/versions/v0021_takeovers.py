"""The contracts made elsewhere that are taken over, with what was recognised of each."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "takeovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        *_texts("sha256", "name"),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        *_numbers("size", "pages"),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        *_texts("received_at", "touched_at"),
        sa.Column("removed_at", sa.Text(), nullable=True),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_takeovers_sha256_length")),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name=op.f("fk_takeovers_profile_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takeovers")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_takeovers_profile_id", "takeovers", ["profile_id"])
    _lines(
        "takeover_pieces",
        *_numbers("rank"),
        *_texts("target", "record", "field", "value", "text"),
        *_numbers("page"),
        *_texts("spans"),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("corrected", sa.Text(), nullable=True),
    )
    _lines(
        "takeover_remainders",
        *_numbers("rank", "page", "paragraph"),
        *_texts("text", "near"),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("destination", sa.Text(), nullable=True),
    )


def downgrade() -> None:
    for table in ("takeover_remainders", "takeover_pieces", "takeovers"):
        op.drop_table(table)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _lines(table: str, *columns: sa.Column[str] | sa.Column[int]) -> None:
    """Make a table of what was read of a file."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("takeover_id", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["takeover_id"], ["takeovers.id"], name=op.f(f"fk_{table}_takeover_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_takeover_id"), table, ["takeover_id"])
