"""Contracts of other makes, written in the manner of real ones: what the reader is tried on."""
