"""A version may be kept as its differences from another one, and remembers that it was downloaded.

The versions that are there stay whole, and are taken for downloaded by nobody.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("profile_versions") as table:
        table.add_column(sa.Column("base", sa.Integer(), nullable=True))
        table.add_column(sa.Column("downloaded_at", sa.Text(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("the versions that are kept as differences would be lost")
