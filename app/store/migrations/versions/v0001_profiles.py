"""The table of the saved profiles."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "profiles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("territory_name", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name=op.f("ck_profiles_name_length")),
        sa.CheckConstraint("length(name_key) BETWEEN 1 AND 600", name=op.f("ck_profiles_name_key_length")),
        sa.CheckConstraint(
            "length(territory_name) BETWEEN 1 AND 200", name=op.f("ck_profiles_territory_name_length")
        ),
        sa.CheckConstraint(
            "length(document) BETWEEN 2 AND 20000000", name=op.f("ck_profiles_document_length")
        ),
        sa.CheckConstraint("length(token) BETWEEN 64 AND 64", name=op.f("ck_profiles_token_length")),
        sa.CheckConstraint("length(owner) BETWEEN 1 AND 200", name=op.f("ck_profiles_owner_length")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_profiles_version_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profiles")),
        sa.UniqueConstraint("name_key", name=op.f("uq_profiles_name_key")),
        sa.UniqueConstraint("token", name=op.f("uq_profiles_token")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_profiles_recent"), "profiles", ["updated_at", "id"])


def downgrade() -> None:
    op.drop_table("profiles")
