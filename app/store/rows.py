"""From a profile to the columns of its row, and back."""

import hashlib
import json
from functools import lru_cache
from sys import getsizeof
from typing import Any, TypedDict

from sqlalchemy import Row

from app.domain.limits import ProfileTooLarge, refuse_too_large
from app.domain.profile import Profile
from app.domain.profile_json import Problem, ProfileRefused, profile_document, read_profile_shape
from app.domain.text import SHORT_FORMS, name_key, search_terms
from app.store.errors import StoreUnavailable
from app.store.records import SavedProfile
from app.store.tables import MAX_DOCUMENT, MAX_KEY

MOST_READ = 32
"""Profiles that stay read: an official opens page after page of the same one, which no page changes."""

BIGGEST_READ = 500_000
"""Bytes of the document of one of them in memory, where an emoji makes each character take four.

The profile takes as much again: 32 MB for all of them.
"""


class ProfileColumns(TypedDict):
    """The columns that follow from the profile alone."""

    name: str
    name_key: str
    territory_name: str
    search_key: str
    document: str


def columns_of(profile: Profile) -> ProfileColumns:
    """The columns of a profile. Raises ProfileRefused for one that could not be read again."""
    document = _written(profile)
    clean = read_document(document)
    if clean != profile:
        document = _written(clean)
    if len(document) > MAX_DOCUMENT:
        raise ProfileRefused((Problem("", f"contrat trop long : {MAX_DOCUMENT} caractères au plus"),))
    territory = clean.territory
    return ProfileColumns(
        name=clean.name,
        name_key=unique_key(clean.name),
        territory_name=territory.name,
        search_key=search_key(clean.name, territory.name, territory.code),
        document=document,
    )


def check_limits(profile: Profile, document: str, before: str | None = None) -> None:
    """Refuse a contract that passes a limit, unless it grew no further than the document that it replaces.

    Raises ProfileTooLarge.
    """
    size = len(document.encode())
    try:
        refuse_too_large(profile, size)
    except ProfileTooLarge:
        if before is None:
            raise
        refuse_too_large(profile, size, read_document(before), len(before.encode()))


def unique_key(name: str) -> str:
    """The key that two profiles cannot share."""
    return name_key(name)[:MAX_KEY]


def search_key(*texts: str) -> str:
    """Return the words by which a profile is found, a space before each, « st » written out as « saint »."""
    terms = search_terms(" ".join(texts))
    return "".join(f" {SHORT_FORMS.get(term, term)}" for term in terms)[:MAX_KEY]


def token_digest(token: str | None) -> str | None:
    """What is kept of the token of a form; None when there is none."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest() if token else None


def read_document(document: str) -> Profile:
    """The profile of a saved document. Raises ValueError (ProfileRefused is one) and RecursionError."""
    return _read_anew(document) if getsizeof(document) > BIGGEST_READ else _read_once(document)


def saved_profile(row: Row[Any]) -> SavedProfile:
    """The profile of a row. Raises StoreUnavailable when someone changed the document by hand."""
    try:
        profile = read_document(row.document)
    except (ValueError, RecursionError) as error:
        raise StoreUnavailable(
            f"Le contrat n° {row.id} est illisible dans la base de données. "
            "Remettez en place la dernière sauvegarde ou supprimez ce contrat."
        ) from error
    return SavedProfile(row.id, row.version, profile, row.created_at, row.updated_at, row.catalogue)


def _written(profile: Profile) -> str:
    return json.dumps(profile_document(profile), ensure_ascii=False)


def _read_anew(document: str) -> Profile:
    return read_profile_shape(json.loads(document))


_read_once = lru_cache(MOST_READ)(_read_anew)
