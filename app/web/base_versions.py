"""The versions of a contract that a sent form was made from (optimistic locking)."""

from dataclasses import replace

from flask import has_request_context, request

from app.store import SavedProfile, Version, VersionNotFound
from app.web.forms import version_number
from app.web.services import profiles

MOST_FORMER = 10
"""Versions that a page remembers to have been made from: it is shown again after each conflict."""


def base_version(profile_id: int) -> Version | None:
    """The version that the sent form was made from; None where none was sent or it is unknown."""
    return version_at(profile_id, version_number(_sent("version")))


def base_versions(saved: SavedProfile) -> tuple[SavedProfile, ...]:
    """The contract at each version that the sent page was made from, the latest first.

    A field of such a page may have no place in the present contract: a form is rebuilt from all of them, so
    that what was typed there is read. Empty where nothing was sent, or the page shows the present version.
    """
    texts = (_sent("version"), *reversed(former_numbers(_sent("former"))))
    numbers = dict.fromkeys(map(version_number, texts))
    known = (version_at(saved.id, number) for number in numbers if number != saved.version)
    return tuple(_contract_at(saved, version) for version in known if version)


def former_numbers(text: str) -> list[str]:
    """The numbers in the hidden field `former` of a page: the versions that it was made from before."""
    return [number for number in text.split() if version_number(number)][-MOST_FORMER:]


def version_at(profile_id: int, number: int) -> Version | None:
    """A version of a contract; None where nobody knows it."""
    try:
        return profiles().versions.get(profile_id, number) if number else None
    except VersionNotFound:
        return None


def _contract_at(saved: SavedProfile, version: Version) -> SavedProfile:
    return replace(saved, version=version.number, profile=version.profile, catalogue=version.catalogue)


def _sent(name: str) -> str:
    return request.form.get(name, "") if has_request_context() else ""
