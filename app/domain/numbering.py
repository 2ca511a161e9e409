"""The numbers of the commitments of a contract: each is given once, and never to another one.

A new contract is numbered in the order of its document. What is added later takes the next number, wherever
it stands; what leaves keeps its number for the day when it comes back. National clauses and local commitments
are counted apart: « Engagement 12 », « Engagement local 2 ».
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.domain.profile import LOCAL_ID, Profile


def give_numbers(commitment_ids: Iterable[str], given: Mapping[str, int], last: int) -> dict[str, int]:
    """Return the number of each commitment: the one that it was given, else the next after `last`."""
    numbers = {}
    for commitment_id in commitment_ids:
        if commitment_id in given:
            numbers[commitment_id] = given[commitment_id]
        else:
            last += 1
            numbers[commitment_id] = last
    return numbers


def last_local_number(given: Mapping[str, int]) -> int:
    """Return the greatest number that a local commitment was given; 0 without any."""
    return max((number for known, number in given.items() if LOCAL_ID.fullmatch(known)), default=0)


def keep_shown_numbers(profile: Profile, shown: Mapping[str, int]) -> Profile:
    """Return the profile with the numbers that a document of the contract shows, beside those it holds.

    A number that it has already given is not given to another commitment.
    """
    numbers = dict(profile.numbers)
    taken = {_series_and_number(*pair) for pair in numbers.items()}
    for pair in shown.items():
        if pair[0] not in numbers and _series_and_number(*pair) not in taken:
            numbers.update([pair])
    return profile if numbers == profile.numbers else replace(profile, numbers=numbers)


def keep_present_numbers(former: Profile, present: Profile) -> Profile:
    """Return a former state of a contract that knows every number of the present one: none is given again."""
    return replace(
        keep_shown_numbers(replace(former, numbers=present.numbers), former.numbers),
        last_number=max(former.last_number, present.last_number),
        last_local=max(former.last_local, present.last_local),
    )


def without_numbers(profile: Profile) -> Profile:
    """Return the profile of another contract: its commitments are numbered anew."""
    return replace(profile, numbers={}, last_number=0)


def _series_and_number(commitment_id: str, number: int) -> tuple[bool, int]:
    return bool(LOCAL_ID.fullmatch(commitment_id)), number
