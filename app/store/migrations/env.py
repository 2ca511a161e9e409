"""What Alembic runs: the migrations, on the connection that app.store.schema gives."""

from alembic import context

from app.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite cannot alter a table in place: Alembic copies it.
    render_as_batch=True,
    # The caller's transaction holds every migration, on SQLite too.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
