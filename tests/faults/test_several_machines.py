"""Two servers of the site on one PostgreSQL, behind nginx: what one machine loses, the others keep."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.store import Profiles, open_store
from tests.faults.cluster import Proxy, SecureVisitor
from tests.faults.crew import SAVED, UNANSWERED, Crew, Writer
from tests.faults.server import Answer, Site, Visitor
from tests.postgres.server import PostgresServer
from tests.store.conftest import make_profile

MACHINES = 2
PORTION = 6
"""Saves that each person makes before the next thing goes wrong."""


@pytest.fixture
def url(own_server: PostgresServer) -> str:
    """The address of an empty database: the servers make its tables when they start."""
    return own_server.create_database()


@pytest.fixture
def sites(tmp_path: Path, url: str) -> Iterator[list[Site]]:
    """The servers, started at once, each with a folder of its own: two variables are all that they share."""
    variables = {
        "DATABASE_URL": url,
        "SECRET_KEY": "0f3b8e7c5a9d4c21b6f0",
        "ACCESS_CONTROL": "externe",
        "PROXY_COUNT": "1",
        "TRUSTED_HOSTS": "contrats.example.org",
        "LIBREOFFICE": "non",
    }
    machines = [Site(tmp_path / f"machine-{n}", tmp_path / f"log-{n}", variables) for n in range(MACHINES)]
    with ExitStack() as ending:
        for site in machines:
            ending.callback(site.kill)
        with ThreadPoolExecutor(MACHINES) as all_at_once:
            list(all_at_once.map(Site.start, machines))
        yield machines


@pytest.fixture
def proxy(tmp_path: Path, sites: list[Site]) -> Iterator[Proxy]:
    made = Proxy(tmp_path / "nginx", sites)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def profiles(sites: list[Site], url: str) -> Iterator[Profiles]:
    """What is in the database, once the servers have made it."""
    opened = open_store(url)
    yield opened
    opened.close()


def test_a_session_and_a_form_of_one_machine_are_good_on_the_others(proxy: Proxy, profiles: Profiles) -> None:
    visitor = SecureVisitor(proxy.port)
    made = visitor.send("/profils/nouveau?territoire=200059228", name="Un contrat")
    profile, _, _ = made.headers["Location"].rpartition("/")

    forms, saves = [], []
    for number in range(MACHINES):
        forms.append(visitor.get(f"{profile}/renommer"))
        saves.append(visitor.post(f"{profile}/renommer", {**forms[-1].page.fields, "name": f"Nom {number}"}))
    word = visitor.get(f"{profile}/contrat.docx")

    assert "__Host-contrat_de_ville" in visitor.cookies
    assert [answer.status for answer in (made, *saves)] == [SAVED] * (1 + MACHINES)
    assert (word.status, word.body[:2]) == (200, b"PK")
    assert [saved.profile.name for saved in profiles.all()] == [f"Nom {MACHINES - 1}"]
    # The servers take turns: a form that one of them made is sent to the next one.
    assert all(server_of(form) != server_of(save) for form, save in zip(forms, saves, strict=True))
    assert len({server_of(answer) for answer in (*forms, *saves)}) == MACHINES


def server_of(answer: Answer) -> str:
    """Which of the servers answered."""
    return answer.headers["X-Server"]


def test_no_acknowledged_save_is_lost_when_a_machine_dies_and_the_database_restarts(
    own_server: PostgresServer, sites: list[Site], proxy: Proxy, profiles: Profiles
) -> None:
    created = [profiles.create(make_profile(f"Contrat {number}")) for number in range(MACHINES)]
    writers = [Writer(SecureVisitor(proxy.port), profile.id) for profile in created]

    with Crew(writers) as crew:
        crew.save(PORTION)
        sites[0].kill()
        crew.save(PORTION)
        unanswered = [writer.statuses[UNANSWERED] for writer in writers]
        sites[0].start()
        own_server.stop("immediate")
        crew.meet(503)
        own_server.start()
        crew.save(PORTION)
    healths = [Visitor(site.port).get("/sante").status for site in sites]

    for writer in writers:
        kept = names_kept(profiles, writer.profile_id)
        assert [name for name in kept if name in writer.acknowledged] == writer.acknowledged
        assert writer.wrong == []
    assert all(number <= 1 for number in unanswered), "only the save that was running may be left unanswered"
    assert healths == [200] * MACHINES
    assert not any("Traceback" in site.said for site in sites)


def names_kept(profiles: Profiles, profile_id: int) -> list[str]:
    """The name that each save of a profile gave it, in their order."""
    last = profiles.get(profile_id).version
    latest_first = profiles.versions.some(profile_id, last, last)
    return [version.profile.name for version in latest_first][::-1]
