"""The imported lists of quartiers prioritaires."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quartier_lists",
        sa.Column("generation", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("generation", name=op.f("pk_quartier_lists")),
    )
    op.create_table(
        "quartiers",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("generation", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("communes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["generation"], ["quartier_lists.generation"], name=op.f("fk_quartiers_generation")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_quartiers")),
    )


def downgrade() -> None:
    op.drop_table("quartiers")
    op.drop_table("quartier_lists")
