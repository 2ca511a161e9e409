"""Each catalogue is kept whole, as the files that it was read from.

What was kept before, the words of its clauses, does not make a catalogue again: those rows go. When it
starts next, the application keeps the files of the one in use; of a contract of another it says so.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("catalogues")
    _make("files")


def downgrade() -> None:
    op.drop_table("catalogues")
    _make("clauses")


def _make(content: str) -> None:
    op.create_table(
        "catalogues",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column(content, sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_catalogues")),
    )
