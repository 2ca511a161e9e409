"""What is the same in two states of a contract: its signatories, and where its commitments stand."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from app.domain.diff.statements import Statement, signatory_id
from app.domain.draft import Draft
from app.domain.profile import Signatory

Signatories = Sequence[Signatory]


def under_new_names(
    said: Iterable[Statement], before: Signatories, after: Signatories
) -> Iterator[Statement]:
    """Yield what was said before, of each signatory under the name that it has now.

    A signatory is known by its id. In old contracts the id follows from the name: a partner that loses one
    signatory and gains one renamed it; which of several became which is a guess.
    """
    now = _now(before, after)
    for statement in said:
        signatory = now.get(statement.id)
        if signatory:
            yield replace(statement, name=signatory.name, id=signatory_id(signatory))
        else:
            yield statement


def _now(before: Signatories, after: Signatories) -> Mapping[str, Signatory]:
    """Return what each signatory of before is now, by what it was known by."""
    old, new = ({signatory_id(one): one for one in signatories} for signatories in (before, after))
    same = {known: new[known] for known in old if known in new}
    gone = [one for known, one in old.items() if known not in new]
    come = [one for known, one in new.items() if known not in old]
    return same | dict(_renamed(gone, come))


def _renamed(gone: Signatories, come: Signatories) -> Iterator[tuple[str, Signatory]]:
    for partner in {one.partner for one in gone}:
        former, present = ([one for one in some if one.partner == partner] for some in (gone, come))
        if len(former) == len(present) == 1:
            yield signatory_id(former[0]), present[0]


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
    """Return the rank of every commitment of the two, volet by volet, whether the contract holds it or not.

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
    """Return the volet of each commitment, in the order of the source, then of the local ones."""
    national = {one: leaf.commitment.section for one, leaf in draft.catalogue.leaf_by_id.items()}
    return {**national, **{one.id: one.section for one in draft.profile.local_commitments}}
