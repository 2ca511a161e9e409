"""Drafts made by several processes at once: each reads, assembles and writes whole drafts."""

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from hashlib import sha256
from itertools import islice
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.process import BaseProcess
from types import FrameType

from app.cli.atomic_file import write_whole
from app.cli.common import open_catalogue
from app.cli.draft import todays_options
from app.cli.errors import Refused, refusals
from app.cli.sources import Source
from app.documents.word import Origin, origin_of, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.profile_json import parse_json, read_profile

STOPS = (signal.SIGINT, signal.SIGTERM)
"""What asks a batch to end: Ctrl-C, and what a system sends before it shuts down."""

# Enough drafts at a time that handing them over costs nothing, few enough that the bar moves.
_TOGETHER = 8
_WAITING = 3
"""Groups of profiles that wait for each process: what bounds memory, however long the source is."""


class Outcome(Enum):
    """What became of a profile."""

    WRITTEN = auto()
    ALREADY_THERE = auto()
    SKIPPED = auto()


@dataclass(frozen=True, slots=True)
class Made:
    """The outcome of one profile, with the problems of one that was skipped."""

    outcome: Outcome
    message: str = ""


@contextmanager
def on_stop(handler: Callable[[int, FrameType | None], object] | signal.Handlers) -> Iterator[None]:
    """Has each signal of STOPS handled so while the block runs."""
    before = {number: signal.signal(number, handler) for number in STOPS}
    try:
        yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)


def produce(asked: Iterable[Source], processes: int, stopped: Callable[[], bool]) -> Iterator[Made]:
    """The outcome of each profile, in the order of the sources.

    Once `stopped`, what is begun is finished and counted, and nothing more is begun.
    Raises BrokenProcessPool when a process was killed.
    """
    remaining = iter(asked)
    waiting: deque[Future[list[Made]]] = deque()
    with _pool(processes) as pool:
        while True:
            while len(waiting) < processes * _WAITING and not stopped():
                group = tuple(islice(remaining, _TOGETHER))
                if not group:
                    break
                waiting.append(pool.submit(_make_each, group))
            if not waiting:
                return
            first = waiting.popleft()
            if not (stopped() and first.cancel()):
                yield from first.result()


@contextmanager
def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that are born deaf to Ctrl-C and SIGTERM: the one that they work for hears them for all.

    `spawn`: a fork would share the open reference, and a lock that a thread of the progress bar holds.
    """
    with ProcessPoolExecutor(processes, get_context("spawn"), _start) as pool:
        try:
            with on_stop(signal.SIG_IGN):
                for _ in range(processes):
                    pool.submit(os.getpid)
            yield pool
        except BrokenProcessPool:
            for process in active_children():
                process.kill()  # the pool would say SIGTERM, and wait for ever
            raise


def _start() -> None:
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=[parent_process()], daemon=True).start()
    _catalogue()
    gc.freeze()  # the catalogue stays as long as the process: the collector need not go through it each time


def _end_with(parent: BaseProcess) -> None:
    """Ends this process when the one that it works for was killed: nobody else would ever end it."""
    parent.join()
    os._exit(1)


@cache
def _catalogue() -> Catalogue:
    """Read once by each process."""
    return open_catalogue()


def _make_each(group: tuple[Source, ...]) -> list[Made]:
    return [_make(source) for source in group]


def _make(source: Source) -> Made:
    try:
        with refusals(source.place):
            return Made(_draft(source))
    except Refused as refused:
        return Made(Outcome.SKIPPED, refused.message)


def _draft(source: Source) -> Outcome:
    catalogue, content = _catalogue(), source.content()
    origin = Origin(catalogue.hash, sha256(content).hexdigest())
    if source.target.exists() and _is_made(source, origin):
        return Outcome.ALREADY_THERE
    profile = read_profile(parse_json(content), catalogue)
    draft = assemble(catalogue, profile)
    # No page numbers: LibreOffice's pass would take seconds for each of a thousand drafts.
    written = write_draft(draft, todays_options(draft, profile_hash=origin.profile))
    write_whole(source.target, written, lasting=False)  # not worth a wait for the disk: it can be made again
    return Outcome.WRITTEN


def _is_made(source: Source, origin: Origin) -> bool:
    """Whether the draft is there. Raises Refused rather than lose what somebody else wrote."""
    found = origin_of(source.target)
    if found == origin:
        return True
    if found is None and source.target.stat().st_size:  # an empty file is what a power cut leaves
        raise Refused(
            f"{source.place}« {source.target} » n’a pas été écrit par cette commande, ou a été modifié "
            "depuis : il n’a pas été remplacé. Déplacez-le, puis relancez."
        )
    return False
