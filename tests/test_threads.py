"""How many threads the server has: those that compute at once, and one for each request that waits."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest

from app.cli.threads import LONG, MOST, Answering


class Clock:
    """Seconds, which pass when they are told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("app.cli.threads.monotonic", clock)
    return clock


@contextmanager
def answering(number: int, at_once: int = 1) -> Iterator[Answering]:
    """So many requests, which are being answered until the block ends."""
    begun, ended = Barrier(number + 1), Barrier(number + 1)

    def application(_environ: object, _start: object) -> list[bytes]:
        begun.wait()
        ended.wait()
        return []

    found = Answering(application, at_once)
    with ThreadPoolExecutor(number) as requests:
        for _ in range(number):
            requests.submit(found, {}, lambda *_: lambda _: None)
        begun.wait()
        try:
            yield found
        finally:
            ended.wait()


def test_requests_that_compute_wait_for_one_another(clock: Clock) -> None:
    with answering(3) as found:
        clock.now += LONG / 2

        assert found.threads == 1
        assert found.is_busy


def test_a_request_that_waits_for_something_else_leaves_its_turn_to_another(clock: Clock) -> None:
    with answering(3) as found:
        clock.now += LONG * 2

        assert found.threads == 4

    assert found.threads == 1
    assert not found.is_busy


def test_there_are_never_more_threads_than_the_most(clock: Clock) -> None:
    with answering(MOST + 2) as found:
        clock.now += LONG * 2

        assert found.threads == MOST


def test_requests_that_wait_for_a_database_server_are_answered_several_at_a_time(clock: Clock) -> None:
    with answering(2, at_once=4) as found:
        assert found.threads == 4

        clock.now += LONG * 2

        assert found.threads == 6


def test_a_request_that_fails_is_answered_no_more() -> None:
    def broken(_environ: object, _start: object) -> list[bytes]:
        raise RuntimeError

    found = Answering(broken)

    with pytest.raises(RuntimeError):
        found({}, lambda *_: lambda _: None)

    assert not found.is_busy
