"""How many workers pytest-xdist starts, and which tests each gets: those that share what is slow to make.

Each worker has its own PostgreSQL server, browser and LibreOffice profile. A module stays whole, and so do
the folders whose tests share one site; the sweeps of `security` have one site for each engine.

A scheduler of our own: `--dist loadgroup` of xdist 3.8 sees no group with pytest 9.2.
"""

import os

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.engines import ENGINES

TOGETHER = ("tests/browser/", "tests/security/")
APART = ("tests/web/test_several_people.py",)
"""Modules whose tests share nothing slow, and are long: each test goes to the first worker that is free."""
LONGEST = (
    *TOGETHER,
    *APART,
    "tests/faults/",
    "tests/test_batch.py",
    "tests/test_random_contracts.py",
    "tests/web/test_random_contracts.py",
    "tests/documents/office/",
    "tests/documents/word/",
)
"""What takes long however few tests it has: given out first, so that no worker ends long after the others."""


class SharedFixtures(LoadScopeScheduling):
    """Gives whole modules to the workers, whole folders where a site is shared, and what is long in parts."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        folder = next((folder for folder in TOGETHER if module.startswith(folder)), None)
        if folder is None:
            return nodeid if module in APART else module
        return folder + next((engine for engine in ENGINES if f"[{engine}" in nodeid), "")


def pytest_xdist_auto_num_workers() -> int:
    """Two more than the processors: workers often wait for a browser, LibreOffice or a database."""
    return (os.cpu_count() or 1) + 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> SharedFixtures:
    """The scheduler of `pytest --numprocesses`, which keeps the order of the tests."""
    config.option.loadscopereorder = False
    return SharedFixtures(config, log)
