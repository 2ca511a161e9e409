"""The site that waits three seconds for a lock rather than ten: `python -m tests.faults.impatient`."""

import sys
from functools import partial

import app.store
from app.cli import main

PATIENCE = 3.0

if __name__ == "__main__":
    app.store.open_store = partial(app.store.open_store, patience=PATIENCE)
    main(["serve", *sys.argv[1:]])
