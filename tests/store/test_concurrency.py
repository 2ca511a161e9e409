import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import app
from app.store import NameTaken, ProfileChanged, ProfileNotFound, Profiles, SavedProfile, open_store
from tests.store.conftest import make_profile

WORKERS = 4
PROCESSES = 2
SAVES = 60


def together(work: Callable[[], object], workers: int = WORKERS) -> list[object]:
    """The answers of threads that all start at the same moment."""
    barrier = Barrier(workers)

    def start(_number: int) -> object:
        barrier.wait()
        return work()

    with ThreadPoolExecutor(workers) as threads:
        return list(threads.map(start, range(workers)))


def add_one(profiles: Profiles, profile_id: int) -> None:
    """Reads a number in the profile and saves the next one, again until nobody was first."""
    while True:
        read = profiles.get(profile_id)
        number = int(read.profile.adaptations["justice-1"].local_action)
        try:
            profiles.save(profile_id, read.version, make_profile(local_action=str(number + 1)))
        except ProfileChanged:
            continue
        return


def test_no_save_is_lost_between_threads(profiles: Profiles) -> None:
    created = profiles.create(make_profile(local_action="0"))

    def save_often() -> None:
        for _ in range(SAVES):
            add_one(profiles, created.id)

    together(save_often)

    saved = profiles.get(created.id)
    assert saved.profile.adaptations["justice-1"].local_action == str(WORKERS * SAVES)
    assert saved.version == 1 + WORKERS * SAVES


def test_of_several_saves_of_one_version_exactly_one_wins(profiles: Profiles) -> None:
    created = profiles.create(make_profile())

    def save() -> object:
        try:
            return profiles.save(created.id, 1, make_profile(local_action="enregistré"))
        except ProfileChanged as refusal:
            return refusal.current

    answers = together(save)

    assert answers == [profiles.get(created.id)] * WORKERS
    assert profiles.get(created.id).version == 2


def test_of_several_profiles_of_one_name_exactly_one_is_created(profiles: Profiles) -> None:
    for number in range(10):

        def create(name: str = f"Contrat {number}") -> object:
            try:
                return profiles.create(make_profile(name))
            except NameTaken as refusal:
                return refusal.existing_id

        answers = together(create)

        winners = [answer for answer in answers if isinstance(answer, SavedProfile)]
        assert len(winners) == 1
        assert [answer for answer in answers if answer not in winners] == [winners[0].id] * (WORKERS - 1)


def test_a_form_sent_several_times_at_once_makes_one_profile(profiles: Profiles) -> None:
    for number in range(10):

        def create(name: str = f"Contrat {number}") -> object:
            return profiles.create(make_profile(name), token=name)

        answers = together(create)

        assert answers == [answers[0]] * WORKERS
        assert profiles.search().total == number + 1


def test_a_profile_deleted_by_several_is_deleted_once(profiles: Profiles) -> None:
    created = profiles.create(make_profile())

    def delete() -> object:
        try:
            profiles.delete(created.id, created.version)
        except ProfileNotFound:
            return "déjà supprimé"
        return "supprimé"

    answers = together(delete)

    assert sorted(map(str, answers)) == ["déjà supprimé"] * (WORKERS - 1) + ["supprimé"]


def test_threads_that_open_a_new_database_at_once_make_it_once(store_url: str) -> None:
    opened = together(lambda: open_store(store_url), workers=8)

    for profiles in opened:
        assert isinstance(profiles, Profiles)
        assert profiles.search().total == 0
        profiles.close()


def test_processes_that_open_a_new_database_at_once_make_it_once(store_url: str) -> None:
    program = f"from app.store import open_store; open_store({store_url!r}).search()"
    folder = Path(app.__file__).parent.parent

    started = [
        subprocess.Popen([sys.executable, "-c", program], cwd=folder, stderr=subprocess.PIPE)
        for _ in range(PROCESSES)
    ]

    assert [process.communicate()[1] for process in started] == [b""] * PROCESSES
    assert [process.returncode for process in started] == [0] * PROCESSES
