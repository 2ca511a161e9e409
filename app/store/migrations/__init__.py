"""The migrations of the tables, run by app.store.schema when the application starts."""
