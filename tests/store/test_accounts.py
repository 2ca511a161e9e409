"""Accounts, sessions, roles and invitations, on both engines."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.access import Role
from app.store import NameTaken, ProfileNotFound, Profiles, restore_backup, write_backup
from app.store.account_rows import AccountRefused
from app.store.accounts import LINK_LASTS, Account
from app.store.audit import Event
from app.store.logins import Lifetime
from app.store.shares import INVITATION_LASTS, ShareRefused
from tests.store.conftest import make_profile

LIFETIME = Lifetime()
Later = Callable[[timedelta], None]


@pytest.fixture
def first(profiles: Profiles) -> Account:
    return profiles.accounts.create("Anne@Ville.fr", "Anne", administrator=True)


@pytest.fixture
def other(profiles: Profiles, first: Account) -> Account:
    return profiles.accounts.create("basile@caf.fr", "Basile")


def shown(profiles: Profiles, account: Account) -> Profiles:
    return profiles.signed(account.name, account.id)


def test_the_first_account_administers_and_owns_what_is_there(profiles: Profiles) -> None:
    here, trashed = (profiles.create(make_profile(name)) for name in ("Ici", "Jeté"))
    profiles.delete(trashed.id, 1)
    with pytest.raises(AccountRefused, match="--administrateur"):
        profiles.accounts.create("a@ville.fr")

    account = profiles.accounts.create("a@ville.fr", administrator=True)

    assert [found.id for found in shown(profiles, account).search().summaries] == [here.id]
    assert [found.id for found in shown(profiles, account).trash.list()] == [trashed.id]
    assert account.email == "a@ville.fr"
    assert account.name == "a"


@pytest.mark.parametrize(
    "email", ["", "anne", "anne@ville", "a b@ville.fr", "@ville.fr", "x" * 300 + "@v.fr"]
)
def test_what_is_no_address_is_refused(profiles: Profiles, email: str) -> None:
    with pytest.raises(AccountRefused, match="adresse électronique"):
        profiles.accounts.create(email, administrator=True)


def test_an_address_has_one_account_whatever_its_letters(profiles: Profiles, first: Account) -> None:
    with pytest.raises(AccountRefused, match="déjà un compte"):
        profiles.accounts.create(" ANNE@ville.fr ")

    assert profiles.accounts.find("anne@VILLE.fr") == first


def test_a_contract_is_seen_by_those_who_have_a_role_on_it_and_by_no_other(
    profiles: Profiles, first: Account, other: Account
) -> None:
    made = shown(profiles, first).create(make_profile("Lyon"))
    outside = shown(profiles, other)

    assert outside.search("lyon").total == 0
    with pytest.raises(ProfileNotFound):
        outside.get(made.id)
    with pytest.raises(ProfileNotFound):
        outside.save(made.id, 1, make_profile("Lyon"))
    with pytest.raises(ProfileNotFound):
        outside.delete(made.id, 1)

    profiles.shares.give(made.id, Role.READER, first.id, to_account=other.id)

    assert outside.search("lyon").total == 1
    assert outside.get(made.id) == made
    assert outside.trash.list() == ()


def test_a_name_is_taken_by_a_contract_that_one_sees_and_by_no_other(
    profiles: Profiles, first: Account, other: Account
) -> None:
    shown(profiles, first).create(make_profile("Lyon"))
    mine, theirs = shown(profiles, other), shown(profiles, first)

    same = mine.create(make_profile("Lyon"))
    again = mine.save(same.id, 1, make_profile("Lyon", local_action="Écrire."))

    assert again.version == 2
    for seen in (mine, theirs):
        with pytest.raises(NameTaken):
            seen.create(make_profile("lyon"))
    mine.delete(same.id, 2)
    assert mine.trash.restore(same.id, lambda profile: profile).profile.name == "Lyon"


def test_members_of_an_organisation_have_its_role_as_long_as_they_are_members(
    profiles: Profiles, first: Account, other: Account
) -> None:
    made = shown(profiles, first).create(make_profile())
    caf = profiles.organisations.create("CAF du Rhône")
    profiles.organisations.set_members(caf, [other.id])
    profiles.shares.give(made.id, Role.EDITOR, first.id, to_organisation=caf)
    token = profiles.logins.open(other.id, "", LIFETIME)

    before = profiles.logins.find(token, LIFETIME, made.id)
    profiles.organisations.set_members(caf, [])
    after = profiles.logins.find(token, LIFETIME, made.id)

    assert before is not None
    assert before.actor.role_on(made.id) is Role.EDITOR
    assert after is not None
    assert after.actor.role_on(made.id) is None
    with pytest.raises(ShareRefused, match="ne possède pas"):
        profiles.shares.give(made.id, Role.OWNER, first.id, to_organisation=caf)


def test_a_contract_keeps_an_owner(profiles: Profiles, first: Account, other: Account) -> None:
    made = shown(profiles, first).create(make_profile())
    (mine,) = profiles.shares.of_contract(made.id)

    with pytest.raises(ShareRefused, match="un propriétaire au moins"):
        profiles.shares.revoke(made.id, mine.id, first.id)
    with pytest.raises(ShareRefused, match="un propriétaire au moins"):
        profiles.shares.give(made.id, Role.READER, first.id, to_account=first.id)
    profiles.shares.give(made.id, Role.OWNER, first.id, to_account=other.id)
    profiles.shares.revoke(made.id, mine.id, first.id)

    assert [share.account for share in profiles.shares.of_contract(made.id)] == [other.id]


def test_a_link_chooses_a_password_once_within_its_time(
    profiles: Profiles, first: Account, later: Later
) -> None:
    accounts = profiles.accounts
    token = accounts.link(first.id)
    former = token
    token = accounts.link(first.id)

    assert accounts.of_link(former) is None
    assert accounts.of_link(token) == accounts.of_link(token) == first
    assert accounts.use_link(token, "hash") == first
    assert accounts.use_link(token, "other") is None

    token = accounts.link(first.id)
    later(LINK_LASTS)
    assert accounts.of_link(token) is None


def test_a_session_ends_without_a_page_for_an_hour_and_after_twelve_whatever_happens(
    profiles: Profiles, first: Account, later: Later
) -> None:
    token = profiles.logins.open(first.id, "Firefox", LIFETIME)
    for _ in range(14):
        later(timedelta(minutes=50))
        assert profiles.logins.find(token, LIFETIME) is not None
    later(timedelta(minutes=20))
    assert profiles.logins.find(token, LIFETIME) is None

    token = profiles.logins.open(first.id, "Firefox", LIFETIME)
    later(LIFETIME.idle)
    assert profiles.logins.find(token, LIFETIME) is None


@pytest.mark.parametrize("end", ["logout", "password", "closed"])
def test_a_session_ends_at_logout_with_a_new_password_and_with_the_account(
    profiles: Profiles, first: Account, other: Account, end: str
) -> None:
    token = profiles.logins.open(other.id, "", LIFETIME)
    link = profiles.accounts.link(other.id)

    if end == "logout":
        profiles.logins.close(token)
    elif end == "password":
        profiles.accounts.set_password(other.id, "hash")
    else:
        profiles.accounts.close(other.id)

    assert profiles.logins.find(token, LIFETIME) is None
    assert (profiles.accounts.of_link(link) is None) == (end != "logout")


def test_one_closes_ones_other_sessions_and_nobody_elses(
    profiles: Profiles, first: Account, other: Account
) -> None:
    kept, closed = (profiles.logins.open(first.id, agent, LIFETIME) for agent in ("ici", "là"))
    theirs = profiles.logins.open(other.id, "", LIFETIME)

    profiles.logins.close_others(first.id, kept)

    assert [login.agent for login in profiles.logins.of_account(first.id)] == ["ici"]
    assert profiles.logins.find(closed, LIFETIME) is None
    assert profiles.logins.find(theirs, LIFETIME) is not None


def test_twenty_wrong_passwords_slow_their_source_and_not_the_owner_elsewhere(
    profiles: Profiles, first: Account
) -> None:
    for _ in range(20):
        profiles.logins.failed("203.0.113.7", "anne@ville.fr", first.id)

    assert profiles.logins.wait("203.0.113.7", "ANNE@ville.fr") > 600
    assert profiles.logins.wait("203.0.113.8", "anne@ville.fr") == 0
    assert profiles.logins.wait("203.0.113.7", "basile@caf.fr") == 0


def test_an_address_that_tries_many_accounts_waits_for_all_of_them(profiles: Profiles, later: Later) -> None:
    for number in range(60):
        profiles.logins.failed("2001:db8::1", f"{number}@ville.fr", None)

    assert profiles.logins.wait("2001:db8::ffff", "autre@ville.fr") > 0
    assert profiles.logins.wait("2001:db8:1::1", "autre@ville.fr") == 0
    later(timedelta(days=1, seconds=1))
    assert profiles.logins.wait("2001:db8::1", "autre@ville.fr") == 0


def test_a_code_is_taken_once_by_the_whole_site(profiles: Profiles, first: Account) -> None:
    profiles.accounts.set_totp(first.id, "SECRET")

    taken = [profiles.accounts.take_totp_step(first.id, step) for step in (5, 5, 4, 6)]

    assert taken == [True, False, False, True]


def test_an_invitation_gives_its_role_once(
    profiles: Profiles, first: Account, other: Account, later: Later
) -> None:
    made = shown(profiles, first).create(make_profile("Lyon"))
    shares = profiles.shares
    token = shares.invite(made.id, Role.COMMENTER, "Basile@CAF.fr", first.id)

    assert shares.invitation(token) == shares.invitation(token)
    with pytest.raises(ShareRefused, match="autre adresse"):
        shares.accept(token, first.id, first.email)
    assert shares.accept(token, other.id, other.email).contract_name == "Lyon"
    with pytest.raises(ShareRefused, match="plus valable"):
        shares.accept(token, other.id, other.email)
    assert shares.roles_of(other.id) == (("Lyon", Role.COMMENTER),)

    revoked, over = (shares.invite(made.id, Role.READER, "", first.id) for _ in range(2))
    shares.revoke_invitation(made.id, shares.invitations(made.id)[-1].key, first.id)
    assert [shares.invitation(revoked), shares.invitation(over)].count(None) == 1
    later(INVITATION_LASTS)
    assert shares.invitation(revoked) is shares.invitation(over) is None


def test_an_invitation_never_lowers_a_role(profiles: Profiles, first: Account) -> None:
    made = shown(profiles, first).create(make_profile("Lyon"))

    profiles.shares.accept(profiles.shares.invite(made.id, Role.READER, "", first.id), first.id, first.email)

    assert profiles.shares.roles_of(first.id) == (("Lyon", Role.OWNER),)


def test_an_erased_account_leaves_no_word_but_the_name_of_its_versions(
    profiles: Profiles, first: Account, other: Account
) -> None:
    made = shown(profiles, other).create(make_profile("Lyon"))
    with pytest.raises(AccountRefused, match="seul propriétaire de « Lyon »"):
        profiles.accounts.erase(other.id)
    profiles.shares.give(made.id, Role.OWNER, other.id, to_account=first.id)

    profiles.accounts.erase(other.id, first.id)

    assert profiles.accounts.find("basile@caf.fr") is None
    assert [account.name for account in profiles.accounts.all()] == ["Anne"]
    assert profiles.versions.get(made.id, 1).author == "Basile"
    assert "Basile" not in {entry.who for entry in profiles.audit.entries()}
    with pytest.raises(AccountRefused, match="dernier qui administre"):
        profiles.accounts.erase(first.id)


def test_the_journal_says_what_was_done_and_a_refusal_once(profiles: Profiles, first: Account) -> None:
    profiles.logins.open(first.id, "", LIFETIME)
    for _ in range(3):
        profiles.audit.refused(Event.REFUSED, first.id, 4)

    events = [entry.event for entry in profiles.audit.entries()]

    assert events == [Event.REFUSED, Event.LOGIN, Event.ACCOUNT_MADE]


def test_a_contract_that_a_command_makes_belongs_to_the_first_account(
    profiles: Profiles, first: Account
) -> None:
    made = profiles.create(make_profile("Lyon"))

    assert shown(profiles, first).get(made.id) == made


def test_a_restore_opens_no_session_and_gives_no_right_or_password_back(
    profiles: Profiles, first: Account, other: Account, tmp_path: Path
) -> None:
    made = shown(profiles, first).create(make_profile("Lyon"))
    erased = profiles.accounts.create("claire@ville.fr", "Claire")
    for account in (other, erased):
        profiles.shares.give(made.id, Role.READER, first.id, to_account=account.id)
    profiles.accounts.set_password(other.id, "former")
    link, token = profiles.accounts.link(other.id), profiles.logins.open(other.id, "", LIFETIME)
    invitation = profiles.shares.invite(made.id, Role.OWNER, "", first.id)
    write_backup(profiles, tmp_path / "s")
    profiles.accounts.set_password(other.id, "present")
    profiles.shares.revoke(made.id, profiles.shares.of_contract(made.id)[1].id, first.id)
    profiles.accounts.erase(erased.id)
    late = profiles.accounts.create("david@ville.fr", "David")

    restore_backup(profiles, tmp_path / "s", replace=True)

    assert profiles.logins.find(token, LIFETIME) is profiles.accounts.of_link(link) is None
    assert profiles.shares.invitation(invitation) is None
    assert profiles.accounts.secrets_of(other.id).password_hash == "present"
    assert [share.account for share in profiles.shares.of_contract(made.id)] == [first.id]
    assert profiles.accounts.find("claire@ville.fr") is None
    assert profiles.accounts.find("david@ville.fr") == late
    assert Event.REVOKED in {entry.event for entry in profiles.audit.entries()}


def test_a_backup_without_accounts_leaves_the_site_those_that_it_has(
    profiles: Profiles, tmp_path: Path
) -> None:
    made = profiles.create(make_profile("Lyon"))
    write_backup(profiles, tmp_path / "s")
    account = profiles.accounts.create("anne@ville.fr", "Anne", administrator=True)

    restore_backup(profiles, tmp_path / "s", replace=True)

    assert profiles.accounts.all() == (account,)
    assert shown(profiles, account).get(made.id).profile == made.profile
