"""Which signatories are the same in two states of a contract, whatever they are called in each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from app.domain.diff.statements import Statement, signatory_id
from app.domain.profile import Signatory

Signatories = Sequence[Signatory]


def under_new_names(
    said: Iterable[Statement], before: Signatories, after: Signatories
) -> Iterator[Statement]:
    """What was said before, of each signatory under the name that it has now.

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
    """What each signatory of before is now, by what it was known by."""
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
