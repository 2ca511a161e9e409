"""How many of the changes of returned files are read right: `python -m benchmarks.returned [FOLDER]`.

Without a folder: the given files, those that the tests make of today's draft and of the former one, and what
LibreOffice saves where it is installed; `--quick` leaves out the latter. With one: each of its Word files has
beside it a JSON that says what was done to it, and `base.json` is the profile that was sent.
"""

import json
import resource as system
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from app.catalogue import load
from app.documents.office import find_libreoffice
from app.documents.returns import as_docx, likely_drafts
from app.domain.assembly import assemble
from app.domain.draft import Draft
from app.domain.problems import UserError
from app.domain.profile_json import parse_json, read_new_profile
from app.formats.returned import open_package, read_returned, returned_document, sent_of
from app.settings import resource
from benchmarks.returned_score import Score, score

FILES = Path(__file__).parent.parent / "tests" / "formats" / "returned" / "files"
DAY = date(2026, 11, 28)
LEAST, LEAST_OF_WEAK = 0.98, 0.95
LONGEST, MOST = 1.0, 150


def sent_draft(folder: Path) -> Draft:
    """Return the draft of the profile that was sent."""
    catalogue = load(resource("commitments"))
    return assemble(catalogue, read_new_profile(parse_json((folder / "base.json").read_bytes()), catalogue))


def read(content: bytes, draft: Draft) -> dict[str, Any]:
    """Return what a returned file says, and why if it is refused."""
    try:
        package = open_package(content)
        found = read_returned(package, sent_of(draft), likely_drafts(package, draft, DAY))
    except UserError as refused:
        return {"refused": str(refused)}
    return returned_document(found)


@dataclass(slots=True)
class Line:
    """A line of the table: the files of a kind."""

    scores: list[Score] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def add(self, one: Score, seconds: float) -> None:
        """Count a file."""
        self.scores.append(one)
        self.seconds.append(seconds)

    def __add__(self, other: "Line") -> "Line":
        return Line(self.scores + other.scores, self.seconds + other.seconds)

    @property
    def share(self) -> float:
        """The changes that were found, of those that there are."""
        changes = sum(one.changes for one in self.scores)
        return sum(one.found for one in self.scores) / changes if changes else 1.0

    def cells(self) -> tuple[str, ...]:
        """Return what the table says of them."""
        found, changes = sum(one.found for one in self.scores), sum(one.changes for one in self.scores)
        counts = [
            sum(len(getattr(one, name)) for one in self.scores) for name in ("missing", "false", "silent")
        ]
        crashes = sum(bool(one.crashed) for one in self.scores)
        return (
            str(len(self.scores)),
            f"{found}/{changes}",
            *map(str, counts),
            str(crashes),
            f"{max(self.seconds):.2f}",
        )


HEADS = ("kind", "files", "found", "missing", "false", "silent", "crashes", "CPU s")


def judged(content: bytes, expected: Any, draft: Draft, ending: str = "docx") -> tuple[Score, float]:
    """Return the score of a file and the seconds that reading it took, LibreOffice left out."""
    docx = content if ending == "docx" else as_docx(content, find_libreoffice())
    start = time.process_time()
    try:
        made = score(read(docx, draft), expected)
    except Exception as error:
        made = Score(crashed=repr(error))
    return made, time.process_time() - start


def given(folder: Path) -> Iterator[tuple[str, bytes, Any]]:
    """Yield the files of a folder that have a JSON beside them."""
    for oracle in sorted(one for one in folder.glob("*.json") if one.name != "base.json"):
        expected = json.loads(oracle.read_text(encoding="utf-8"))
        yield oracle.stem, oracle.with_suffix(".docx").read_bytes(), expected


def main() -> None:
    """Print the table of all the files, then what is wrong."""
    arguments = [one for one in sys.argv[1:] if one != "--quick"]
    folder = Path(arguments[0]) if arguments else FILES
    draft = sent_draft(folder)
    table: dict[tuple[bool, str], Line] = defaultdict(Line)
    wrong: list[str] = []
    for title, content, expected in given(folder):
        one, seconds = judged(content, expected, draft)
        table[False, "given"].add(one, seconds)
        wrong += [f"{title}: {line}" for line in one.wrong]
    if not arguments:
        wrong += _made(table, office="--quick" not in sys.argv)
    print_table(table)
    print(*wrong, sep="\n")


def _made(table: dict[tuple[bool, str], Line], *, office: bool) -> list[str]:
    """Count the files that the tests make; return what is wrong in them."""
    from tests.returned.corpus import Corpus  # noqa: PLC0415 — it asks this module for the draft

    corpus = Corpus()
    command = find_libreoffice() if office else None
    wrong = []
    for file in corpus.files(command):
        one, seconds = judged(file.content, file.expected, file.sent, file.ending)
        table[file.is_weak, file.kind].add(one, seconds)
        wrong += [f"{file.title}: {line}" for line in one.wrong]
    return wrong


def print_table(table: dict[tuple[bool, str], Line]) -> None:
    """Print a line for each kind, then the totals beside what is to be reached."""
    rows = [(kind, *line.cells()) for (_, kind), line in table.items()]
    strong, weak = (
        _total(line for (is_weak, _), line in table.items() if is_weak is one) for one in (False, True)
    )
    rows += [("all with controls", *strong.cells())] if strong.scores else []
    rows += [("all without controls, or by LibreOffice", *weak.cells())] if weak.scores else []
    widths = [max(len(row[at]) for row in (HEADS, *rows)) for at in range(len(HEADS))]
    for row in (HEADS, *rows):
        print("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)))
    memory = system.getrusage(system.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"found: {strong.share:.1%} (at least {LEAST:.0%}), {weak.share:.1%} (at least {LEAST_OF_WEAK:.0%})"
    )
    print(
        f"at most {LONGEST} s of CPU a file; {memory} MB for the whole run (at most {MOST} for a file alone)"
    )


def _total(lines: Iterable[Line]) -> Line:
    made = Line()
    for line in lines:
        made += line
    return made


if __name__ == "__main__":
    main()
