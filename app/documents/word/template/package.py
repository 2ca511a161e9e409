"""An Open Packaging Conventions package (ECMA-376 part 2): the types of its parts and their relationships."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from app.documents.word.template.xml import (
    DAMAGED,
    LOCKED,
    NOT_WORD,
    STRICT,
    STRICT_NAMESPACE,
    TOO_LARGE,
    TWICE,
    PackageXml,
    Unusable,
)
from app.formats import (
    ENCRYPTED,
    NOT_AN_ARCHIVE,
    ArchiveLimits,
    FileRefused,
    FileTooHeavy,
    read_archive,
)

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
LARGEST = 20 * 1024 * 1024
"""Bytes of a file, and of all its parts once inflated."""
# A picture without colours shrinks as much as deflate can; the total bounds what it takes.
_LIMITS = ArchiveLimits(total=LARGEST, members=500, ratio=2_000)
_REASONS = {NOT_AN_ARCHIVE: NOT_WORD, ENCRYPTED: LOCKED}
_TYPES = "[content_types].xml"


@dataclass(frozen=True, slots=True)
class Relationship:
    """One line of a `.rels` part. `kind` is the last word of an Office type, or the whole of another type."""

    id: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """« header » for …/officeDocument/2006/relationships/header."""
        return self.type.removeprefix(OFFICE)


class Package:
    """The parts of a file by name. Names and types are compared without case, as the conventions say."""

    def __init__(self, content: bytes) -> None:
        self._parts: dict[str, bytes] = {}
        for name, part in _read_archive(content).items():
            if self._parts.setdefault(_part_name(name), part) is not part:
                raise Unusable(TWICE)
        if _TYPES not in self._parts:
            raise Unusable(NOT_WORD)
        self.reader = PackageXml()
        self._relationships: dict[str, tuple[Relationship, ...]] = {}
        self._overrides: dict[str, str] = {}
        self._defaults: dict[str, str] = {}
        for node in self.parse(_TYPES).iterchildren(tag=etree.Element):
            type_ = node.get("ContentType", "").strip().lower()
            if node.get("PartName") is not None:
                self._overrides.setdefault(unquote(node.get("PartName")).lstrip("/").lower(), type_)
            elif node.get("Extension") is not None:
                self._defaults.setdefault(node.get("Extension").lower(), type_)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in lower case."""
        return tuple(self._parts)

    @property
    def declared_types(self) -> tuple[str, ...]:
        """Every type that the package declares, whatever part it is for."""
        return (*self._overrides.values(), *self._defaults.values())

    def content(self, name: str) -> bytes:
        """Return the bytes of a part."""
        return self._parts[name]

    def parse(self, name: str) -> etree._Element:
        """Return the root of an XML part. Raises Unusable."""
        return self.reader.parse(self._parts[name])

    def type_of(self, name: str) -> str:
        """Return the type of a part: its override, else that of its extension, else nothing."""
        return self._overrides.get(name) or self._defaults.get(name.rpartition(".")[2], "")

    def relationships(self, name: str) -> tuple[Relationship, ...]:
        """Return the relationships of a part, or of the package for the name ""."""
        if name not in self._relationships:
            self._relationships[name] = self._read_relationships(name)
        return self._relationships[name]

    def _read_relationships(self, name: str) -> tuple[Relationship, ...]:
        folder, base = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self._parts:
            return ()
        found = tuple(map(_relationship, self.parse(rels).iterchildren(tag=etree.Element)))
        if any(relationship.type.startswith(STRICT_NAMESPACE) for relationship in found):
            raise Unusable(STRICT)
        return found

    def resolve(self, source: str, relationship: Relationship) -> str | None:
        """Return the name of the part that a relationship leads to; None when there is no such part."""
        path = relationship.target.partition("#")[0]
        for encoding in ("utf-8", "latin-1"):
            name = posixpath.join("/", posixpath.dirname(source), unquote(path, encoding).replace("\\", "/"))
            for spelling in _spellings(posixpath.normpath(name)):
                if _part_name(spelling) in self._parts:
                    return _part_name(spelling)
        return None


def _spellings(name: str) -> Iterator[str]:
    """Yield the name, and what zipfile reads where an old tool wrote it in an undeclared encoding."""
    yield name
    if not name.isascii():
        for encoding in ("utf-8", "latin-1"):
            yield name.encode(encoding, "replace").decode("cp437")


def _relationship(node: etree._Element) -> Relationship:
    external = node.get("TargetMode", "").strip().lower() == "external"
    return Relationship(node.get("Id", ""), node.get("Type", "").strip(), node.get("Target", ""), external)


def _read_archive(content: bytes) -> dict[str, bytes]:
    try:
        return read_archive(content, _LIMITS)
    except FileTooHeavy:
        raise Unusable(TOO_LARGE) from None
    except FileRefused as refused:
        raise Unusable(_REASONS.get(str(refused), DAMAGED)) from None


def _part_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
