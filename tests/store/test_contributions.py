"""What people propose and say on the site, and who has a page open, on both engines."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.access import Role, Scope
from app.domain.proposals import Decision
from app.store import (
    Decided,
    DecidedMeanwhile,
    ProfileNotFound,
    Profiles,
    SavedProfile,
    restore_backup,
    write_backup,
)
from app.store.account_rows import Account
from app.store.comments import Speaker
from app.store.presences import LASTS
from app.store.site_proposals import ProposedMeanwhile, Proposer
from tests.examples import contract

CLAUSE = "interieur-2013-1-1"
PAGE = "/profils/1/engagements/c"


@pytest.fixture
def first(profiles: Profiles) -> Account:
    return profiles.accounts.create("anne@ville.fr", "Anne", administrator=True)


@pytest.fixture
def saved(profiles: Profiles, first: Account) -> SavedProfile:
    return profiles.signed(first.name, first.id).create(contract())


@pytest.fixture
def partner(profiles: Profiles, saved: SavedProfile, first: Account) -> Account:
    account = profiles.accounts.create("basile@caf.fr", "Basile")
    part = Scope(commitments=frozenset({CLAUSE}))
    profiles.shares.give(saved.id, Role.EDITOR, first.id, to_account=account.id, scope=part)
    return account


def propose(
    profiles: Profiles, saved: SavedProfile, account: Account, *seen: int, **texts: str | None
) -> None:
    known = {field: ("", text) for field, text in texts.items()}
    profiles.site_proposals.put(saved.id, Proposer(account.id, "CAF", account.name), CLAUSE, known, seen)


def numbers(profiles: Profiles, saved: SavedProfile, account: Account) -> list[int]:
    return [one.number for one in profiles.site_proposals.waiting(saved.id, account.id, CLAUSE)]


def test_another_text_for_a_field_takes_the_place_of_the_one_that_was_seen(
    profiles: Profiles, saved: SavedProfile, partner: Account
) -> None:
    propose(profiles, saved, partner, lead="CAF", deadline="2027")
    seen = numbers(profiles, saved, partner)

    propose(profiles, saved, partner, *seen, lead="État", deadline=None)

    assert [one.returned for one in profiles.returns.proposals(saved.id)] == ["État"]
    with pytest.raises(ProposedMeanwhile):
        propose(profiles, saved, partner, *seen, lead="Ville")
    kept = profiles.site_proposals.some(saved.id, partner.id, seen)
    assert [one.proposal.returned for one in kept] == ["CAF", "2027"]


def test_a_decision_is_written_once_and_its_author_reads_it(
    profiles: Profiles, saved: SavedProfile, partner: Account, first: Account
) -> None:
    propose(profiles, saved, partner, lead="CAF")
    (line,) = profiles.returns.proposals(saved.id)
    decided = Decided(((line.id, Decision.TAKEN),))
    returns = profiles.signed(first.name, first.id).returns

    returns.decide(saved.id, decided, 4)

    (one,) = profiles.site_proposals.of_account(saved.id, partner.id)
    assert (one.decision, one.decided_by, one.version) == (Decision.TAKEN, "Anne", 4)
    assert returns.counts(saved.id) == (0, 1)
    assert not profiles.site_proposals.withdraw(saved.id, partner.id, one.number)
    with pytest.raises(DecidedMeanwhile):
        returns.decide(saved.id, decided, 5)


def test_a_discussion_is_answered_edited_deleted_and_settled_by_whom_it_may(
    profiles: Profiles, saved: SavedProfile, partner: Account, first: Account
) -> None:
    comments = profiles.comments
    basile, anne = Speaker(partner.id, "Basile"), Speaker(first.id, "Anne")
    asked = comments.add(saved.id, CLAUSE, "Où ?", basile)
    answered = comments.add(saved.id, CLAUSE, "Ici.", anne, asked)

    assert not comments.edit(saved.id, asked, anne, "Quand ?")
    assert comments.edit(saved.id, asked, basile, "Quand ?")
    assert comments.delete(saved.id, answered, anne)
    assert not comments.edit(saved.id, answered, anne, "Là.")
    assert not comments.settle(saved.id, "autre", asked, "Anne", settled=True)
    assert comments.settle(saved.id, CLAUSE, asked, "Anne", settled=True)
    with pytest.raises(ProfileNotFound):
        comments.add(saved.id, CLAUSE, "Et là ?", anne, answered)

    (one,) = comments.of(saved.id)
    said = [(comment.text, comment.is_edited, comment.is_deleted) for comment in one.comments]
    assert said == [("Quand ?", True, False), ("", False, True)]
    assert one.resolved_by == "Anne"


def test_a_backup_holds_what_was_proposed_and_said_and_nobody_who_was_there(
    profiles: Profiles, saved: SavedProfile, partner: Account, first: Account, tmp_path: Path
) -> None:
    propose(profiles, saved, partner, lead="CAF")
    asked = profiles.comments.add(saved.id, CLAUSE, "Où ?", Speaker(partner.id, "Basile"))
    profiles.comments.add(saved.id, CLAUSE, "Ici.", Speaker(first.id, "Anne"), asked)
    profiles.presences.others(saved.id, PAGE, partner.id)
    before = profiles.returns.proposals(saved.id), profiles.comments.of(saved.id)
    write_backup(profiles, tmp_path / "sauvegarde.sqlite3")
    profiles.comments.delete(saved.id, asked, Speaker(partner.id, "Basile"))

    restore_backup(profiles, tmp_path / "sauvegarde.sqlite3", replace=True)

    assert (profiles.returns.proposals(saved.id), profiles.comments.of(saved.id)) == before
    assert profiles.presences.others(saved.id, PAGE, first.id) == ()


def test_who_has_a_page_open_is_named_to_the_others_for_some_time_if_she_may_see_it(
    profiles: Profiles,
    saved: SavedProfile,
    partner: Account,
    first: Account,
    later: Callable[[timedelta], None],
) -> None:
    here = profiles.presences

    assert here.others(saved.id, PAGE, partner.id) == ()
    assert here.others(saved.id, PAGE, first.id) == ("Basile",)
    assert here.others(saved.id, PAGE, partner.id) == ("Anne",)
    assert here.others(saved.id, "/profils/1/engagements/d", first.id) == ()
    (share,) = [one for one in profiles.shares.of_contract(saved.id) if one.account == partner.id]
    profiles.shares.revoke(saved.id, share.id, first.id)
    assert here.others(saved.id, PAGE, first.id) == ()
    later(LASTS + timedelta(seconds=1))
    assert here.others(saved.id, PAGE, partner.id) == ()


def test_a_role_on_a_part_stands_beside_one_on_the_whole(
    profiles: Profiles, saved: SavedProfile, partner: Account, first: Account
) -> None:
    token = profiles.shares.invite(saved.id, Role.READER, "", first.id)
    profiles.shares.accept(token, partner.id, partner.email)

    shares = [one for one in profiles.shares.of_contract(saved.id) if one.account == partner.id]
    assert {(one.role, one.scope.is_whole) for one in shares} == {(Role.EDITOR, False), (Role.READER, True)}
    assert profiles.signed("", partner.id).get(saved.id) == saved
