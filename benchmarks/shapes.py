"""The worst inputs of each reader: what `benchmarks.growth` feeds them, of any size.

A case is a function that prepares an input of a size and returns what reads it.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from app.domain.diff import changes_between
from app.domain.diff.edit_script import Budget
from app.domain.diff.text import words_between
from app.domain.french import typeset, written_in
from app.domain.markup import blocks
from app.domain.profile import Adaptation, Profile
from app.domain.profile_json import ProfileRefused, profile_document, read_profile
from app.domain.text import MAX_TEXT, clean, file_slug, is_blank, name_key
from app.domain.typed_values import ends_with_amount, is_only_amount, read_deadline
from app.web.filters import prose
from app.web.territory.forms import LinesRefused, read_communes, read_quartiers
from benchmarks.drafts import catalogue, national_draft

Reading = Callable[[], object]


@dataclass(frozen=True)
class Case:
    """A reader with one shape of input. `largest` is the largest size accepted, in the unit of `prepare`."""

    name: str
    largest: int
    prepare: Callable[[int], Reading]


PUMPS = {
    "letters": "a",
    "capitals": "A-",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "lines": "\n",
    "digits": "1",
    "digits and points": "1.",
    "digits and spaces": "1 ",
    "brackets": "(",
    "links begun": "[a](http://",
    "stars": "*a ",
    "bullets": "- a\n",
    "deeper bullets": "\t- a\n",
    "signs of Wingdings": "\uf0b7 ",
    "quotes": "« ",
    "zero width": "\u200b",
    "combining": "e\u0301",
}
"""What repeated makes the worst texts, for expressions that go back over what they read."""

_TEXT_READERS: dict[str, Callable[[str], object]] = {
    "cleaning": clean,
    "blank": is_blank,
    "key of a name": name_key,
    "file name": file_slug,
    "notation": blocks,
    "notation as a page": prose,
    "typography": typeset,
    "acronyms": written_in,
    "amount at the end": ends_with_amount,
    "only an amount": is_only_amount,
    "deadline": lambda text: _attempt(read_deadline, text),
    "communes, one a line": lambda text: _attempt(read_communes, text),
    "quartiers, one a line": lambda text: _attempt(read_quartiers, text),
}


def _attempt(read: Callable[[str], object], text: str) -> None:
    with suppress(ValueError, LinesRefused):
        read(text)


def _texts() -> Iterator[Case]:
    """Every reader of a typed text over every pump, with a tail that no expression expects."""
    for reader, read in _TEXT_READERS.items():
        for shape, pump in PUMPS.items():
            yield Case(f"{reader}: {shape}", MAX_TEXT, _pumped(read, pump))


def _pumped(read: Callable[[str], object], pump: str) -> Callable[[int], Reading]:
    def prepare(size: int) -> Reading:
        text = (pump * size)[: size - 1] + "é"
        return lambda: read(text)

    return prepare


def _lines_of_places() -> Iterator[Case]:
    head = "91228 "
    yield Case("communes: one long name", MAX_TEXT, _pumped_line(read_communes, head, " (1 "))
    yield Case("quartiers: one long name", MAX_TEXT, _pumped_line(read_quartiers, "QN09101M ", "(91228 "))


def _pumped_line(read: Callable[[str], object], head: str, pump: str) -> Callable[[int], Reading]:
    def prepare(size: int) -> Reading:
        text = head + pump * (size // len(pump))
        return lambda: _attempt(read, text)

    return prepare


Pair = Callable[[int], tuple[str, str]]
_PAIRS: dict[str, Pair] = {
    "all words differ": lambda size: (_words(size, ""), _words(size, "z")),
    "every other word differs": lambda size: (_words(size, "a "), _words(size, "a z")),
    "all lines differ": lambda size: (_words(size, "", "\n"), _words(size, "z", "\n")),
    "permuted": lambda size: (_words(size, ""), " ".join(reversed(_words(size, "").split()))),
    "one word again and again": lambda size: ("a " * (size // 2), "a b " * (size // 4)),
    "one long word": lambda size: ("a" * size, "b" * size),
    "the same": lambda size: (_words(size, ""), _words(size, "")),
}


def _words(size: int, lead: str, gap: str = " ") -> str:
    return gap.join(f"{lead}{rank:x}" for rank in range(size // (len(lead) + 5)))


def _comparisons() -> Iterator[Case]:
    for shape, pair in _PAIRS.items():
        # Up to a text of the largest size it is on a budget of operations: beyond, time must follow the size.
        yield Case(f"comparison: {shape}", 4 * MAX_TEXT, _compared(pair))
    yield Case("comparison of contracts: every action rewritten", 160, _compared_contracts)


def _compared(pair: Pair) -> Callable[[int], Reading]:
    def prepare(size: int) -> Reading:
        before, after = pair(size)
        return lambda: words_between(before, after)

    return prepare


def _written(actions: int, lead: str, length: int = 2_000) -> Profile:
    """The national contract of the benchmarks, with so many actions of so many characters."""
    profile = national_draft().profile
    leaves = catalogue().leaves[:actions]
    action = Adaptation(local_action=_words(length, lead))
    return replace(profile, adaptations={leaf.commitment.id: action for leaf in leaves})


def _compared_contracts(actions: int) -> Reading:
    before, after = (_written(actions, lead) for lead in ("", "z"))

    def compare() -> None:
        budget = Budget()
        for change in changes_between(before, after, catalogue()):
            words_between(change.before, change.after, budget)

    return compare


def _documents() -> Iterator[Case]:
    yield Case("JSON: actions", 160, _read_json(lambda size: profile_document(_written(size, ""))))
    yield Case("JSON: unknown keys", 100_000, _read_json(_unknown_keys))
    yield Case("JSON: unknown actions", 100_000, _read_json(_unknown_actions))


def _unknown_keys(size: int) -> dict[str, object]:
    return {f"k{rank}": 1 for rank in range(size)}


def _unknown_actions(size: int) -> dict[str, object]:
    document = profile_document(_written(0, ""))
    return {**document, "adaptations": {f"k{rank}": {"lead": "x"} for rank in range(size)}}


def _read_json(document_of: Callable[[int], object]) -> Callable[[int], Reading]:
    def prepare(size: int) -> Reading:
        text = json.dumps(document_of(size))

        def read() -> None:
            with suppress(ProfileRefused):
                read_profile(json.loads(text), catalogue())

        return read

    return prepare


CASES = (*_texts(), *_lines_of_places(), *_comparisons(), *_documents())
