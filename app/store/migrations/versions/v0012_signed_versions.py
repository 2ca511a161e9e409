"""A version may be marked as the signed one. Nobody had said so of those that are there."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Without a constraint, SQLite adds the columns in place: the documents of all versions are not copied.
    op.add_column("profile_versions", sa.Column("signed_on", sa.Text(), nullable=True))
    op.add_column("profile_versions", sa.Column("signed_by", sa.Text(), nullable=True))
    signed = sa.text("signed_on IS NOT NULL")
    op.create_index(
        op.f("ix_profile_versions_signed"),
        "profile_versions",
        ["profile_id", "number"],
        sqlite_where=signed,
        postgresql_where=signed,
    )


def downgrade() -> None:
    raise NotImplementedError("which version was signed would be forgotten")
