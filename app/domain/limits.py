"""How large a saved contract may be: said once, for every way in which one is saved.

Contracts that were saved before these limits stay readable, and can be saved again when they do not grow.
"""

from collections.abc import Iterator

from app.domain.document_reader import ProfileRefused
from app.domain.fields import ADAPTATION, Kind
from app.domain.french import typeset
from app.domain.problems import Problem
from app.domain.profile import Profile

MAX_PROFILE_BYTES = 2_000_000
"""Most bytes of the JSON document of one contract: six times the fullest real one, and quick to read."""

MAX_NAMES = 100
"""Most names in one list of an action: its associated partners."""

MAX_RECORDS = 500
"""Most signatories by name, and most local commitments, of one contract: each takes a page's time."""

MAX_ORIENTATIONS = 50
MAX_OBJECTIVES = 200
"""Most orientations of one contract, and most objectives of all of them: the form of an action lists them."""

LOCAL_COMMITMENTS = "Engagements locaux"
ORIENTATIONS = "Orientations"
OBJECTIVES = "Objectifs opérationnels"

Lists = dict[tuple[str, str, str], tuple[str, ...]]
"""The names of each list of an action, by the path of its adaptation, the commitment, the id of the field."""


class ProfileTooLarge(ProfileRefused):
    """A contract that passes a limit. `problems` say which, in French, with what to do."""


def refuse_too_large(
    profile: Profile, size: int, before: Profile | None = None, size_before: int = 0
) -> None:
    """Raise ProfileTooLarge for a contract of this size, in bytes, that passes a limit and grew.

    `before` is the contract that it replaces, and `size_before` the size of that one.
    """
    problems = [*_too_long(profile, size, size_before), *too_many(profile, before)]
    if problems:
        raise ProfileTooLarge(tuple(problems))


def too_many(profile: Profile, before: Profile | None = None) -> Iterator[Problem]:
    """Yield what a contract has too many of; nothing that it has no more of than `before`."""
    yield from _too_many_records(profile, before)
    yield from _too_many_names(profile, before)


def _too_many_records(profile: Profile, before: Profile | None) -> Iterator[Problem]:
    counted, known = _records(profile), _records(before) if before else ()
    for rank, (path, words, number, most) in enumerate(counted):
        if number > max(most, known[rank][2] if known else 0):
            yield Problem(path, records_refusal(words, number, most))


def _records(profile: Profile) -> tuple[tuple[str, str, int, int], ...]:
    """Return the path of each list of records, its words, how many it has and may have."""
    objectives = sum(len(one.objectives) for one in profile.orientations)
    return (
        ("signatories", "Signataires nommés", len(profile.signatories), MAX_RECORDS),
        ("local_commitments", LOCAL_COMMITMENTS, len(profile.local_commitments), MAX_RECORDS),
        ("orientations", ORIENTATIONS, len(profile.orientations), MAX_ORIENTATIONS),
        ("orientations", OBJECTIVES, objectives, MAX_OBJECTIVES),
    )


def records_refusal(words: str, number: int, most: int = MAX_RECORDS) -> str:
    """Return the sentence about a contract that has too many of its signatories, commitments, objectives."""
    return typeset(f"{words} : {number}, {most} au plus ; retirez-en {number - most}.")


def _too_many_names(profile: Profile, before: Profile | None) -> Iterator[Problem]:
    """Yield the lists of actions that have too many names; none that has no more of them than `before`."""
    crowded = {key: names for key, names in _lists(profile).items() if len(names) > MAX_NAMES}
    if not crowded:
        return
    known = _lists(before) if before else {}
    counts = {(commitment, field): len(names) for (_, commitment, field), names in known.items()}
    labels = {field.id: field.label for field in ADAPTATION}
    for (path, commitment, field), names in crowded.items():
        if len(names) > counts.get((commitment, field), 0) and names not in known.values():
            yield Problem(f"{path}.{field}", names_refusal(labels[field], len(names), commitment))


def names_refusal(label: str, number: int, commitment: str = "") -> str:
    """Return the sentence about a list, named by its label, that has too many names."""
    of = f" de « {commitment} »" if commitment else ""
    excess = number - MAX_NAMES
    return typeset(f"{label}{of} : {number} noms, {MAX_NAMES} au plus ; retirez-en {excess}.")


def _too_long(profile: Profile, size: int, size_before: int) -> Iterator[Problem]:
    if size > max(MAX_PROFILE_BYTES, size_before):
        message = (
            f"Le contrat « {profile.name} » prendrait {_megabytes(size)} Mo, "
            f"{_megabytes(MAX_PROFILE_BYTES)} au plus : raccourcissez des textes ou retirez-en."
        )
        yield Problem("", typeset(message))


def _megabytes(size: int) -> str:
    """Hundredths of a megabyte, rounded up: what passes a limit never shows as that limit."""
    hundredths = -(-size // 10_000)
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _lists(profile: Profile) -> Lists:
    actions = {(f"adaptations.{known}", known): said for known, said in profile.adaptations.items()}
    actions |= {
        (f"local_commitments[{rank}].adaptation", local.id): local.adaptation
        for rank, local in enumerate(profile.local_commitments)
    }
    described = [field.id for field in ADAPTATION if field.kind is Kind.NAMES]
    return {(*action, field): getattr(said, field) for action, said in actions.items() for field in described}
