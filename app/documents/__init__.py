"""A draft as documents: the Word writer, the template of a collectivité, LibreOffice."""
