"""The contracts made elsewhere that are taken over: kept, reviewed, and gone with their contract."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.takeover import (
    Block,
    Cell,
    Original,
    Piece,
    Recognition,
    Remainder,
    SetAside,
    SetAsideKind,
    Target,
)
from app.domain.takeover.review import Destination, Outcome
from app.store import AlreadyTaken, Profiles, TakeoverNotFound, TooManyTakeovers
from app.store.takeover_rows import MOST_OPEN
from tests.examples import contract

Later = Callable[[timedelta], None]
ORIGINAL = Original(
    "contrat.pdf",
    (Block(1, 3, "Pilote", cell=Cell(0, 1, 2)), Block(2, 4, "Ville", level=1, strong=5, is_item=True)),
    (SetAside(SetAsideKind.FOOTER, 1, "Page 1", 12),),
    12,
)
PIECES = (
    Piece(Target.ACTION, "local-1", "lead", "Ville", "Ville", 4, ((1, 0, 6), (2, 0, 5))),
    Piece(Target.ACTION, "local-1", "associated", ["CAF"], "CAF", 4, ((2, 0, 3),)),
)
READ = Recognition(ORIGINAL, PIECES, (Remainder(5, 9, "Un mot.", "Divers"),))


def test_a_takeover_is_kept_as_it_was_read(profiles: Profiles) -> None:
    number = profiles.takeovers.receive(b"%PDF", READ)

    kept = profiles.takeovers.get(number)
    assert (kept.name, kept.pages, kept.pieces, kept.remainders, kept.waiting) == ("contrat.pdf", 12, 2, 1, 3)
    assert profiles.takeovers.content(number) == b"%PDF"
    assert profiles.takeovers.original(number) == ORIGINAL
    assert tuple(one.piece for one in profiles.takeovers.pieces(number)) == PIECES
    assert [one.remainder for one in profiles.takeovers.remainders(number)] == list(READ.remainders)


def test_outcomes_are_kept_and_may_change_until_the_contract_is_made(profiles: Profiles) -> None:
    number = profiles.takeovers.receive(b"%PDF", READ)
    first, second = profiles.takeovers.pieces(number)
    (rest,) = profiles.takeovers.remainders(number)
    where = Destination(Target.TEXT, "diagnostic", "text", "Un mot.")
    profiles.takeovers.review(
        number,
        [
            replace(first, outcome=Outcome.CORRECTED, corrected="La Ville"),
            replace(second, outcome=Outcome.SET_ASIDE),
        ],
        [replace(rest, outcome=Outcome.FILED, destination=where)],
    )

    assert [one.value for one in profiles.takeovers.pieces(number)] == ["La Ville", ["CAF"]]
    assert profiles.takeovers.remainders(number)[0].destination == where
    assert profiles.takeovers.get(number).waiting == 0
    profiles.takeovers.close(number, profiles.create(contract()).id)
    with pytest.raises(TakeoverNotFound):
        profiles.takeovers.review(number, [replace(first, outcome=None)])


def test_the_same_file_is_kept_once_until_its_contract_is_deleted(profiles: Profiles) -> None:
    number = profiles.takeovers.receive(b"%PDF", READ)
    with pytest.raises(AlreadyTaken) as already:
        profiles.takeovers.refuse_again(b"%PDF")
    assert (already.value.id, already.value.profile_id) == (number, None)

    made = profiles.create(contract())
    profiles.takeovers.close(number, made.id)
    with pytest.raises(AlreadyTaken):
        profiles.takeovers.receive(b"%PDF", READ)
    profiles.delete(made.id, made.version)

    assert profiles.takeovers.receive(b"%PDF", READ) > number


def test_a_takeover_goes_with_its_contract(profiles: Profiles, later: Later) -> None:
    number, made = profiles.takeovers.receive(b"%PDF", READ), profiles.create(contract())
    profiles.takeovers.close(number, made.id)
    profiles.delete(made.id, made.version)

    later(timedelta(days=31))
    profiles.trash.purge()

    with pytest.raises(TakeoverNotFound):
        profiles.takeovers.get(number)
    assert profiles.takeovers.pieces(number) == ()


def test_a_takeover_that_nobody_touched_for_a_year_is_removed(profiles: Profiles, later: Later) -> None:
    number = profiles.takeovers.receive(b"%PDF", READ)
    later(timedelta(days=366))

    profiles.takeovers.receive(b"%PDF 2", READ)

    with pytest.raises(TakeoverNotFound):
        profiles.takeovers.get(number)


def test_no_other_file_is_kept_beside_too_many(profiles: Profiles) -> None:
    for rank in range(MOST_OPEN):
        profiles.takeovers.receive(b"%d" % rank, READ)

    with pytest.raises(TooManyTakeovers):
        profiles.takeovers.receive(b"one more", READ)


def test_each_account_has_its_own_and_the_first_those_of_before(profiles: Profiles) -> None:
    before = profiles.takeovers.receive(b"before", READ)
    first = profiles.accounts.create("a@ville.fr", "A", administrator=True).id
    second = profiles.accounts.create("b@ville.fr", "B").id
    own = profiles.signed("B", second).takeovers.receive(b"own", READ)

    assert [one.id for one in profiles.signed("A", first).takeovers.list()] == [before]
    assert [one.id for one in profiles.signed("B", second).takeovers.list()] == [own]
    profiles.accounts.erase(second)
    assert [one.id for one in profiles.takeovers.list()] == [before]
