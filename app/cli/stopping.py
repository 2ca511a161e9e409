"""The production server, which finishes what it has begun before it stops."""

import logging
import signal
import time
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.server import BaseWSGIServer, create_server

from app.cli.connections import BUFFERED, Connection, with_body_limit
from app.cli.threads import AT_ONCE, Answering
from app.web.request_validation import body_limits

GRACE = 20.0
"""Seconds that running requests have to end: twice the wait for a lock."""

_LOOK = 0.5
_LOOK_WHEN_BUSY = 0.05
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Stop:
    """Whether the process was told to stop, by SIGTERM or Ctrl-C. A second signal ends it at once."""

    def __init__(self) -> None:
        self.asked = False
        self._former = {number: signal.signal(number, self._ask) for number in _SIGNALS}

    def _ask(self, *_arguments: object) -> None:
        self.asked = True
        for number, former in self._former.items():
            signal.signal(number, former)


def serve_until_stopped(
    application: Flask, host: str, port: int, largest_body: int, at_once: int = AT_ONCE
) -> None:
    """Answers requests; once told to stop, takes no new one and ends those that run.

    `largest_body`: bytes of a request that the server keeps; `at_once`: requests answered at a time, beside
    those that wait. Raises OSError when it cannot listen.
    """
    sockets: dict[int, Any] = {}
    answering = Answering(application, at_once)
    # That requests wait for one another is no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = create_server(
        answering,
        map=sockets,
        host=host,
        port=port,
        threads=answering.threads,
        ident=None,
        max_request_body_size=largest_body,
        outbuf_high_watermark=BUFFERED,
        # The application reads what a proxy says, and believes as many proxies as PROXY_COUNT says:
        # without this, waitress takes these headers away and https is not seen.
        clear_untrusted_proxy_headers=False,
    )

    for listener in _of(BaseWSGIServer, sockets):
        listener.channel_class = with_body_limit(body_limits(application))

    def look() -> None:
        wasyncore.loop(timeout=_LOOK_WHEN_BUSY if answering.is_busy else _LOOK, map=sockets, count=1)
        server.task_dispatcher.set_thread_count(answering.threads)
        for connection in _of(Connection, sockets):
            connection.close_if_unread()

    stop = Stop()
    while not stop.asked:
        look()
    for listener in _of(BaseWSGIServer, sockets):
        wasyncore.dispatcher.close(listener)  # the listener alone: its trigger still wakes the loop
    deadline = time.monotonic() + GRACE
    while _is_busy(sockets) and time.monotonic() < deadline:
        look()


def _is_busy(sockets: dict[int, Any]) -> bool:
    """Whether an answer is being made, or is not all sent."""
    return any(one.requests or one.total_outbufs_len for one in _of(Connection, sockets))


def _of(kind: type, sockets: dict[int, Any]) -> list[Any]:
    return [one for one in sockets.values() if isinstance(one, kind)]
