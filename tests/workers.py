"""Which tests pytest-xdist gives to one worker: those that share what is slow to make.

Each worker has its own PostgreSQL server, browser and LibreOffice profile. A module stays whole, and so do
the folders whose tests share one site; the sweeps of `security` have one site for each engine.

A scheduler of our own: `--dist loadgroup` of xdist 3.8 sees no group with pytest 9.2.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.engines import ENGINES

TOGETHER = ("tests/browser/", "tests/security/")


class SharedFixtures(LoadScopeScheduling):
    """Gives whole modules to the workers, and whole folders where a site is shared."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        folder = next((folder for folder in TOGETHER if module.startswith(folder)), None)
        if folder is None:
            return module
        return folder + next((engine for engine in ENGINES if f"[{engine}" in nodeid), "")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> SharedFixtures:
    """The scheduler of `pytest --numprocesses`."""
    return SharedFixtures(config, log)
