"""Who writes, who waits, and who is told at once that there are too many."""

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from threading import Event
from time import monotonic

import pytest

from app.server import THREADS
from app.store import StoreUnavailable
from app.store.engine import MOST_WRITERS, Turns

SHORT = 0.1
LONG = 60.0


def test_on_sqlite_the_second_writer_waits_outside_the_database_until_the_first_has_done() -> None:
    turns, entered = Turns(LONG, one_at_a_time=True), Event()

    def write() -> None:
        with turns.taken():
            entered.set()

    with ThreadPoolExecutor(1) as other:
        with turns.taken():
            waiting = other.submit(write)
            came_early = entered.wait(SHORT)
        waiting.result(LONG)

    assert not came_early
    assert entered.is_set()


def test_who_has_waited_has_less_patience_left_for_the_database() -> None:
    turns = Turns(LONG, one_at_a_time=True)
    began = monotonic()

    def left() -> float:
        with turns.taken() as seconds:
            return seconds

    with ThreadPoolExecutor(1) as other:
        with turns.taken():
            waiting = other.submit(left)
            wait([waiting], SHORT)
        remaining = waiting.result(LONG)

    assert LONG - (monotonic() - began) <= remaining <= LONG - SHORT / 2


def test_a_turn_that_does_not_come_is_refused_without_a_second_wait() -> None:
    turns = Turns(SHORT, one_at_a_time=True)

    with turns.taken(), pytest.raises(StoreUnavailable, match="occupée"), turns.taken():
        pytest.fail("two at a time")


@pytest.mark.parametrize("one_at_a_time", [True, False])
def test_more_writers_than_there_are_places_are_told_at_once(one_at_a_time: bool) -> None:
    turns = Turns(LONG, one_at_a_time=one_at_a_time)
    began = monotonic()

    with ExitStack() as busy:
        for _ in range(MOST_WRITERS):
            busy.enter_context(turns._places)
        with pytest.raises(StoreUnavailable, match="occupée"), turns.taken():
            pytest.fail("one too many")

    assert monotonic() - began < LONG / 2
    with turns.taken() as left:
        assert left > LONG / 2


def test_half_of_the_threads_of_the_site_are_never_held_by_writers() -> None:
    assert MOST_WRITERS <= THREADS / 2
