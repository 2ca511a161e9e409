from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.domain.profile import Adaptation, Commune, Profile, Quartier, Territory
from app.store import Profiles, open_store
from app.store.opening import utc_now
from tests.engines import ENGINES, database_with_tables


def make_profile(
    name: str = "Contrat de ville", territory: str = "Grand Paris Sud", local_action: str = ""
) -> Profile:
    return Profile(
        name=name,
        territory=Territory(
            kind="epci",
            code="200059228",
            name=territory,
            communes=(Commune("91228", "Évry-Courcouronnes", 66_000),),
            quartiers=(Quartier("QN09101M", "Les Pyramides", ("91228",)),),
        ),
        facts={"zsp": True},
        partners=("etat", "epci"),
        adaptations={"justice-1": Adaptation(local_action=local_action)},
    )


def version_numbers(profiles: Profiles, profile_id: int) -> list[int]:
    """The numbers of the versions that are kept, the latest first."""
    return [version.number for version in profiles.versions.some(profile_id, 99, 99)]


@pytest.fixture(params=ENGINES)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that does not exist yet or is empty: every test runs on both engines."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'contrats.sqlite3'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(params=ENGINES)
def tables_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that has our tables, and nothing in them."""
    return database_with_tables(request, tmp_path)


@dataclass
class Clock:
    """The present instant, ahead of the real one by what was asked for."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return utc_now() + self.ahead

    def pass_(self, time: timedelta) -> None:
        self.ahead += time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def later(clock: Clock) -> Callable[[timedelta], None]:
    """Lets time pass for the store."""
    return clock.pass_


@pytest.fixture
def profiles(tables_url: str, clock: Clock) -> Iterator[Profiles]:
    opened = open_store(tables_url, now=clock.now)
    yield opened
    opened.close()
