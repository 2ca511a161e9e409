"""Files are made in order, once for all who ask for the same one, and people are told how long it takes."""

from collections.abc import Callable
from threading import Event

import pytest

from app.documents.office import ConversionFailed
from app.documents.office.conversion_queue import MOST_QUEUED, ConversionQueue, OfficeBusy

LONG = 120.0
PEOPLE = 10


@pytest.fixture
def hurried() -> ConversionQueue:
    """A queue, of one place, in which nobody waits: each is told at once how long it takes."""
    return ConversionQueue(places=1, patience=0)


class Blocked:
    """A file that is not made before it is told to, and counts how often it was."""

    def __init__(self) -> None:
        self.go, self.ended, self.times = Event(), Event(), 0

    def __call__(self) -> str:
        self.go.wait(LONG)
        self.times += 1
        self.ended.set()
        return "fichier"


def told(queue: ConversionQueue, key: bytes, make: Callable[[], object]) -> str:
    with pytest.raises(OfficeBusy) as busy:
        queue.result(key, make)
    return str(busy.value)


def asked_until_made(queue: ConversionQueue, key: bytes, make: Callable[[], object]) -> object:
    while True:
        try:
            return queue.result(key, make)
        except OfficeBusy:
            Event().wait(0.01)


def test_a_file_is_made_once_for_all_who_ask_meanwhile_and_for_who_asks_again(
    hurried: ConversionQueue,
) -> None:
    make = Blocked()
    for _ in range(PEOPLE):
        told(hurried, b"same", make)

    make.go.set()

    assert asked_until_made(hurried, b"same", make) == "fichier"
    assert make.times == 1


def test_files_are_made_in_the_order_in_which_they_were_asked_for(hurried: ConversionQueue) -> None:
    first, order = Blocked(), []
    told(hurried, b"first", first)
    for number in range(PEOPLE):
        told(hurried, bytes([number]), lambda number=number: order.append(number))  # type: ignore[misc]

    first.go.set()
    asked_until_made(hurried, b"last", lambda: order.append("last"))

    assert order == [*range(PEOPLE), "last"]


def test_who_waits_is_told_how_many_come_before_and_for_how_long(hurried: ConversionQueue) -> None:
    first = Blocked()

    said = [told(hurried, bytes([number]), first) for number in range(4)]

    first.go.set()
    assert said == [
        f"Votre fichier se prépare{when} environ."
        for when in (
            " encore : redemandez-le dans 10 secondes",
            ", mais un autre fichier passe avant lui : redemandez-le dans 10 secondes",
            ", mais 2 fichiers passent avant lui : redemandez-le dans 20 secondes",
            ", mais 3 fichiers passent avant lui : redemandez-le dans 20 secondes",
        )
    ]


def test_a_failure_is_told_to_its_own_file_and_the_next_one_is_made() -> None:
    queue = ConversionQueue(patience=LONG)

    def fail() -> str:
        raise ConversionFailed("LibreOffice ne démarre pas.")

    with pytest.raises(ConversionFailed, match="ne démarre pas"):
        queue.result(b"bad", fail)

    assert queue.result(b"other", lambda: "autre") == "autre"
    assert queue.result(b"bad", lambda: "fait") == "fait"


def test_a_queue_does_not_grow_without_end(hurried: ConversionQueue) -> None:
    first = Blocked()
    for number in range(MOST_QUEUED):
        told(hurried, number.to_bytes(2), first)

    refused = told(hurried, b"one too many", lambda: pytest.fail("it was queued"))

    hurried.close()
    first.go.set()
    assert f"{MOST_QUEUED} fichiers passent" in refused
