"""Someone else holds the database: a save waits, is refused with its text, and is never lost."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from time import monotonic

import pytest

from app.store import Profiles, SavedProfile, StoreUnavailable, open_store
from app.web.errors import RETRY_SECONDS
from tests.faults.server import Answer, Site
from tests.faults.server import Visitor as Person
from tests.faults.writers import CHANGED, SAVED, WRITERS, count_together, two_sites
from tests.store.conftest import make_profile
from tests.store.spoiling import held
from tests.web.conftest import Visitor
from tests.web.pages import page_of

SAVES = 2
PEOPLE = 20
IMPATIENT = 0.2
POOL = 15  # SQLAlchemy's own: five connections, and ten more when they are busy


@pytest.fixture
def settings(settings: object, monkeypatch: pytest.MonkeyPatch) -> object:
    """The same application, which waits for a lock a fifth of a second rather than ten."""
    monkeypatch.setattr("app.store.open_store", partial(open_store, patience=IMPATIENT))
    return settings


@contextmanager
def file_held(file: Path) -> Iterator[None]:
    """Holds the database as another program that writes for long would."""
    with closing(sqlite3.connect(file, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        yield
        holder.execute("ROLLBACK")


@pytest.mark.both_engines
def test_a_save_that_waited_in_vain_keeps_its_text_and_says_when_to_try_again(
    visitor: Visitor, store: Profiles, in_base: SavedProfile
) -> None:
    address = f"/profils/{in_base.id}/renommer"
    with held(store):
        refused = visitor.send(address, name="Après")
        read = visitor.client.get("/")
    again = visitor.client.post(address, data=page_of(refused).fields)

    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == RETRY_SECONDS
    assert page_of(refused).fields["name"] == "Après"
    assert "occupée" in page_of(refused).text
    assert read.status_code == 200
    assert again.status_code == 303
    assert store.get(in_base.id).profile.name == "Après"


def timed(ask: Callable[[], Answer]) -> tuple[float, Answer]:
    """How long the answer took, in seconds, and the answer."""
    began = monotonic()
    answer = ask()
    return monotonic() - began, answer


def test_many_who_save_while_the_database_is_held_are_refused_as_soon_as_one_and_the_site_is_read(
    site: Site, saved: SavedProfile
) -> None:
    site.program = ("tests.faults.impatient",)
    site.start()
    address = f"/profils/{saved.id}/renommer"
    people = [Person(site.port) for _ in range(PEOPLE)]
    forms = [person.get(address).page.fields | {"name": "Après"} for person in people]

    with file_held(site.database), ThreadPoolExecutor(PEOPLE) as sending:
        alone, _ = timed(lambda: people[0].post(address, forms[0]))
        sent = [
            sending.submit(timed, partial(person.post, address, form))
            for person, form in zip(people, forms, strict=True)
        ]
        looks = []
        while not all(answer.done() for answer in sent):
            looks.append(timed(lambda: people[0].get("/sante")))
    answers = [answer.result() for answer in sent]

    assert {answer.status for _, answer in answers} == {503}
    assert {answer.headers["Retry-After"] for _, answer in answers} == {RETRY_SECONDS}
    assert {answer.page.fields["name"] for _, answer in answers} == {"Après"}
    assert max(seconds for seconds, _ in answers) < 1.75 * alone
    assert {answer.status for _, answer in looks} == {200}
    assert max(seconds for seconds, _ in looks) < alone / 2


def test_no_save_of_several_people_through_two_processes_is_lost(tmp_path: Path) -> None:
    sites = two_sites(tmp_path)

    number, answers = count_together(f"sqlite:///{sites[0].database}", sites, SAVES)

    assert number == answers[SAVED] == WRITERS * SAVES
    assert set(answers) <= {SAVED, CHANGED}


def test_no_save_of_several_people_on_several_machines_is_lost(tmp_path: Path, postgres_url: str) -> None:
    sites = two_sites(tmp_path, DATABASE_URL=postgres_url)

    number, answers = count_together(postgres_url, sites, SAVES)

    assert number == answers[SAVED] == WRITERS * SAVES
    assert set(answers) <= {SAVED, CHANGED}


def test_a_site_without_a_free_connection_says_so_and_recovers(store_url: str) -> None:
    profiles = open_store(store_url, patience=IMPATIENT)
    created = profiles.create(make_profile())
    with ExitStack() as busy:
        for _ in range(POOL):
            busy.enter_context(profiles.engine.connect())

        with pytest.raises(StoreUnavailable, match="occupée"):
            profiles.get(created.id)

    assert profiles.get(created.id) == created
    profiles.close()
