"""What differs between two versions, as the page shows it: compared once, kept for the next reader."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from time import thread_time

from app.domain.assembly import assemble
from app.domain.diff.changes import Change, changes_between, in_words, together
from app.domain.diff.contract import version_changes
from app.domain.diff.edit_script import Budget
from app.domain.diff.text import Words
from app.domain.draft import Draft
from app.store import Version, VersionHeading
from app.web.contract_catalogue import catalogue_at
from app.web.services import catalogue, profiles, services

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
    found = kept.get(key)
    if found is None:
        for oldest in list(kept)[: 1 - MOST_KEPT]:
            kept.pop(oldest, None)
        kept[key] = found = _compare(before, after)
    return found


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
                for oldest in list(kept)[: 1 - MOST_SENTENCES]:
                    kept.pop(oldest, None)
                kept[key] = _sentence(*pair)
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
