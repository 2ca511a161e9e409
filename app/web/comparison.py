"""What differs between two versions, as the page shows it: compared once, kept for the next reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.assembly import assemble
from app.domain.diff.changes import Change, together
from app.domain.diff.contract import version_changes
from app.domain.diff.edit_script import Budget
from app.domain.diff.text import Words
from app.domain.draft import Draft
from app.store import Version
from app.web.contract_catalogue import catalogue_at
from app.web.services import catalogue, services

MOST_KEPT = 8
"""Comparisons that stay in memory; each holds the texts that differ, 4 MB at most."""

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


def draft_at(version: Version) -> Draft:
    """Return the contract as it was at a version, on its catalogue, or on today's when that one is lost."""
    return assemble(catalogue_at(version.catalogue) or catalogue(), version.profile)


def _key(version: Version) -> VersionKey:
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
