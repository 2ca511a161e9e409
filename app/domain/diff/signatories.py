"""Which signatories are the same under another name: a new name, or a spelling that was put right."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from app.domain.diff.statements import Statement
from app.domain.profile import Signatory

Signatories = Sequence[Signatory]


def under_new_names(
    said: Iterable[Statement], before: Signatories, after: Signatories
) -> Iterator[Statement]:
    """What was said before, of the signatories that were renamed since under the name that they have now.

    A partner that loses one signatory and gains one renamed it; which of several became which is a guess.
    """
    now = _renamed(before, after)
    for one in said:
        signatory = now.get(one.id)
        yield replace(one, name=signatory.name, id=signatory.known_by) if signatory else one


def _renamed(before: Signatories, after: Signatories) -> Mapping[str, Signatory]:
    """What each signatory that was renamed has become, by what it was known by."""
    pairs = (_only_one(before, after, partner) for partner in {one.partner for one in before})
    return {former.known_by: now for pair in pairs for former, now in pair}


def _only_one(before: Signatories, after: Signatories, partner: str) -> Iterator[tuple[Signatory, Signatory]]:
    old, new = ([one for one in some if one.partner == partner] for some in (before, after))
    gone, come = _without(old, new), _without(new, old)
    if len(gone) == len(come) == 1:
        yield gone[0], come[0]


def _without(some: Signatories, others: Signatories) -> Signatories:
    names = {one.name for one in others}
    return [one for one in some if one.name not in names]
