"""What LibreOffice made of the latest version of each contract."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_files",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.Text(), nullable=False),
        sa.CheckConstraint("length(key) BETWEEN 64 AND 64", name=op.f("ck_kept_files_key_length")),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name=op.f("fk_kept_files_profile_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_kept_files")),
    )
    op.create_index(op.f("ix_kept_files_profile_id"), "kept_files", ["profile_id"])
    op.create_index(op.f("ix_kept_files_kept_at"), "kept_files", ["kept_at", "size"])


def downgrade() -> None:
    op.drop_table("kept_files")
