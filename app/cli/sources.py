"""The profiles that `batch` is given: where each one stands, and the file that its draft goes into."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.text import file_slug


@dataclass(frozen=True, slots=True)
class Source:
    """One profile to read: the file `path`, or its `line` when the file holds one profile per line."""

    path: Path
    target: Path
    line: bytes = b""
    number: int = 0

    @property
    def place(self) -> str:
        """What a message begins with: « profils.ndjson:12: », « profils/evry.json: »."""
        return f"{self.path}:{self.number}: " if self.number else f"{self.path}: "

    def content(self) -> bytes:
        """The profile's JSON. Raises OSError."""
        return self.line or self.path.read_bytes()


def sources(given: Path, output: Path) -> Iterator[Source]:
    """The profiles of a folder, one per .json file, or of an NDJSON file, one per line; read as they come."""
    return _files(given, output) if given.is_dir() else _lines(given, output)


def count_sources(given: Path) -> int:
    """How many profiles there are. Raises OSError."""
    if given.is_dir():
        return len(list(given.glob("*.json")))
    with given.open("rb") as stream:
        return sum(1 for line in stream if line.strip())


def _files(folder: Path, output: Path) -> Iterator[Source]:
    names = _Names()
    for path in sorted(folder.glob("*.json")):
        yield Source(path, output / names.own(path.stem))


def _lines(file: Path, output: Path) -> Iterator[Source]:
    names = _Names()
    with file.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield Source(file, output / names.own(_name_in(line)), line, number)


def _name_in(line: bytes) -> str:
    """The profile's name, when the line holds one; the reader of profiles says what is wrong otherwise."""
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    name = document.get("name") if isinstance(document, dict) else None
    return name if isinstance(name, str) else ""


class _Names:
    """A file name for each profile, the same at each run: the second of a name takes « -2 », and so on."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def own(self, name: str) -> str:
        """« evry.docx », then « evry-2.docx »."""
        stem = slug = file_slug(name)
        while stem in self._taken:
            self._taken[slug] += 1
            stem = f"{slug}-{self._taken[slug]}"
        self._taken[stem] = 1
        return f"{stem}.docx"
