"""Who saved a version; the catalogue that a contract was last read with, and what each catalogue quoted."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("profile_versions") as table:
        table.add_column(sa.Column("author", sa.Text(), nullable=True))
        table.create_check_constraint(
            op.f("ck_profile_versions_author_length"), "length(author) BETWEEN 1 AND 200"
        )
    op.create_table(
        "catalogues",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("clauses", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_catalogues")),
    )
    # A profile's last version knows the catalogue that it was saved with: nothing else was kept.
    op.add_column("profiles", sa.Column("catalogue", sa.Text(), nullable=False, server_default=""))
    op.execute(
        "UPDATE profiles SET catalogue = coalesce((SELECT catalogue FROM profile_versions"
        " WHERE profile_id = profiles.id AND number = profiles.version), '')"
    )


def downgrade() -> None:
    op.drop_column("profiles", "catalogue")
    op.drop_table("catalogues")
    with op.batch_alter_table("profile_versions") as table:
        table.drop_constraint(op.f("ck_profile_versions_author_length"), type_="check")
        table.drop_column("author")
