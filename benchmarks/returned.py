"""How many of the changes of returned files are read right. Each group prints its figures as it ends.

python -m benchmarks.returned                   the given files, those that the tests make of today's draft
                                                and of the former one, and what LibreOffice saves
python -m benchmarks.returned --quick           the same without LibreOffice
python -m benchmarks.returned --group odt,doc   some of: given, edited, saved, package, docx, odt, doc, rtf
python -m benchmarks.returned --workers 2       the files shared out among so many processes
python -m benchmarks.returned --random 300      300 files with 30 random edits each (`returned_random`);
                                                --seed 1000 begins there
python -m benchmarks.returned FOLDER            the files of a folder: each has beside it a JSON that says
                                                what was done to it, and `base.json` is the profile sent
"""

import argparse
import json
import multiprocessing
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

from app.catalogue import load
from app.documents.office import find_libreoffice
from app.documents.returns import DraftsOnce, as_docx
from app.domain.assembly import assemble
from app.domain.draft import Draft
from app.domain.problems import UserError
from app.domain.profile_json import parse_json, read_new_profile
from app.formats.returned import Sent, open_package, read_returned, returned_document, sent_of
from app.settings import resource
from benchmarks.returned_score import Score, score
from benchmarks.returned_table import LONGEST, Judged, print_group, print_heads, print_totals

if TYPE_CHECKING:
    from tests.returned.corpus import Corpus, File

FILES = Path(__file__).parent.parent / "tests" / "formats" / "returned" / "files"
DAY = date(2026, 11, 28)
LARGEST = "v1.docx"
"""The draft of 100 pages of which the memory of a reading is measured."""
MOST_MEMORY = 150

_DRAFTS = DraftsOnce()
_SENT: dict[int, Sent] = {}
Make = Callable[[], "File"]
Made = TypeVar("Made")


def sent_draft(folder: Path) -> Draft:
    """Return the draft of the profile that was sent."""
    catalogue = load(resource("commitments"))
    return assemble(catalogue, read_new_profile(parse_json((folder / "base.json").read_bytes()), catalogue))


def read(content: bytes, draft: Draft, known: Sent | None = None) -> dict[str, Any]:
    """Return what a returned file says, and why if it is refused.

    `known`: what the draft says; the drafts that files are compared with are then made once.
    """
    try:
        package = open_package(content)
        drafts = (DraftsOnce() if known is None else _DRAFTS).likely(package, draft, DAY)
        found = read_returned(package, known or sent_of(draft), drafts)
    except UserError as refused:
        return {"refused": str(refused)}
    return returned_document(found)


def _sent(draft: Draft) -> Sent:
    return _SENT.setdefault(id(draft), sent_of(draft))


def judge(content: bytes, expected: Any, draft: Draft, ending: str = "docx") -> tuple[Score, float]:
    """Return the score of a file and the seconds that reading it took.

    LibreOffice is left out, and so is the draft that it is compared with, but for the first file.
    """
    docx = content if ending == "docx" else as_docx(content, find_libreoffice())
    start = time.process_time()
    try:
        made = score(read(docx, draft, _sent(draft)), expected)
    except Exception as error:
        made = Score(crashed=repr(error))
    return made, time.process_time() - start


def main() -> None:
    """Print the table of the files that are asked for."""
    asked = _arguments()
    if asked.peak:
        print(_peak(asked.peak))
    elif asked.random:
        from benchmarks.returned_random import print_sweep  # noqa: PLC0415 — it asks this module for `read`

        print_sweep(range(asked.seed, asked.seed + asked.random), asked.workers)
    elif asked.folder:
        draft = sent_draft(asked.folder)
        print_heads()
        print_group(_judged_file(file) for file in _given(asked.folder, draft))
    else:
        _print_groups(asked)


def _arguments() -> argparse.Namespace:
    described = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    described.add_argument("folder", nargs="?", type=Path)
    described.add_argument("--quick", action="store_true")
    described.add_argument("--group", default="")
    described.add_argument("--workers", type=int, default=1)
    described.add_argument("--random", type=int, default=0)
    described.add_argument("--seed", type=int, default=0)
    described.add_argument("--peak", type=Path, help=argparse.SUPPRESS)
    return described.parse_args(sys.argv[1:])


def _print_groups(asked: argparse.Namespace) -> None:
    from tests.returned.corpus import Corpus  # noqa: PLC0415 — it asks this module for the draft

    corpus = Corpus()
    groups: dict[str, Callable[[], Sequence[Make]]] = {
        "given": lambda: [partial(_same, file) for file in _given(FILES, corpus.sent)],
        **corpus.groups(None if asked.quick else find_libreoffice()),
    }
    wanted = asked.group.split(",") if asked.group else list(groups)
    if unknown := [name for name in wanted if name not in groups]:
        sys.exit(f"--group {','.join(unknown)}: one of {', '.join(groups)} (LibreOffice: is it installed?)")
    every: list[Judged] = []
    print_heads()
    for name in wanted:
        judged = list(in_processes(_judged, groups[name](), asked.workers))
        print_group(judged)
        every += judged
    print_totals(every)
    if not asked.group:
        _print_memory(corpus)


def _same(file: "File") -> "File":
    return file


def _given(folder: Path, draft: Draft) -> Iterator["File"]:
    """Yield the files of a folder that have a JSON beside them."""
    from tests.returned.corpus import File  # noqa: PLC0415 — it asks this module for the draft

    for oracle in sorted(one for one in folder.glob("*.json") if one.name != "base.json"):
        expected = json.loads(oracle.read_text(encoding="utf-8"))
        yield File(oracle.stem, "given", oracle.with_suffix(".docx").read_bytes(), expected, draft)


def _judged(make: Make) -> Judged:
    return _judged_file(make())


def _judged_file(file: "File") -> Judged:
    made, seconds = judge(file.content, file.expected, file.sent, file.ending)
    return Judged(file.title, file.kind, file.is_weak, made, seconds)


def in_processes(work: Callable[[Any], Made], given: Sequence[Any], workers: int) -> Iterator[Made]:
    """Yield what becomes of each, in order. What is given need not be pickled: the processes are forks."""
    if workers < 2:
        yield from map(work, given)
        return
    _SHARED.append((work, given))
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        yield from pool.imap(_work_on, range(len(given)))
    _SHARED.pop()


_SHARED: list[tuple[Callable[[Any], Any], Sequence[Any]]] = []


def _work_on(rank: int) -> Any:
    work, given = _SHARED[-1]
    return work(given[rank])


def _print_memory(corpus: "Corpus") -> None:
    """Print what a process takes that reads one file alone, of today's draft and of the former one."""
    from tests.returned.cases import FORMER, TODAY  # noqa: PLC0415 — with the corpus

    for name in (TODAY, FORMER):
        with TemporaryDirectory() as folder:
            file = Path(folder) / LARGEST
            file.write_bytes(corpus.bases[name])
            command = [sys.executable, "-m", "benchmarks.returned", "--peak", str(file)]
            peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        print(f"{name}, read alone: {peak} (at most {LONGEST} s, {MOST_MEMORY} MB)", flush=True)


def _peak(file: Path) -> str:
    """Read a file; return what that took of a processor, and the most memory that this process has taken."""
    draft = sent_draft(FILES)
    start = time.process_time()
    read(file.read_bytes(), draft)
    seconds = time.process_time() - start
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return f"{seconds:.2f} s, {int(status.partition('VmHWM:')[2].split()[0]) // 1024} MB"


if __name__ == "__main__":
    main()
