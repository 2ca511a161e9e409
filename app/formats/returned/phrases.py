"""What nobody tracked in a file that no draft of today is like: the phrases that neither has.

A paragraph that the application wrote is made of phrases that it still writes, of the catalogue, of the
profile or of a former layout: what parts them may be in another order in another contract.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum

from app.formats.returned.said import PLACE, key_of

_BETWEEN = re.compile(r"[;:().,«»\[\]—–·!?\"\n\t]+|\s-\s")
_GENERATED = re.compile(
    r"\d+(?:er)? \w+ \d{4}|au même titre que|page\s+\d+(?:\s+sur\s+\d+)?"
    r"|(?:(?:engagements?(?: locaux| local)?|n°|lignes?)\s+\d+|\d+ à \d+)(?:\s*(?:,|;|à|et|-)\s*\d+)*",
    re.IGNORECASE,
)
"""Dates, pages, numbers of clauses and of lines: another draft may give others."""
_DIGITS = re.compile(r"\d+")
"""Numbers of clauses, of inhabitants and of conventions: those of another contract are others."""
_CUT = "¤"
"""What stands for « … » in what is compared: the application writes it where it shortens a text."""


class Phrases:
    """The phrases that the application may have written."""

    def __init__(self, texts: Iterable[str]) -> None:
        found = {key for text in set(texts) for key in phrases_of(text)}
        self._found = found
        self._sorted = sorted(found)

    def unknown(self, text: str) -> list[str]:
        """Return the phrases of a text that are not known."""
        return [one for one in phrases_of(text) if not self._is_known(one)]

    def _is_known(self, phrase: str) -> bool:
        if not phrase.endswith(_CUT):
            return phrase in self._found
        start = phrase.removesuffix(_CUT)
        at = bisect_left(self._sorted, start)
        return at < len(self._sorted) and self._sorted[at].startswith(start)


def phrases_of(text: str) -> Iterator[str]:
    """Yield the phrases of a text that hold a letter, as they are compared."""
    plain = _GENERATED.sub(";", unicodedata.normalize("NFKC", PLACE.sub("", text).replace("…", f"{_CUT}\n")))
    for part in _BETWEEN.split(plain):
        key = _DIGITS.sub("0", key_of(part).casefold())
        if any(map(str.isalpha, key)):
            yield key


def strings_in(value: object) -> Iterator[str]:
    """Yield the texts that a value of the domain holds, however deep."""
    waiting, seen = [value], set[int]()
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif id(one) in seen or isinstance(one, Enum | int | float | None):
            continue
        elif is_dataclass(one):
            seen.add(id(one))
            waiting += [getattr(one, field.name, None) for field in fields(one)]
        elif isinstance(one, Mapping):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple | set | frozenset):
            seen.add(id(one))
            waiting += one
