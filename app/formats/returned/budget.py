"""What a file changes in the means of a clause: fields of a line where they can be told, else the words."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from difflib import SequenceMatcher

from app.domain.field_text import budget_lines, show_budget
from app.domain.fields import MEANS_KINDS, MEANS_STATES
from app.domain.profile import Adaptation, Means
from app.domain.proposals import ProposalKind
from app.domain.typed_values import read_euros
from app.formats.returned.notation import as_typed
from app.formats.returned.said import Said, joined, key_of
from app.formats.returned.signatures import signed
from app.formats.returned.values import Change, Value

_LINE = re.compile(
    r"(?P<kind>[^,:;]+),\s*(?P<funder>[^:;]+?)\s*:\s*(?P<amount>\d[\d\s.]*(?:,0{1,2})?)\s*€"
    r"(?:\s*\((?P<said>[^()]*)\))?\s*"
)
_NEXT = re.compile(r"\s*(?P<amount>\d[\d\s.]*(?:,0{1,2})?)\s*€(?:\s*\((?P<said>[^()]*)\))?\s*")
_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_YEAR = re.compile(r"\d{4}(?:-\d{4})?")
_KINDS = {key_of(name).casefold(): kind for kind, name in MEANS_KINDS.items()}
_STATES = {key_of(name).casefold(): state for state, name in MEANS_STATES.items()}
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class _Read:
    """A means as a line says it."""

    kind: str
    funder: str
    amount: int
    year: str
    state: str


def budget_changes(clause: str, adaptation: Adaptation, now: Said, before: Said) -> Iterator[Change]:
    """Yield the fields of the means that were changed, then what else is said of them, as words."""
    expected = [*filter(None, [adaptation.resources]), *show_budget(adaptation.means)]
    if key_of(now.text) == key_of("\n".join(expected)):
        return
    lines = _lines(now)
    gone, added = _differences(lines, expected)
    for line, ranks in _ranked(adaptation.means).items():
        retyped = next((one for one in added if line in gone and _alike(line, one.text)), None)
        changed = None if retyped is None else _fields_changed(adaptation.means, ranks, retyped.text)
        if retyped is None or changed is None:
            continue
        for field, old, new in changed:
            signature = signed(retyped, before, only=retyped)
            yield Change(clause, field, ProposalKind.MODIFIED, old, new, signature)
        gone.remove(line)
        added.remove(retyped)
    if gone or added:
        yield _words_changed(clause, adaptation, (lines, added, gone), (now, before))


def _ranked(means: Sequence[Means]) -> Mapping[str, list[int]]:
    """Return the lines of a budget, with the ranks of the means that each says."""
    return {
        " ; ".join(text for _, text in amounts): [rank - 1 for rank, _ in amounts]
        for amounts in budget_lines(means)
    }


def _fields_changed(
    means: Sequence[Means], ranks: Sequence[int], line: str
) -> list[tuple[str, Value, Value]] | None:
    """Return what a line makes of the means that it says: field, old and new; None if it cannot be read."""
    found = _read_line(line)
    if found is None or len(found) != len(ranks):
        return None
    return [
        (f"means[{rank}].{one.name}", getattr(means[rank], one.name), getattr(read, one.name))
        for rank, read in zip(ranks, found, strict=True)
        for one in fields(_Read)
        if _differs(getattr(means[rank], one.name), getattr(read, one.name))
    ]


def _differs(old: Value, new: Value) -> bool:
    return key_of(str(old)) != key_of(str(new))


def _read_line(line: str) -> list[_Read] | None:
    first, *others = re.split(r"\s;\s", line)
    whole = _LINE.fullmatch(first)
    kind = None if whole is None else _KINDS.get(key_of(whole["kind"]).casefold())
    matches = [whole, *map(_NEXT.fullmatch, others)]
    if whole is None or kind is None:
        return None
    found: list[_Read] = []
    for match in matches:
        said = None if match is None else _year_and_state(match["said"] or "")
        if match is None or said is None:
            return None
        with suppress(ValueError):
            amount = read_euros(_THOUSANDS.sub("", match["amount"]))
            found.append(_Read(kind, " ".join(whole["funder"].split()), amount or 0, *said))
    return found if len(found) == len(matches) else None


def _year_and_state(said: str) -> tuple[str, str] | None:
    year = state = ""
    for one in filter(None, map(str.strip, said.split(","))):
        if _YEAR.fullmatch(one):
            year = one
        elif key_of(one).casefold() in _STATES:
            state = _STATES[key_of(one).casefold()]
        else:
            return None
    return year, state


def _differences(lines: Sequence[Said], expected: Sequence[str]) -> tuple[list[str], list[Said]]:
    """Return the lines that are gone, and those that are new."""
    left = Counter(key_of(one) for one in expected)
    added: list[Said] = []
    for line in lines:
        if left[key_of(line.text)]:
            left[key_of(line.text)] -= 1
        else:
            added.append(line)
    return [one for one in expected if left[key_of(one)]], added


def _words_changed(
    clause: str,
    adaptation: Adaptation,
    lines: tuple[Sequence[Said], Sequence[Said], Sequence[str]],
    views: tuple[Said, Said],
) -> Change:
    """Return what cannot be told as a field: the words, and the lines that are gone."""
    every, added, gone = lines
    words = adaptation.resources
    kept = [one for one in every if one in added or (words and key_of(one.text) == key_of(words))]
    new = as_typed("\n".join([*filter(None, [words]), *gone]), joined(kept, "\n").text)
    kind = ProposalKind.MODIFIED if words else ProposalKind.FILLED
    kind = kind if new else ProposalKind.EMPTIED
    return Change(clause, "resources", kind, words, new, signed(*views), "", tuple(gone))


def _lines(said: Said) -> list[Said]:
    made, at = [], 0
    for part in said.text.split("\n"):
        line = said.cut(at, at + len(part)).stripped()
        at += len(part) + 1
        if line.text:
            made.append(line)
    return made


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, key_of(one), key_of(other), autojunk=False).ratio() > _ALIKE
