"""What is right and wrong in the reading of a returned file, by what was done to it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
_OF_CHANGE = ("clause", "field", "kind", "old", "new", "author", "date", "tracked", "stale", "unknown")
_OF_COMMENT = ("clause", "field", "author", "text", "resolved", "replies", "reply", "answers")
_OF_LOSS = ("kind", "near", "author", "date", "field")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Score:
    """How many changes there are and how many were found right, and sentences on what is wrong.

    `false`: what was read and not done. `silent`: what was done and stands nowhere in what was read.
    """

    changes: int = 0
    found: int = 0
    false: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    crashed: str = ""

    @property
    def wrong(self) -> list[str]:
        """All that is wrong, a line each."""
        named = (("false", self.false), ("silent", self.silent), ("missing", self.missing))
        return [f"{name}: {one}" for name, rows in named for one in rows] + [*filter(None, [self.crashed])]


def score(found: Row, expected: Row) -> Score:
    """Return the score of a reading."""
    if "must_refuse" in expected:
        return Score() if found.get("refused") else Score(missing=("should have been refused",))
    if found.get("refused"):
        return Score(missing=(f"refused: {found['refused']}",), changes=len(expected["changes"]))
    changes = _Matched(found["changes"], expected["changes"], _is_change)
    others = [
        changes,
        _Matched(found["comments"], expected["comments"], _is_comment),
        _Matched(found["unplaced"], expected["unplaced"], _is_loss),
    ]
    everything = _words(
        json.dumps([found["changes"], found["comments"], found["unplaced"]], ensure_ascii=False)
    )
    missing = [row for matched in others for row in matched.missing]
    missing += _remarks(found, expected)
    return Score(
        len(expected["changes"]),
        len(expected["changes"]) - len(changes.missing),
        tuple(_shown(row) for matched in others for row in matched.false),
        tuple(_shown(row) for row in missing if _is_silent(row, everything)),
        tuple(_shown(row) for row in missing),
    )


class _Matched:
    """What was read beside what was done, each once. `missing`, `false`: what is left on either side."""

    def __init__(self, found: Sequence[Row], expected: Sequence[Row], same: Any) -> None:
        self.false = [*found]
        self.missing = []
        for row in expected:
            match = next((one for one in self.false if same(one, row)), None)
            if match is None:
                self.missing.append(row)
            else:
                self.false.remove(match)


def _is_change(found: Row, expected: Row) -> bool:
    keys = [key for key in _OF_CHANGE if key in expected]
    return _contains(found, expected) and all(_plain(found.get(k)) == _plain(expected[k]) for k in keys)


def _is_comment(found: Row, expected: Row) -> bool:
    return all(_plain(found.get(key)) == _plain(expected[key]) for key in _OF_COMMENT if key in expected)


def _is_loss(found: Row, expected: Row) -> bool:
    keys = [key for key in _OF_LOSS if key in expected]
    same = all(_plain(found.get(key)) == _plain(expected[key]) for key in keys)
    return (
        same and _contains(found, expected) and _plain(expected.get("text", "")) in _plain(found.get("text"))
    )


def _contains(found: Row, expected: Row) -> bool:
    new = found.get("text", found.get("new"))
    said = {"text_contains": new, "new_contains": new, "old_contains": found.get("old")}
    return all(_plain(expected[key]) in _plain(text) for key, text in said.items() if key in expected)


def _remarks(found: Row, expected: Row) -> list[Row]:
    gone, wanted = (len(row.get("assistant_comments_deleted", ())) for row in (found, expected))
    return [] if gone == wanted else [{"text": f"{wanted} remarks deleted, {gone} found"}]


def _is_silent(row: Row, everything: set[str]) -> bool:
    """Whether no new word of what was done is said anywhere."""
    new = next((row[key] for key in ("new", "text", "text_contains", "new_contains") if row.get(key)), "")
    words = _words(json.dumps(new, ensure_ascii=False)) - _words(
        json.dumps(row.get("old"), ensure_ascii=False)
    )
    return not (words & everything) if words else row.get("clause") not in everything


def _words(text: str) -> set[str]:
    return set(re.findall(r"[\w-]+", text))


def _plain(value: Any) -> str:
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return _SPACES.sub(" ", said.replace("\\u00a0", " ")).strip().rstrip('"').lstrip('"')


def _shown(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False)
