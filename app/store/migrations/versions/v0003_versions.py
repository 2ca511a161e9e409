"""Every save keeps a version, and a deleted profile waits in the trash.

Each profile that is there gets a version of its present state: what it was before was never kept.
"""

import zlib

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_PROFILES = sa.table(
    "profiles",
    *(sa.column(name) for name in ("id", "version", "document", "updated_at")),
)


def upgrade() -> None:
    with op.batch_alter_table("profiles") as table:
        table.add_column(sa.Column("deleted_at", sa.Text(), nullable=True))
    versions = op.create_table(
        "profile_versions",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("catalogue", sa.Text(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(label) BETWEEN 1 AND 200", name=op.f("ck_profile_versions_label_length")),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["profiles.id"],
            name=op.f("fk_profile_versions_profile_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("profile_id", "number", name=op.f("pk_profile_versions")),
    )
    _keep_present_states(versions)


def _keep_present_states(versions: sa.Table) -> None:
    connection = op.get_bind()
    last_id = 0
    while row := connection.execute(
        sa.select(_PROFILES).where(_PROFILES.c.id > last_id).order_by(_PROFILES.c.id).limit(1)
    ).one_or_none():
        last_id = row.id
        values = {
            "profile_id": row.id,
            "number": row.version,
            "saved_at": row.updated_at,
            "catalogue": "",
            "document": zlib.compress(row.document.encode()),
        }
        connection.execute(versions.insert().values(**values))


def downgrade() -> None:
    op.drop_table("profile_versions")
    with op.batch_alter_table("profiles") as table:
        table.drop_column("deleted_at")
