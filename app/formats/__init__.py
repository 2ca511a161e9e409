"""Files that come from elsewhere, read within bounds of size, elements and problems."""
