"""What the imported lists say of each quartier besides: its figures, as JSON."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("quartiers", sa.Column("figures", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("quartiers", "figures")
