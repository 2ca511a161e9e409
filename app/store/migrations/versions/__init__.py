"""One module per migration. Once published, a migration never changes."""
