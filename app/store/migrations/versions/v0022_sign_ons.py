"""Signing in by a provider of identities: the attempts, what ends its session, the organisations it tells."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("logins") as logins:
        for name in ("provider", "id_token"):
            logins.add_column(sa.Column(name, sa.Text(), server_default="", nullable=False))
        logins.add_column(sa.Column("has_second_factor", sa.Integer(), server_default="0", nullable=False))
        logins.create_check_constraint(
            op.f("ck_logins_has_second_factor_bool"), "has_second_factor IN (0, 1)"
        )
    texts = ("browser", "provider", "purpose", "nonce", "verifier")
    op.create_table(
        "sign_ons",
        sa.Column("token", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("account_id", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("next", "kept", "identity", "expires_at")),
        sa.CheckConstraint("length(token) BETWEEN 64 AND 64", name=op.f("ck_sign_ons_token_length")),
        sa.CheckConstraint("length(browser) BETWEEN 64 AND 64", name=op.f("ck_sign_ons_browser_length")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sign_ons_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_sign_ons")),
    )
    op.create_index("ix_sign_ons_expires_at", "sign_ons", ["expires_at"], unique=False)
    op.create_table(
        "membership_requests",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("siret", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("refused_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_membership_requests_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "siret", name=op.f("pk_membership_requests")),
    )


def downgrade() -> None:
    op.drop_table("membership_requests")
    op.drop_table("sign_ons")
    with op.batch_alter_table("logins") as logins:
        logins.drop_constraint(op.f("ck_logins_has_second_factor_bool"), type_="check")
        for name in ("has_second_factor", "id_token", "provider"):
            logins.drop_column(name)
