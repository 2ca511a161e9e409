"""The tables of accounts: who there is, who may do what, who is signed in, and what was done.

A secret that was handed out (a link, a session) is kept as its SHA-256 alone.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from app.store.tables import (
    METADATA,
    TOKEN_LENGTH,
    UtcTime,
    length_check,
    partial_index,
    text_column,
    time_column,
)


def _account(*, nullable: bool = False, primary: bool = False) -> Column[int]:
    of_account = ForeignKey("accounts.id", ondelete="CASCADE")
    return Column("account_id", Integer, of_account, nullable=nullable, primary_key=primary)


def _token() -> Column[str]:
    return Column("token", Text, primary_key=True)


ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("email", Text, nullable=False, unique=True),
    text_column("name"),
    Column("password_hash", Text),
    Column("totp_secret", Text),
    Column("totp_step", Integer),
    Column("is_administrator", Integer, nullable=False, server_default="0"),
    time_column("created_at"),
    Column("closed_at", UtcTime),
    CheckConstraint("is_administrator IN (0, 1)", name="is_administrator_bool"),
    # The id of an account that was erased is never given to another person.
    sqlite_autoincrement=True,
)
"""`email` is folded. A closed account signs in no more; one that was erased keeps its id and nothing else."""

IDENTITIES = Table(
    "identities",
    METADATA,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    _account(),
    Index("ix_identities_account_id", "account_id"),
)
"""Who an account is for a provider of identities (OpenID Connect): its `iss` and its `sub`."""

ORGANISATIONS = Table(
    "organisations",
    METADATA,
    Column("id", Integer, primary_key=True),
    text_column("name"),
    Column("name_key", Text, nullable=False, unique=True),
    Column("siret", Text, unique=True),
    Column("kind", Text),
    sqlite_autoincrement=True,
)
"""`kind` is the id of a partner of the catalogue."""

MEMBERSHIPS = Table(
    "memberships",
    METADATA,
    _account(primary=True),
    Column("organisation_id", Integer, ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True),
    text_column("role"),
    CheckConstraint("role IN ('member', 'admin')", name="role_known"),
)

GRANTS = Table(
    "grants",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("profile_id", Integer, ForeignKey("profiles.id", ondelete="CASCADE"), nullable=False),
    _account(nullable=True),
    Column("organisation_id", Integer, ForeignKey("organisations.id", ondelete="CASCADE")),
    text_column("role"),
    Column("scope", Text, nullable=False, server_default=""),
    time_column("given_at"),
    Column("revoked_at", UtcTime),
    CheckConstraint("role IN ('owner', 'editor', 'commenter', 'reader')", name="role_known"),
    CheckConstraint("(account_id IS NULL) <> (organisation_id IS NULL)", name="one_holder"),
    partial_index("ix_grants_account", "revoked_at IS NULL", "account_id", "profile_id", "role", "scope"),
    partial_index(
        "ix_grants_organisation", "revoked_at IS NULL", "organisation_id", "profile_id", "role", "scope"
    ),
    Index("ix_grants_profile_id", "profile_id"),
)
"""Who has which role on a contract. `scope`: a JSON object; empty for the whole contract.

One that was revoked stays, so that a backup of before does not bring it back.
"""

INVITATIONS = Table(
    "invitations",
    METADATA,
    _token(),
    Column("profile_id", Integer, ForeignKey("profiles.id", ondelete="CASCADE"), nullable=False),
    Column("email", Text),
    text_column("role"),
    Column("scope", Text, nullable=False, server_default=""),
    Column("made_by", Integer, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    time_column("made_at"),
    time_column("expires_at"),
    Column("used_at", UtcTime),
    Column("revoked_at", UtcTime),
    CheckConstraint("role IN ('owner', 'editor', 'commenter', 'reader')", name="role_known"),
    length_check("token", TOKEN_LENGTH, TOKEN_LENGTH),
    Index("ix_invitations_profile_id", "profile_id"),
)
"""The links that make somebody a member of a contract, once."""

ACCESS_LINKS = Table(
    "access_links",
    METADATA,
    _token(),
    _account(),
    time_column("expires_at"),
    length_check("token", TOKEN_LENGTH, TOKEN_LENGTH),
    Index("ix_access_links_account_id", "account_id"),
)
"""The link with which an account chooses its password, once: its first one, or the next."""

RECOVERY_CODES = Table(
    "recovery_codes",
    METADATA,
    _token(),
    _account(),
    length_check("token", TOKEN_LENGTH, TOKEN_LENGTH),
    Index("ix_recovery_codes_account_id", "account_id"),
)
"""The codes that stand in for those of the authenticator app, once each: a row goes when it is used."""

LOGINS = Table(
    "logins",
    METADATA,
    _token(),
    _account(),
    time_column("opened_at"),
    time_column("seen_at"),
    time_column("confirmed_at"),
    time_column("expires_at"),
    text_column("agent"),
    Column("provider", Text, nullable=False, server_default=""),
    Column("id_token", Text, nullable=False, server_default=""),
    Column("has_second_factor", Integer, nullable=False, server_default="0"),
    length_check("token", TOKEN_LENGTH, TOKEN_LENGTH),
    CheckConstraint("has_second_factor IN (0, 1)", name="has_second_factor_bool"),
    Index("ix_logins_account_id", "account_id"),
)
"""The sessions: `seen_at` the last request, `confirmed_at` when the password was last given.

`provider` and `id_token`: of one that a provider of identities opened, and with which it is ended there too.
`has_second_factor`: the provider asked for one.
"""

LOGIN_FAILURES = Table(
    "login_failures",
    METADATA,
    Column("source", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    time_column("failed_at"),
    length_check("source", TOKEN_LENGTH, TOKEN_LENGTH),
    Index("ix_login_failures_failed_at", "failed_at"),
)
"""Wrong passwords, by the SHA-256 of an address, with or without that of an account. Kept for a day."""

SIGN_ONS = Table(
    "sign_ons",
    METADATA,
    _token(),
    Column("browser", Text, nullable=False),
    text_column("provider"),
    text_column("purpose"),
    text_column("nonce"),
    text_column("verifier"),
    _account(nullable=True),
    text_column("next"),
    text_column("kept"),
    text_column("identity"),
    time_column("expires_at"),
    length_check("token", TOKEN_LENGTH, TOKEN_LENGTH),
    length_check("browser", TOKEN_LENGTH, TOKEN_LENGTH),
    Index("ix_sign_ons_expires_at", "expires_at"),
)
"""The attempts to sign in by a provider of identities, for half an hour: who is there, then who came back.

`account_id`: the account that began it, signed in. `kept`: what had been sent when a session was over.
"""

MEMBERSHIP_REQUESTS = Table(
    "membership_requests",
    METADATA,
    _account(primary=True),
    Column("siret", Text, primary_key=True),
    time_column("asked_at"),
    Column("refused_at", UtcTime),
)
"""The organisations for which people came, as their provider says, until somebody confirms or refuses it."""

AUDIT = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True),
    time_column("at"),
    Column("account_id", Integer),
    text_column("event"),
    Column("profile_id", Integer),
    Column("other_account_id", Integer),
    text_column("detail"),
    Index("ix_audit_at", "at"),
    Index("ix_audit_account_id", "account_id"),
)
"""What was done with accounts and rights. Rows are added, and removed after a year; none is ever changed.

Ids alone: what they were the name of is erased with the account. No foreign key: a contract that is gone
stays in the journal.
"""

FOR_ONE_SITE = (INVITATIONS, ACCESS_LINKS, LOGINS, LOGIN_FAILURES, SIGN_ONS)
"""What no backup holds: restored, it would open again what was closed meanwhile."""
