"""Large files from elsewhere are read one at a time in a process, so that their memory does not add up."""

from threading import Lock

READING_TURN = Lock()
"""Held while a large file is opened."""
