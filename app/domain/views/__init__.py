"""Read-only computations over a draft."""
