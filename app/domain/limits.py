"""How large a saved contract may be: said once, for every way in which one is saved.

Contracts that were saved before these limits stay readable, and can be saved again when they do not grow.
"""

from collections.abc import Iterator

from app.domain.document_reader import Problem, ProfileRefused
from app.domain.french import typeset
from app.domain.profile import Profile

MAX_PROFILE_BYTES = 2_000_000
"""Most bytes of the JSON document of one contract: six times the fullest real one, and quick to read."""

MAX_ASSOCIATES = 100
"""Most partners associated with one action."""

Associates = dict[tuple[str, str], tuple[str, ...]]
"""The associated partners of each action, by the path of its adaptation and the id of its commitment."""


class ProfileTooLarge(ProfileRefused):
    """A contract that passes a limit. `problems` say which, in French, with what to do."""


def refuse_too_large(
    profile: Profile, size: int, before: Profile | None = None, size_before: int = 0
) -> None:
    """Raise ProfileTooLarge for a contract of this size, in bytes, that passes a limit and grew.

    `before` is the contract that it replaces, and `size_before` the size of that one.
    """
    problems = [*_too_long(profile, size, size_before), *too_many_associates(profile, before)]
    if problems:
        raise ProfileTooLarge(tuple(problems))


def too_many_associates(profile: Profile, before: Profile | None = None) -> Iterator[Problem]:
    """The actions that have too many associated partners; none that has no more of them than `before`."""
    crowded = {key: names for key, names in _associates(profile).items() if len(names) > MAX_ASSOCIATES}
    if not crowded:
        return
    known = _associates(before) if before else {}
    counts = {commitment: len(names) for (_, commitment), names in known.items()}
    for (path, commitment), names in crowded.items():
        if len(names) > counts.get(commitment, 0) and names not in known.values():
            yield Problem(f"{path}.associated", associates_refusal(len(names), commitment))


def associates_refusal(number: int, commitment: str = "") -> str:
    """The sentence about an action that has too many associated partners."""
    of = f" de « {commitment} »" if commitment else ""
    excess = number - MAX_ASSOCIATES
    said = f"Partenaires associés{of} : {number} noms, {MAX_ASSOCIATES} au plus ; retirez-en {excess}."
    return typeset(said)


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


def _associates(profile: Profile) -> Associates:
    national = {
        (f"adaptations.{known}", known): adaptation.associated
        for known, adaptation in profile.adaptations.items()
    }
    local = {
        (f"local_commitments[{rank}].adaptation", local.id): local.adaptation.associated
        for rank, local in enumerate(profile.local_commitments)
    }
    return national | local
