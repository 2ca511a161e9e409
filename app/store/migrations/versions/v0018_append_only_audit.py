"""The journal of accounts and rights: the database refuses to change a row, or to remove a recent one."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_CHANGED = "the journal is never changed"
_RECENT = "the journal is kept for a year"

# Both clocks may differ: what the application removes after 365 days, the database lets go after 364.
_SQLITE = (
    f"CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, '{_CHANGED}'); END",
    "CREATE TRIGGER audit_kept BEFORE DELETE ON audit "
    "WHEN OLD.at > strftime('%Y-%m-%dT%H:%M:%f', 'now', '-364 days') "
    f"BEGIN SELECT RAISE(ABORT, '{_RECENT}'); END",
)
_POSTGRESQL = (
    f"""CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' AND OLD.at <= to_char(
        now() AT TIME ZONE 'UTC' - interval '364 days', 'YYYY-MM-DD"T"HH24:MI:SS.US'
      ) THEN
        RETURN OLD;
      END IF;
      RAISE EXCEPTION USING MESSAGE = CASE TG_OP WHEN 'UPDATE' THEN '{_CHANGED}' ELSE '{_RECENT}' END;
    END $$""",
    "CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_not_emptied BEFORE TRUNCATE ON audit "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
)


def upgrade() -> None:
    connection = op.get_bind()
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_kept")
        op.execute("DROP TRIGGER audit_unchanged")
        return
    op.execute("DROP TRIGGER audit_not_emptied ON audit")
    op.execute("DROP TRIGGER audit_kept ON audit")
    op.execute("DROP FUNCTION audit_refuse()")
