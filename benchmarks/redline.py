"""What two versions as tracked changes cost, and whether they come back. In Markdown.

python -m benchmarks.redline                the whole table: 200 random pairs, five files through LibreOffice
python -m benchmarks.redline --quick        a few pairs, no LibreOffice, in a few seconds

Marks are those of runs, ends of paragraphs and rows; words that changed are those of the comparison that the
site shows (`app.domain.diff`), of what the document prints. A random pair is exact when accepting all gives
the draft of the second profile and rejecting all that of the first, paragraph by paragraph, but for numbers
and for the reasons why a clause is there.
"""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, seed, settings
from openxml_audit import OpenXmlValidator

from app.cli.profiles import DEMONSTRATION
from app.documents.word import write_draft
from app.documents.word.redline import RedlineRefused
from app.domain.assembly import assemble
from app.domain.diff import Change
from app.domain.diff.contract import version_changes
from app.domain.diff.text import Edit
from app.domain.draft import Draft
from app.domain.profile import Adaptation, Profile
from app.domain.profile_json import parse_json, read_profile
from benchmarks.drafts import catalogue, national_draft
from tests.documents.word.reading import root
from tests.documents.word.redline.libreoffice import resolve, shown
from tests.documents.word.redline.reading import (
    OPTIONS,
    SAID,
    accepted,
    compare,
    drafted,
    marks,
    rejected,
    with_the_reasons_of,
)
from tests.random_pairs import random_pairs

READERS = Path(__file__).parent.parent / "tests" / "readers"
PAIRS, QUICK_PAIRS = 200, 3
ROUNDS, QUICK_ROUNDS = 7, 1
FILES = 5


@dataclass(frozen=True)
class Case:
    """Two versions that differ by something known."""

    name: str
    before: Draft
    after: Draft


def main() -> None:
    quick = "--quick" in sys.argv[1:]
    known = list(cases())
    _print_cost(known, QUICK_ROUNDS if quick else ROUNDS)
    pairs = _print_random(QUICK_PAIRS if quick else PAIRS)
    if quick:
        print("LibreOffice and the validators are left out: --quick is for our own reading alone.")
        return
    _print_others([*known[1:], *pairs][:FILES])


def cases() -> Iterator[Case]:
    """The contract of demonstration with five edits, the national one without a clause, and no change."""
    profile = read_profile(parse_json(DEMONSTRATION.read_bytes()), catalogue())
    demonstration, national = assemble(catalogue(), profile), national_draft()
    yield Case("no change", demonstration, demonstration)
    yield Case("five edits", demonstration, assemble(catalogue(), _edited(profile)))
    left_out = next(entry.commitment.id for entry in national.entries())
    without = {left_out: Adaptation(included=False, reason_excluded="Hors du périmètre")}
    yield Case(
        f"one clause of {len(list(national.entries()))} left out",
        national,
        assemble(catalogue(), replace(national.profile, adaptations=without)),
    )


def _edited(profile: Profile) -> Profile:
    written = dict(profile.adaptations)
    first, second, third, fourth, fifth = [known for known, said in written.items() if said.local_action][:5]
    written[first] = replace(written[first], lead="Le conseil citoyen")
    written[second] = replace(written[second], indicator="")
    written[third] = replace(written[third], deadline="2029-06-30")
    written[fourth] = replace(
        written[fourth], local_action=f"{written[fourth].local_action} Un bilan est fait."
    )
    written[fifth] = replace(written[fifth], local_action="Une autre action.\n\n- ici\n- là")
    return replace(profile, adaptations=written)


def _print_cost(known: Sequence[Case], rounds: int) -> None:
    print("| two versions | draft, ms | redline, ms | × draft | marks | words that changed | marks / words |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for case in known:
        drafts, redlines = [], []
        for _ in range(rounds + 1):
            drafts.append(_seconds(write_draft, case.after, OPTIONS))
            redlines.append(_seconds(compare, case.before, case.after))
        draft, redline = median(drafts[1:] or drafts), median(redlines[1:] or redlines)
        made, words = len(marks(compare(case.before, case.after))), changed_words(case.before, case.after)
        share = f"{made / words:.2f}" if words else "–"
        times = f"{draft * 1_000:.0f} | {redline * 1_000:.0f} | {redline / draft:.2f}"
        print(f"| {case.name} | {times} | {made} | {words} | {share} |")


def _seconds(work: Callable[..., object], *about: object) -> float:
    start = time.process_time()
    work(*about)
    return time.process_time() - start


def changed_words(before: Draft, after: Draft) -> int:
    """How many words the site shows as added or removed, of what the document prints."""
    return sum(map(_words, (change for change in version_changes(before, after) if change.printed)))


def _words(change: Change) -> int:
    return sum(len(piece.text.split()) for piece in change.words() if piece.edit is not Edit.KEPT)


def _print_random(examples: int) -> list[Case]:
    """Compare random pairs; return those that have marks."""
    marked: list[Case] = []
    found = {"exact": 0, "with another outline, refused": 0, "not exact": 0}
    shares = [0.0]

    @settings(
        max_examples=examples * 2,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @seed(23)
    @given(random_pairs(catalogue()))
    def compared(pair: tuple[Profile, Profile]) -> None:
        if found["exact"] + found["not exact"] >= examples:
            return
        before, after = (assemble(catalogue(), profile) for profile in pair)
        if before.outline.id != after.outline.id:
            found["with another outline, refused"] += 1
            return
        content = _made(before, after)
        found["exact" if content else "not exact"] += 1
        number = len(marks(content)) if content else 0
        if number:
            marked.append(Case(f"random pair {len(marked) + 1}", before, after))
            shares.append(number / max(1, changed_words(before, after)))

    compared()
    print(f"\nRandom pairs: {', '.join(f'{number} {name}' for name, number in found.items())}")
    print(f"Of these with marks: {len(marked)}; marks over words, median: {median(shares):.2f}")
    print(f"Marks over words, the most: {max(shares):.2f}")
    return marked


def _made(before: Draft, after: Draft) -> bytes:
    """Return the redline, nothing if it is refused or does not give both versions back."""
    try:
        content = compare(before, after)
    except RedlineRefused:
        return b""
    former = drafted(with_the_reasons_of(before, after))
    identifiers = [mark.id for mark in marks(content)]
    signed = all(mark.author and mark.date for mark in marks(content))
    is_exact = (accepted(content), rejected(content)) == (drafted(after), former)
    return content if is_exact and signed and len(set(identifiers)) == len(identifiers) else b""


def _print_others(some: Sequence[Case]) -> None:
    """What the validators find in some files, and whether LibreOffice gives both versions back."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        contents = [compare(case.before, case.after) for case in some]
        resolved = resolve(contents, folder)
        files = [folder / f"{rank}.docx" for rank in range(len(contents))]
        audited = sum(len(OpenXmlValidator().validate(str(file)).errors) for file in files)
        command = ["node", "read.mjs", "Office2013,Office2019,Microsoft365", *map(str, files)]
        read = subprocess.run(command, cwd=READERS, check=True, capture_output=True, text=True).stdout
    print(f"Errors that openxml-audit finds in {len(files)} of them: {audited}")
    print(f"Files of {len(files)} in which the Open XML SDK finds an error: {_faulty(read)}")
    exact = [
        _is_shown(found, version)
        for case, both in zip(some, resolved, strict=True)
        for found, version in zip(
            both, (case.after, with_the_reasons_of(case.before, case.after)), strict=True
        )
    ]
    print(f"Versions of {len(exact)} that LibreOffice gives back by accepting or rejecting all: {sum(exact)}")


def _faulty(read: str) -> int:
    return len(re.findall(r'"errors":\[(?!\])', read))


def _is_shown(found: Sequence[str], version: Draft) -> bool:
    line = re.sub(r"\d+", "0", SAID)[:20]
    expected = shown(root(write_draft(version, replace(OPTIONS, data=False))))
    return [text for text in found if not text.startswith(line)] == expected


if __name__ == "__main__":
    main()
