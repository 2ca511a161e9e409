"""What large files took of the memory is given back to the system."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.hostile.memory import MemoryWatch
from tests.faults.server import Answer, Site, Visitor

PEOPLE = 3
LARGE_LIST = ("code_qp;nom_qp;code_insee\n" + "x" * 8_000_000).encode()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    (tmp_path / "instance").mkdir()
    made = Site(tmp_path / "instance", tmp_path / "log", {"LIBREOFFICE": "non"})
    made.start()
    yield made
    made.kill()


def send_list(site: Site) -> Answer:
    visitor = Visitor(site.port)
    fields = visitor.get("/quartiers").page.fields
    return visitor.upload("/quartiers", fields, "file", "liste.csv", LARGE_LIST)


def test_the_memory_of_large_files_is_given_back_once_they_are_read(site: Site) -> None:
    assert site.process is not None
    with MemoryWatch(site.process.pid) as watch, ThreadPoolExecutor(PEOPLE) as people:
        answers = list(people.map(send_list, [site] * PEOPLE))

    assert {answer.status for answer in answers} == {422}
    assert watch.now < 240_000_000
