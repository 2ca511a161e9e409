"""Reads and validates the national catalogue (`commitments/`): file:line for every problem, all at once."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Protocol, TypeVar

from app.catalogue.conventions import Source, Vocabulary, read_convention, read_source
from app.catalogue.outlines import read_chapter, read_outline
from app.catalogue.rules import (
    read_acronym,
    read_fact,
    read_partner,
    read_scheme,
    read_section,
)
from app.catalogue.yaml_node import CatalogueRefused, Place, Values, read_content
from app.domain.catalogue import Catalogue, Convention
from app.domain.french import Acronym
from app.domain.outlines import Outline
from app.domain.problems import Problems

__all__ = ["CatalogueRefused", "load", "read"]


class HasId(Protocol):
    """Anything that the catalogue looks up by id."""

    @property
    def id(self) -> str:
        """What the others name it by; it never changes once published."""


Value = TypeVar("Value", bound=HasId)


_PARSED = 4
"""Catalogues that stay parsed: a process has one, and a second one while a folder is being changed."""


_READING = b" reading:"
"""What a catalogue holds that says what its commitments are worth today; one of before does not."""


def load(folder: Path, *, compare: bool = False) -> Catalogue:
    """Return the catalogue of a folder. Raises CatalogueRefused with every problem of every file.

    `compare`: its texts are also compared with their sources, word for word.
    """
    return read(_files_of(folder), compare=compare)


def read(files: Mapping[str, bytes], *, compare: bool = False) -> Catalogue:
    """Return the catalogue of these files, by their names in its folder. Raises CatalogueRefused like `load`.

    The same content is parsed once: whoever asks again is given the same catalogue, which never changes.
    """
    return _parsed(tuple(sorted(files.items())), compare)


@lru_cache(_PARSED)
def _parsed(content: tuple[tuple[str, bytes], ...], compare: bool) -> Catalogue:
    report = Problems(CatalogueRefused, others=None)
    catalogue = _Loader(dict(content), report, compare).catalogue()
    report.raise_if_any()
    return catalogue


def _files_of(folder: Path) -> dict[str, bytes]:
    """Every file of the catalogue, read at once: what is kept of it is what was read."""
    report = Problems(CatalogueRefused, others=None)
    files: dict[str, bytes] = {}
    for path in (*folder.rglob("*.yaml"), *folder.rglob("*.txt")):
        name = path.relative_to(folder).as_posix()
        try:
            files[name] = path.read_bytes()
        except OSError as error:
            report.add(name, f"fichier illisible : {error.strerror}", 1)
    report.raise_if_any()
    return files


@dataclass
class _Loader:
    """Reads the files in the order of their references: what is named before what names it."""

    files: Mapping[str, bytes]
    report: Problems
    compares: bool

    def catalogue(self) -> Catalogue:
        root = self._root("catalogue.yaml")
        head = (
            root.mapping(("framework", "version", "reviewed_on", "source", "outline")) if root else Values()
        )
        said = head["source"].mapping(("id", "file", "title")) if "source" in head else Values()
        document, file = said.text("id"), said.text("file")
        source = read_source(self.files, file, said["file"]) if file else Source()
        sections = self._rules("sections.yaml", read_section)
        partners = self._rules("partners.yaml", read_partner)
        facts = self._rules("facts.yaml", read_fact)
        schemes = self._rules("schemes.yaml", read_scheme)
        known = Vocabulary(
            sections=tuple(section.id for section in sections),
            partners=tuple(partner.id for partner in partners),
            facts=tuple(fact.id for fact in facts),
            schemes={scheme.id: scheme.confidence for scheme in schemes},
            has_readings=any(_READING in content for content in self.files.values()),
            document=document,
            source=source,
            compares=self.compares,
        )
        outlines = self._outlines(known)
        conventions = self._conventions(known)
        own_titles = {one.document: one.source_title for one in conventions if one.source_title}
        return Catalogue(
            framework=head.text("framework"),
            version=head.text("version"),
            hash=_hash(self.files),
            reviewed_on=head.date("reviewed_on"),
            sections=sections,
            outline=self._usual(head, outlines),
            partners=partners,
            facts=facts,
            schemes={scheme.id: scheme for scheme in schemes},
            conventions=conventions,
            source_titles={document: said.text("title"), **own_titles},
            outlines=outlines,
            glossary=self._glossary(source.count),
            files=self.files,
        )

    def _root(self, name: str) -> Place | None:
        content = self.files.get(name)
        if content is None:
            self.report.add(name, "fichier illisible : il n’existe pas", 1)
            return None
        return read_content(content, name, self.report)

    def _roots(self, folder: str) -> list[Place]:
        """Return the values of the YAML files of a folder, in the order of their names."""
        inside = (name for name in sorted(self.files) if str(PurePosixPath(name).parent) == folder)
        return [root for name in inside if name.endswith(".yaml") and (root := self._root(name))]

    def _rules(self, name: str, read: Callable[[Place], Value]) -> tuple[Value, ...]:
        root = self._root(name)
        places = root.sequence() if root else []
        values = tuple(read(place) for place in places)
        self._unique([(place, value.id) for place, value in zip(places, values, strict=True)])
        return values

    def _outlines(self, known: Vocabulary) -> tuple[Outline, ...]:
        read = self._rules("chapters.yaml", lambda place: read_chapter(place, known))
        chapters = {chapter.id: chapter for chapter in read}
        roots = self._roots("outlines")
        outlines = tuple(read_outline(root, known, chapters) for root in roots)
        self._unique([(root, outline.id) for root, outline in zip(roots, outlines, strict=True)])
        return outlines

    def _usual(self, head: Values, outlines: tuple[Outline, ...]) -> Outline:
        """Return the trame of a contract for which nobody chose one."""
        known = {outline.id: outline for outline in outlines}
        chosen = head["outline"].one_of(tuple(known), "trame inconnue") if "outline" in head else ""
        return known.get(chosen, Outline("", "", ()))

    def _conventions(self, known: Vocabulary) -> tuple[Convention, ...]:
        roots = self._roots("conventions")
        conventions = [read_convention(root, known, self.files) for root in roots]
        named = list(zip(roots, conventions, strict=True))
        self._unique([(root, convention.id) for root, convention in named])
        self._unique([(root, node.id) for root, convention in named for node in convention.walk()])
        return tuple(sorted(conventions, key=lambda one: (one.document != known.document, one.lines)))

    def _glossary(self, source_lines: int) -> tuple[Acronym, ...]:
        root = self._root("glossary.yaml")
        places = root.sequence() if root else []
        entries = tuple(read_acronym(place, source_lines) for place in places)
        self._unique([(place, entry.acronym) for place, entry in zip(places, entries, strict=True)])
        return entries

    def _unique(self, named: list[tuple[Place, str]]) -> None:
        times = Counter(value for _, value in named)
        for place, value in named:
            if value and times[value] > 1:
                place.refuse(f"identifiant « {value} » en double : chaque identifiant est unique")


def _hash(files: Mapping[str, bytes]) -> str:
    """SHA-256 over every file of the catalogue, names included: same words, same hash."""
    digest = hashlib.sha256()
    # The order of paths, sources last: the hashes that versions already bear were made in it.
    for name in sorted(files, key=lambda name: (name.endswith(".txt"), name.split("/"))):
        digest.update(name.encode())
        digest.update(files[name])
    return digest.hexdigest()
