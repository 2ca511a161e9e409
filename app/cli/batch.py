"""The drafts of many profiles, on all the cores."""

import gc
import json
import os
import signal
import sys
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from hashlib import sha256
from itertools import islice, takewhile
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType

import click
from tqdm import tqdm

from app.cli import COMMANDS
from app.cli.common import Refused, open_catalogue, refusals, write_whole
from app.cli.draft import edition_option, todays_options
from app.documents import Edition
from app.documents.word import Origin, origin_of, write_draft
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.french import count_noun, typeset
from app.domain.profile_json import parse_json, read_new_profile
from app.domain.text import file_slug


@dataclass(frozen=True, slots=True)
class Source:
    """One profile to read: the file `path`, or its `line` when the file holds one profile per line.

    `edition`: that of the document to write at `target`.
    """

    path: Path
    target: Path
    line: bytes = b""
    number: int = 0
    edition: Edition = Edition.WORKING

    @property
    def place(self) -> str:
        """What a message begins with: « profils.ndjson:12: », « profils/evry.json: »."""
        return f"{self.path}:{self.number}: " if self.number else f"{self.path}: "

    def content(self) -> bytes:
        """Return the profile's JSON. Raises OSError."""
        return self.line or self.path.read_bytes()


def sources(given: Path, output: Path, edition: Edition = Edition.WORKING) -> Iterator[Source]:
    """Return the profiles of a folder, one per .json file, or of an NDJSON file, one per line.

    They are read as they come.
    """
    return _files(given, output, edition) if given.is_dir() else _lines(given, output, edition)


def count_sources(given: Path) -> int:
    """How many profiles there are. Raises OSError."""
    if given.is_dir():
        return len(list(given.glob("*.json")))
    with given.open("rb") as stream:
        return sum(1 for line in stream if line.strip())


def _files(folder: Path, output: Path, edition: Edition) -> Iterator[Source]:
    names = _Names(edition.file_ending)
    for path in sorted(folder.glob("*.json")):
        yield Source(path, output / names.own(path.stem), edition=edition)


def _lines(file: Path, output: Path, edition: Edition) -> Iterator[Source]:
    names = _Names(edition.file_ending)
    with file.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield Source(file, output / names.own(_name_in(line)), line, number, edition)


def _name_in(line: bytes) -> str:
    """Return the profile's name, when the line holds one.

    The reader of profiles says what is wrong otherwise.
    """
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    name = document.get("name") if isinstance(document, dict) else None
    return name if isinstance(name, str) else ""


class _Names:
    """A file name for each profile, the same at each run: the second of a name takes « -2 », and so on.

    `ending`: what every name ends with.
    """

    def __init__(self, ending: str) -> None:
        self._ending = ending
        self._taken: dict[str, int] = {}

    def own(self, name: str) -> str:
        """« evry.docx », then « evry-2.docx »."""
        stem = slug = file_slug(name)
        while stem in self._taken:
            self._taken[slug] += 1
            stem = f"{slug}-{self._taken[slug]}"
        self._taken[stem] = 1
        return f"{stem}{self._ending}.docx"


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
    """Yield the outcome of each profile, in the order of the sources.

    Once `stopped`, what is begun is finished and counted, and nothing more is begun.
    Raises BrokenProcessPool when a process was killed.
    """
    remaining = iter(asked)
    if processes == 1:  # this one: another would take a second to start
        yield from (_make(source) for source in takewhile(lambda _: not stopped(), remaining))
        return
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
    """Start workers that ignore Ctrl-C and SIGTERM: their parent handles both.

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
    """End this process when its parent was killed: nobody else would ever end it."""
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
    profile = read_new_profile(parse_json(content), catalogue)
    draft = assemble(catalogue, profile)
    # No page numbers: LibreOffice's pass would take seconds for each of a thousand drafts.
    options = todays_options(draft, profile_hash=origin.profile, edition=source.edition)
    written = write_draft(draft, options)
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


BY_SIGNAL = 128
"""What the exit code of an interrupted batch adds to the signal's number, as shells do: 130 after Ctrl-C."""

HELP = typeset(f"""{COMMANDS["batch"]}

Les profils sont les fichiers .json d’un dossier, ou les lignes d’un fichier NDJSON. Un projet prend le
nom du fichier de son profil, ou le nom du profil quand il vient d’un fichier NDJSON ; si deux profils
donnent le même nom, le second reçoit « -2 », et ainsi de suite, dans l’ordre de la source. Le nom d’un
projet à signer finit par « -a-signer ».

La commande se relance sans risque après une interruption ou une correction : chaque projet porte dans
ses propriétés l’empreinte de son profil et celle du catalogue ; s’il est déjà là avec les mêmes, il
n’est pas refait. Un fichier modifié depuis, ou venu d’ailleurs, n’est jamais remplacé.
""")


@click.command(help=HELP)
@click.argument("source", metavar="DOSSIER_OU_NDJSON", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="Dossier des projets."
)
@click.option(
    "--jobs", type=click.IntRange(1, 256), help="Nombre de processus ; par défaut, un par cœur de la machine."
)
@edition_option
def batch(source: Path, output: Path, jobs: int | None, edition: Edition) -> None:
    """Write the drafts of many profiles; exit 1 when one was skipped, 130 after Ctrl-C, 143 after SIGTERM."""
    open_catalogue()
    with refusals():
        output.mkdir(parents=True, exist_ok=True)
        total = count_sources(source)
    heard: list[int] = []
    with on_stop(lambda number, _frame: heard.append(number)):  # noted: a draft that is begun is finished
        made = produce(sources(source, output, edition), jobs or _cores(), lambda: bool(heard))
        outcomes = _counted(made, total)
        _conclude(outcomes, total, heard)


def _cores() -> int:
    """Return the cores that this process may use; fewer than the machine's in a container."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _counted(made: Iterator[Made], total: int) -> Counter[Outcome]:
    outcomes: Counter[Outcome] = Counter()
    with tqdm(total=total, unit="projet", file=sys.stderr) as bar:
        try:
            for one in made:
                outcomes[one.outcome] += 1
                bar.update()
                if one.message:
                    tqdm.write(one.message, file=sys.stderr)
        except BrokenProcessPool:
            raise Refused(
                f"Un processus a été arrêté, peut-être faute de mémoire : {_said(outcomes)}. "
                "Relancez la même commande, au besoin avec --jobs 1."
            ) from None
    return outcomes


def _said(outcomes: Counter[Outcome]) -> str:
    written = count_noun(outcomes[Outcome.WRITTEN], "projet écrit", "projets écrits")
    skipped = count_noun(outcomes[Outcome.SKIPPED], "profil passé", "profils passés")
    return f"{written}, {outcomes[Outcome.ALREADY_THERE]} déjà à jour, {skipped}"


def _conclude(outcomes: Counter[Outcome], total: int, heard: list[int]) -> None:
    if heard:
        said = f"Interrompu : {_said(outcomes)}, sur {total}. Relancez la même commande pour finir."
        click.echo(said, err=True)
        sys.exit(BY_SIGNAL + heard[0])
    if outcomes[Outcome.SKIPPED]:
        raise Refused(f"{_said(outcomes)}, sur {total}.")
    click.echo(f"{_said(outcomes)}.")
