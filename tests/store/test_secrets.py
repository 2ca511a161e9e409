"""What an account signs in with, as the store keeps it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app.store import Profiles, restore_backup, write_backup
from app.store.account_rows import Account
from app.store.logins import Lifetime

LIFETIME = Lifetime()


@pytest.fixture
def first(profiles: Profiles) -> Account:
    return profiles.accounts.create("anne@ville.fr", "Anne", administrator=True)


def test_a_password_is_good_however_old_it_is(
    profiles: Profiles, first: Account, later: Callable[[timedelta], None]
) -> None:
    profiles.accounts.set_password(first.id, "hash")

    later(timedelta(days=3650))

    assert profiles.accounts.secrets_of(first.id).password_hash == "hash"
    assert profiles.accounts.find(first.email) == profiles.accounts.get(first.id)


def test_a_session_goes_on_under_another_token_and_lasts_no_longer(
    profiles: Profiles, first: Account, later: Callable[[timedelta], None]
) -> None:
    lasting = Lifetime(idle=LIFETIME.total, total=LIFETIME.total)
    former = profiles.logins.open(first.id, "Firefox", lasting)
    later(timedelta(hours=11))

    token = profiles.logins.renew(former)

    assert profiles.logins.find(former, lasting) is None
    found = profiles.logins.find(token, lasting)
    assert found is not None
    assert found.confirmed_at > profiles.now() - timedelta(minutes=1)
    later(timedelta(hours=1))
    assert profiles.logins.find(token, lasting) is None


def test_a_token_that_is_over_is_not_brought_back(profiles: Profiles, first: Account) -> None:
    token = profiles.logins.open(first.id, "", LIFETIME)
    profiles.logins.close(token)

    assert profiles.logins.find(profiles.logins.renew(token), LIFETIME) is None


def test_a_recovery_code_is_good_once_and_a_restore_gives_none_back(
    profiles: Profiles, first: Account, tmp_path: Path
) -> None:
    profiles.accounts.set_totp(first.id, "SECRET")
    codes = profiles.recovery_codes.renew(first.id)
    write_backup(profiles, tmp_path / "s")

    used = [profiles.recovery_codes.use(first.id, codes[0].lower()) for _ in range(2)]
    restore_backup(profiles, tmp_path / "s", replace=True)

    assert used == [True, False]
    assert profiles.recovery_codes.left(first.id) == len(codes) - 1
    assert not profiles.recovery_codes.use(first.id, codes[0])
    assert profiles.recovery_codes.use(first.id, codes[1])
    profiles.accounts.set_totp(first.id, None)
    assert not profiles.recovery_codes.use(first.id, codes[2])
