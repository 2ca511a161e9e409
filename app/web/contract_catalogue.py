"""The catalogue that each contract stands on, its draft, and what differs between two of its versions.

Two versions are compared once, each on its own catalogue; the result is kept for the next reader.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from time import thread_time
from typing import TypeVar

from flask import Flask, g

from app.catalogue import CatalogueRefused, read
from app.domain.assembly import assemble
from app.domain.catalogue import Catalogue
from app.domain.diff import Change, changes_between, in_words, together
from app.domain.diff.catalogue import CatalogueChanges, changes_of_catalogue
from app.domain.diff.contract import version_changes
from app.domain.diff.edit_script import Budget
from app.domain.diff.text import Words
from app.domain.draft import Draft
from app.store import SavedProfile, Version, VersionHeading
from app.web.requests import note
from app.web.services import catalogue, profiles, services

MOST_FORMER = 8
"""Former catalogues that stay read: contracts stand on few, and each takes a megabyte."""


def register_contract_catalogue(app: Flask) -> None:
    """Let the templates say that a catalogue changed; it is said of each contract, on each of its pages."""
    app.add_template_global(pending_changes)
    app.add_template_global(is_lost)


def catalogue_of(saved: SavedProfile) -> Catalogue:
    """Return the catalogue of a contract: nothing changes under the official's hands until he accepts it.

    Today's when it is lost: `is_lost` tells.
    """
    return catalogue_at(saved.catalogue) or catalogue()


def draft_of(saved: SavedProfile) -> Draft:
    """Return the contract assembled on its catalogue: once in a request, whose parts show the same one."""
    drafts: dict[tuple[int, int], Draft] = g.setdefault("drafts", {})
    key = saved.id, saved.version
    if key not in drafts:
        drafts[key] = assemble(catalogue_of(saved), saved.profile)
    return drafts[key]


def is_lost(hash_: str) -> bool:
    """Whether what was made with this catalogue can only be shown with today's."""
    return catalogue_at(hash_) is None


def catalogue_at(hash_: str) -> Catalogue | None:
    """Return the catalogue of this hash.

    None when the database does not hold it, or it can no longer be read.
    Today's where none was noted: an older application made the database, which cannot be written since.
    """
    if hash_ in {"", catalogue().hash}:
        return catalogue()
    former = services().former
    try:
        return former[hash_]
    except KeyError:
        files = profiles().catalogues.files_of(hash_)
    if files is None:
        return None
    return keep_in_memory(former, hash_, _read(hash_, files), MOST_FORMER)


def pending_changes(saved: SavedProfile) -> CatalogueChanges | None:
    """Return what today's catalogue changes for a contract that stands on another one.

    None when it stands on it. Kept for the next page: each page of the contract says how many there are.
    """
    if saved.catalogue in {"", catalogue().hash}:
        return None
    kept, known = services().pending, catalogue_of(saved)
    key = saved.id, saved.version, saved.updated_at, known.hash
    return kept.get(key) or keep_in_memory(
        kept, key, changes_of_catalogue(saved.profile, catalogue(), known), MOST_KEPT
    )


def _read(hash_: str, files: Mapping[str, bytes]) -> Catalogue | None:
    """Return the catalogue of these files.

    What is wrong with it is for those who look after the application.
    """
    try:
        found = read(files)
    except CatalogueRefused as refused:
        note(catalogue=hash_, problems=[str(problem) for problem in refused.problems])
        return None
    return found if found.hash == hash_ else None


Key = TypeVar("Key")
Value = TypeVar("Value")


def keep_in_memory(kept: dict[Key, Value], key: Key, value: Value, most: int) -> Value:
    """Keep a value for the next reader, and return it; the oldest go once there are too many."""
    for oldest in list(kept)[: 1 - most]:
        kept.pop(oldest, None)
    kept[key] = value
    return value


MOST_KEPT = 8
"""Comparisons that stay in memory; each holds the texts that differ, 4 MB at most."""

MOST_SENTENCES = 2_000
"""Sentences of the lists of versions that stay in memory."""

LONGEST_LIST = 0.4
"""Seconds of the processor after which the list of versions compares no more of them."""

NEWER = "catalogue national"

VersionKey = tuple[int, datetime, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs in one thing: its name, its part of the contract, and each label with its words."""

    name: str
    place: str
    fields: tuple[tuple[str, tuple[Words, ...]], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs in the document, and what differs in the contract and is not printed."""

    changes: tuple[Change, ...]
    printed: tuple[Difference, ...]
    hidden: tuple[Difference, ...]


def compare_versions(profile_id: int, before: Version, after: Version) -> Comparison:
    """Compare two versions of a contract, each on its catalogue; they never change: the result is kept."""
    kept: dict[object, Comparison] = services().comparisons
    key = profile_id, _key(before), _key(after)
    return kept.get(key) or keep_in_memory(kept, key, _compare(before, after), MOST_KEPT)


def sentences_of_changes(profile_id: int, headings: Sequence[VersionHeading]) -> Iterator[str]:
    """Yield what each version changed of the one after it in the list, in words; the last one has none.

    Empty where versions are so long that there was no time left: the next list goes on from there.
    """
    kept, until = services().what_changed, thread_time() + LONGEST_LIST
    for version, previous in pairwise(headings):
        key = profile_id, _key(previous), _key(version)
        if key not in kept and thread_time() < until:
            pair = profiles().versions.some(profile_id, version.number, 2)
            if [_key(read) for read in pair] == [_key(version), _key(previous)]:
                keep_in_memory(kept, key, _sentence(*pair), MOST_SENTENCES)
        yield kept.get(key, "")


def _sentence(after: Version, before: Version) -> str:
    catalogues = catalogue_at(after.catalogue) or catalogue(), catalogue_at(before.catalogue)
    changes = changes_between(before.profile, after.profile, *catalogues)
    said = [NEWER] if after.catalogue != before.catalogue else []
    said += [in_words(changes)] if changes or not said else []
    return " ; ".join(said)


def draft_at(version: Version) -> Draft:
    """Return the contract as it was at a version, on its catalogue, or on today's when that one is lost."""
    return assemble(catalogue_at(version.catalogue) or catalogue(), version.profile)


def _key(version: VersionHeading) -> VersionKey:
    """Return what tells a version from that of a backup that was restored meanwhile, and its catalogue."""
    return version.number, version.saved_at, version.catalogue


def _compare(before: Version, after: Version) -> Comparison:
    changes, budget = version_changes(draft_at(before), draft_at(after)), Budget()
    printed = _differences([change for change in changes if change.printed], budget)
    hidden = _differences([change for change in changes if not change.printed], budget)
    return Comparison(changes, printed, hidden)


def _differences(changes: Iterable[Change], budget: Budget) -> tuple[Difference, ...]:
    return tuple(
        Difference(
            about[0].name,
            about[0].place or about[0].title.capitalize(),
            tuple((change.label, change.words(budget)) for change in about),
        )
        for about in together(changes)
    )
