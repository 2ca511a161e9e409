"""What a file changes in the means of a clause: an amount where it can be told, else the words."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress

from app.domain.field_text import show_budget
from app.domain.profile import Adaptation
from app.domain.typed_values import read_euros
from app.formats.returned.said import Said, joined, key_of
from app.formats.returned.signatures import signed
from app.formats.returned.values import Change, ChangeKind

_AMOUNT = re.compile(r"(?P<before>.*:)?\s*(?P<amount>\d[\d\s.]*)\s*€?\s*(?P<after>\(.*\))?\s*", re.DOTALL)


def budget_lines(adaptation: Adaptation) -> list[str]:
    """Return the lines of the means of a clause, the words first."""
    words = [adaptation.resources] if adaptation.resources else []
    return [*words, *show_budget(adaptation.means)]


def budget_changes(clause: str, adaptation: Adaptation, now: Said, before: Said) -> Iterator[Change]:
    """Yield the amounts that were changed, then what else is said of the means, as words."""
    expected = budget_lines(adaptation)
    if key_of(now.text) == key_of("\n".join(expected)):
        return
    lines = _lines(now)
    gone, added = _differences(lines, expected)
    for rank, means in enumerate(adaptation.means):
        place = next((one for one in gone if _is_amount(one, means.amount)), None)
        retyped = next((one for one in added if place and _only_amount_differs(place, one.text)), None)
        amount = None if retyped is None else _AMOUNT.fullmatch(retyped.text)
        if place is None or retyped is None or amount is None:
            continue
        new, signature = read_euros(amount["amount"]), signed(retyped, before, only=retyped)
        field = f"means[{rank}].amount"
        yield Change(clause, field, ChangeKind.MODIFIED, means.amount, new, signature)
        gone.remove(place)
        added.remove(retyped)
    if gone or added:
        new_words = _words(adaptation, lines, added, expected)
        kind = ChangeKind.MODIFIED if adaptation.resources else ChangeKind.FILLED
        kind = kind if new_words and (added or adaptation.resources) else ChangeKind.EMPTIED
        old, words = adaptation.resources, new_words
        yield Change(clause, "resources", kind, old, words, signed(now, before), "", tuple(gone))


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


def _words(
    adaptation: Adaptation, lines: Sequence[Said], added: Sequence[Said], expected: Sequence[str]
) -> str:
    kept = [one for one in lines if one in added or key_of(one.text) == key_of(adaptation.resources)]
    others = [one for one in lines if not any(key_of(one.text) == key_of(e) for e in expected)]
    return joined(kept or (others if added else []), "\n").text


def _lines(said: Said) -> list[Said]:
    made, at = [], 0
    for part in said.text.split("\n"):
        line = said.cut(at, at + len(part)).stripped()
        at += len(part) + 1
        if line.text:
            made.append(line)
    return made


def _is_amount(line: str, amount: int | None) -> bool:
    found = _AMOUNT.fullmatch(line)
    with suppress(ValueError):
        return found is not None and amount is not None and read_euros(found["amount"]) == amount
    return False


def _only_amount_differs(old: str, new: str) -> bool:
    one, other = _AMOUNT.fullmatch(old), _AMOUNT.fullmatch(new)
    if one is None or other is None:
        return False
    with suppress(ValueError):
        read_euros(other["amount"])
        return all(key_of(one[part] or "") == key_of(other[part] or "") for part in ("before", "after"))
    return False
