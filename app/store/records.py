"""Saved profiles as values."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app.domain.profile import Profile


@dataclass(frozen=True, slots=True)
class SavedProfile:
    """A profile as it is in the database. The version starts at 1; both times are UTC, aware.

    `catalogue` is the hash of the catalogue that the official last accepted for it, or empty.
    """

    id: int
    version: int
    profile: Profile
    created_at: datetime
    updated_at: datetime
    catalogue: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One save of a profile. `catalogue` is the hash of the catalogue it was made with, or empty.

    `author` is the name that the person had given, or empty.
    """

    number: int
    saved_at: datetime
    label: str
    catalogue: str
    profile: Profile
    author: str = ""


@dataclass(frozen=True, slots=True)
class Trashed:
    """A deleted profile that can still be restored."""

    id: int
    name: str
    territory_name: str
    deleted_at: datetime


class ProfileSummary(NamedTuple):
    """What a list of profiles shows of one."""

    id: int
    name: str
    territory_name: str
    updated_at: datetime


MOST_COUNTED = 200
"""Profiles that a search counts and shows, the last saved ones: nobody turns more pages, and each costs."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a search: `number` starts at 1, `total` counts the profiles of all pages.

    `more`: others were found, that no page shows.
    """

    summaries: tuple[ProfileSummary, ...]
    total: int
    number: int
    size: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Stamp:
    """The hash of the catalogue in use, and the name of the person who saves; each empty when unknown."""

    catalogue: str = ""
    author: str = ""
