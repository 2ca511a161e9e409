"""Where the commitments of two states of a contract stand, those that are gone in the midst of the others."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from app.domain.draft import Draft

Member = TypeVar("Member", bound=Hashable)


def merged(now: Collection[Member], former: Iterable[Member]) -> Iterator[Member]:
    """All of both, once each, in the order of now: one that is gone comes behind what it followed.

    Those that followed nothing that stays come first.
    """
    kept, last = set(now), None
    gone: dict[Member | None, list[Member]] = {}
    for one in dict.fromkeys(former):
        if one in kept:
            last = one
        else:
            gone.setdefault(last, []).append(one)
    yield from gone.get(None, ())
    for one in now:
        yield one
        yield from gone.get(one, ())


def ranks(before: Draft, after: Draft) -> Mapping[str, int]:
    """The rank of every commitment of the two, volet by volet, whether the contract holds it or not.

    One that changed volet stands in the new one.
    """
    volets = {one: rank for rank, one in enumerate(merged(_volets(after), _volets(before)))}
    now, former = _volet_of(after), _volet_of(before)
    volet_of = {**former, **now}
    ordered = sorted(merged(list(now), former), key=lambda one: volets.get(volet_of[one], len(volets)))
    return {one: rank for rank, one in enumerate(ordered)}


def _volets(draft: Draft) -> list[str]:
    return [section.id for section in draft.catalogue.sections_in(draft.outline)]


def _volet_of(draft: Draft) -> Mapping[str, str]:
    """The volet of each commitment, in the order of the source, then of the local ones."""
    national = {one: leaf.commitment.section for one, leaf in draft.catalogue.leaf_by_id.items()}
    return {**national, **{one.id: one.section for one in draft.profile.local_commitments}}
