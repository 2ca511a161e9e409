"""Roles on a part of a contract by invitation; proposals and comments of the site; who has a page open."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invitations", sa.Column("scope", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        *_of_a_contract("proposals"),
        *_texts("who", "author", "clause", "field", "kind", "old", "new", "made_at"),
        *_texts("closed_at", "decision", "decided_by", "decided_at", nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sqlite_autoincrement=True,
    )
    waiting = sa.text("decision IS NULL AND closed_at IS NULL")
    op.create_index(
        "ix_proposals_waiting",
        "proposals",
        ["profile_id", "clause", "account_id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_index("ix_proposals_account_id", "proposals", ["account_id", "profile_id"])
    op.create_index("ix_proposals_profile_id", "proposals", ["profile_id"])
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        *_of_a_contract("comments"),
        sa.Column("parent", sa.Integer(), nullable=True),
        *_texts("clause", "author", "text", "made_at"),
        *_texts("edited_at", "deleted_at", "resolved_at", "resolved_by", nullable=True),
        sa.ForeignKeyConstraint(
            ["parent"], ["comments.id"], name=op.f("fk_comments_parent"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_comments_profile_id", "comments", ["profile_id", "clause"])
    op.create_index("ix_comments_account_id", "comments", ["account_id"])
    op.create_index("ix_comments_parent", "comments", ["parent"])
    op.create_table(
        "presences",
        sa.Column("profile_id", sa.Integer(), nullable=False),
        *_texts("page"),
        sa.Column("account_id", sa.Integer(), nullable=False),
        *_texts("seen_at"),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name=op.f("fk_presences_profile_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_presences_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("profile_id", "page", "account_id", name=op.f("pk_presences")),
    )
    op.create_index("ix_presences_seen_at", "presences", ["seen_at"])


def downgrade() -> None:
    op.drop_table("presences")
    op.drop_table("comments")
    op.drop_table("proposals")
    op.drop_column("invitations", "scope")


def _texts(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def _of_a_contract(table: str) -> list[sa.schema.SchemaItem]:
    """Return the columns of the contract and of the account, which may be erased."""
    return [
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name=op.f(f"fk_{table}_profile_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f(f"fk_{table}_account_id"), ondelete="SET NULL"
        ),
    ]
