"""The saved profiles: found, read, created, saved, deleted, restored.

A deleted profile can be restored for thirty days, then it goes for good (RGAA 11.12).
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Engine, Select, bindparam, delete, func, select

from app.domain.profile import Profile
from app.store.account_rows import first_account
from app.store.accounts import Accounts
from app.store.audit import Audit
from app.store.comments import Comments
from app.store.engine import UNKNOWN, Repository, is_read_only
from app.store.errors import ProfileNotFound
from app.store.files import Catalogues, Uploads
from app.store.identities import Identities
from app.store.kept_files import KeptFiles
from app.store.logins import Logins
from app.store.presences import Presences
from app.store.profile_rows import (
    ProfileColumns,
    check_limits,
    columns_of,
    keep_key,
    made_by,
    present_row,
    put_in_trash,
    row_to_write,
    saved_profile,
    token_digest,
    with_free_key,
    write_again,
    write_new,
)
from app.store.quartiers import Quartiers
from app.store.records import Page, SavedProfile, Stamp, Trashed, contract_name, search
from app.store.recovery_codes import RecoveryCodes
from app.store.returns import Along, Returns
from app.store.schema import Storage
from app.store.shares import Organisations, Shares
from app.store.sign_ons import SignOns
from app.store.site_proposals import SiteProposals
from app.store.tables import PROFILES, VERSIONS, UtcTime
from app.store.takeovers import Takeovers
from app.store.versions import Versions
from app.store.visibility import give_to_maker, is_visible, owned_by, visible_to

BIGGEST_PAGE = 200
_EXPORT_BATCH = 20


TIME_IN_TRASH = timedelta(days=30)
TRASHED = "\u200b"
"""Begins the key of a trashed name: no key of a name holds an invisible character, so the name is free."""

# Built once, as it goes with every save. The versions of a profile follow it.
_PURGE = delete(PROFILES).where(PROFILES.c.deleted_at < bindparam("past", type_=UtcTime))


class Trash(Repository):
    """The trash of one database; for a `viewer`, of the contracts that this account owns."""

    def __init__(
        self, engine: Engine, now: Callable[[], datetime], stamp: Stamp = UNKNOWN, viewer: int | None = None
    ) -> None:
        super().__init__(engine, now, stamp)
        self._viewer = viewer

    def list(self, start: int = 0, count: int = 50) -> tuple[Trashed, ...]:
        """Return at most `count` of those that can still be restored, the latest deletion first."""
        latest = self._waiting().order_by(PROFILES.c.deleted_at.desc(), PROFILES.c.id.desc())
        with self._reading() as connection:
            return tuple(Trashed(*row) for row in connection.execute(latest.offset(start).limit(count)))

    def get(self, profile_id: int) -> Trashed:
        """Return a deleted profile that can still be restored. Raises ProfileNotFound."""
        with self._reading() as connection:
            row = connection.execute(self._waiting().where(PROFILES.c.id == profile_id)).one_or_none()
        if row is None:
            raise ProfileNotFound(profile_id)
        return Trashed(*row)

    def _waiting(self) -> Select[*tuple[Any, ...]]:
        signed = select(func.max(VERSIONS.c.signed_on)).where(
            VERSIONS.c.profile_id == PROFILES.c.id, VERSIONS.c.signed_on.is_not(None)
        )
        shown = (PROFILES.c.id, PROFILES.c.name, PROFILES.c.territory_name, PROFILES.c.deleted_at)
        return select(*shown, signed.scalar_subquery()).where(
            PROFILES.c.deleted_at >= self._now() - TIME_IN_TRASH, owned_by(self._viewer)
        )

    def restore(self, profile_id: int, rename: Callable[[Profile], Profile]) -> SavedProfile:
        """Take a profile out of the trash, under the name that `rename` gives it.

        Raises ProfileNotFound, NameTaken, ProfileRefused.
        """

        def restored(connection: Connection) -> SavedProfile:
            row = row_to_write(connection, profile_id)
            if row.deleted_at is None or row.deleted_at < self._now() - TIME_IN_TRASH:
                raise ProfileNotFound(profile_id)
            columns = columns_of(rename(saved_profile(row).profile))
            columns = with_free_key(connection, columns, self._viewer, own_id=row.id)
            stamp = replace(self._stamp, catalogue=row.catalogue)
            return write_again(connection, row, columns, self._now(), stamp)

        return self._write(restored)

    def purge(self) -> None:
        """Remove for good what has waited for thirty days, versions included."""
        with self._writing() as connection:
            purge(connection, self._now())


def purge(connection: Connection, now: datetime) -> None:
    """Remove what has waited for thirty days, as a part of what is being written.

    One statement, which looks at each row when it removes it: one that is being restored is not removed.
    """
    connection.execute(_PURGE, {"past": now - TIME_IN_TRASH})


class Profiles(Repository):
    """The saved profiles of one database, with all that is kept beside them.

    `trash`: the deleted profiles that can still be restored. `versions`: what each save kept. `storage`: what
    all this takes on the disk. `catalogues`: those that contracts were made with. `quartiers`: the lists of
    quartiers prioritaires. `uploads`: the files that wait for a confirmation. `kept_files`: what LibreOffice
    made of the latest versions. `returns`: the files that partners returned. `site_proposals`: what they
    propose on the site. `comments`: what is said there of commitments. `presences`: who has a page open.
    `takeovers`: contracts made elsewhere that are taken over. `accounts`, `recovery_codes`, `logins`,
    `shares`, `organisations`, `audit`: who there is, who is signed in, who has which role on a contract, and
    what was done of that. `sign_ons`, `identities`: who comes by a provider of identities, and which account
    that is.

    With a `viewer`, an account, only the contracts on which it has a role are found, by any of these methods.
    """

    def __init__(self, engine: Engine, now: Callable[[], datetime], stamp: Stamp = UNKNOWN) -> None:
        super().__init__(engine, now, stamp)
        self._viewer: int | None = None
        self._seen: frozenset[int] = frozenset()
        self.accounts, self.logins = Accounts(engine, now), Logins(engine, now)
        self.recovery_codes = RecoveryCodes(engine, now)
        self.shares, self.organisations = Shares(engine, now), Organisations(engine, now)
        self.sign_ons, self.identities = SignOns(engine, now), Identities(engine, now)
        self.audit = Audit(engine, now)
        self.trash, self.versions = Trash(engine, now, stamp), Versions(engine, now)
        self.storage, self.catalogues = Storage(engine, now), Catalogues(engine, now)
        self.quartiers, self.uploads = Quartiers(engine, now), Uploads(engine, now)
        self.kept_files, self.returns = KeptFiles(engine, now), Returns(engine, now, stamp)
        self.site_proposals, self.comments = SiteProposals(engine, now), Comments(engine, now)
        self.presences = Presences(engine, now)
        self.takeovers = Takeovers(engine, now)

    def signed(
        self, author: str, viewer: int | None = None, seen: frozenset[int] = frozenset()
    ) -> "Profiles":
        """Return the same profiles, whose saves bear this name; none when it is empty.

        `viewer`: the account that alone they are shown to, and that owns the contracts that are made; `seen`:
        those of which it is already known that it may.
        """
        signed = copy(self)  # an engine with options of its own costs as much as a statement
        signed._stamp = replace(self._stamp, author=author)
        signed._viewer, signed._seen = viewer, seen
        signed.trash = Trash(self.engine, self._now, signed._stamp, viewer)
        signed.returns = Returns(self.engine, self._now, signed._stamp)
        signed.takeovers = Takeovers(self.engine, self._now, viewer)
        return signed

    def search(self, query: str = "", page: int = 1, size: int = 50) -> Page:
        """Find the profiles in which a word begins with each word of the query, last saved first.

        A page past the last one is the last one; a size over BIGGEST_PAGE is BIGGEST_PAGE. MOST_COUNTED
        profiles are shown at most; `more` says that there are others.
        """
        with self._reading() as connection:
            return search(connection, query, page, min(max(size, 1), BIGGEST_PAGE), visible_to(self._viewer))

    def get(self, profile_id: int) -> SavedProfile:
        """Return the profile with this id. Raises ProfileNotFound."""
        with self._reading() as connection:
            self._refuse_unseen(connection, profile_id)
            return saved_profile(present_row(connection, profile_id))

    def id_of(self, contract: str) -> int | None:
        """Return the id of the contract that files call by this name; None for one that is not here."""
        here = (PROFILES.c.deleted_at.is_(None), visible_to(self._viewer))
        with self._reading() as connection:
            rows = connection.execute(select(PROFILES.c.id, PROFILES.c.created_at).where(*here)).all()
        return next((row.id for row in rows if contract_name(row.id, row.created_at) == contract), None)

    def all(self) -> Iterator[SavedProfile]:
        """Return every profile, in the order of their ids, read from the database little by little."""
        last_id = 0
        while batch := self._batch_after(last_id):
            yield from batch
            last_id = batch[-1].id

    def create(self, profile: Profile, token: str | None = None, *, catalogue: str = "") -> SavedProfile:
        """Save a new profile. The same token again gives the profile that it made the first time.

        `catalogue`: the hash of the one that it stands on, when it is not the one in use.

        Raises NameTaken, ProfileTrashed when that one is in the trash by now, ProfileTooLarge, and
        ProfileRefused for a profile that is not valid.
        """
        columns, digest = _new_columns(profile), token_digest(token)
        return self._write(lambda connection: self._add(connection, columns, catalogue, digest))

    def create_all(self, profiles: Iterable[Profile], catalogues: Iterable[str] = ()) -> list[SavedProfile]:
        """Save new profiles, all of them or none. Raises NameTaken and ProfileRefused like `create`.

        `catalogues`: the hash of that of each, empty for the one in use.
        """
        rows = list(zip_longest(map(_new_columns, profiles), catalogues))
        return self._write(lambda connection: [self._add(connection, *row) for row in rows])

    def save(
        self,
        profile_id: int,
        expected_version: int,
        profile: Profile,
        *,
        catalogue: str = "",
        along: Along | None = None,
    ) -> SavedProfile:
        """Replace a profile that is still at the version that the person was shown.

        `catalogue`: the hash of the one that it stands on from now on; it stays on its own without one.
        `along` writes in the same transaction.

        Raises ProfileNotFound, ProfileChanged when someone saved it meanwhile, NameTaken, ProfileTooLarge,
        and ProfileRefused for a profile that is not valid.
        """
        columns = columns_of(profile)

        def update(connection: Connection) -> SavedProfile:
            self._refuse_unseen(connection, profile_id)
            row = present_row(connection, profile_id, expected_version)
            check_limits(profile, columns["document"], row.document)
            keyed = keep_key(columns, row.name_key) or with_free_key(
                connection, columns, self._viewer, row.id
            )
            stamp = replace(self._stamp, catalogue=catalogue or row.catalogue)
            saved = write_again(connection, row, keyed, self._now(), stamp)
            if along:
                along(connection, saved.version)
            return saved

        return self._write(update)

    def delete(self, profile_id: int, expected_version: int) -> None:
        """Put a profile in the trash, from which it can be restored.

        Raises ProfileNotFound, and ProfileChanged when it is no longer what the person was shown.
        """
        with self._writing() as connection:
            self._refuse_unseen(connection, profile_id)
            row = present_row(connection, profile_id, expected_version)
            put_in_trash(connection, row, self._now(), key=f"{TRASHED}{row.id}")

    @property
    def may_be_written(self) -> bool:
        """Whether the database was opened for saving, and not only for reading."""
        return not is_read_only(self.engine)

    def close(self) -> None:
        """Close the connections that nobody uses. The next call opens new ones."""
        self.engine.dispose()

    def _add(
        self, connection: Connection, columns: ProfileColumns, catalogue: str | None, token: str | None = None
    ) -> SavedProfile:
        made = made_by(connection, token, columns, self._viewer)
        if not isinstance(made, dict):
            return saved_profile(made)
        stamp = replace(self._stamp, catalogue=catalogue or self._stamp.catalogue)
        saved = write_new(connection, made, self._now(), stamp, token)
        maker = first_account(connection) if self._viewer is None else self._viewer
        give_to_maker(connection, saved.id, maker, self._now())
        return saved

    def _refuse_unseen(self, connection: Connection, profile_id: int) -> None:
        if self._viewer is None or profile_id in self._seen:
            return
        if not is_visible(connection, profile_id, self._viewer):
            raise ProfileNotFound(profile_id)

    def _batch_after(self, last_id: int) -> list[SavedProfile]:
        # A transaction per batch: a slow reader of the export never holds one open.
        here = (PROFILES.c.deleted_at.is_(None), visible_to(self._viewer))
        following = select(PROFILES).where(PROFILES.c.id > last_id, *here)
        batch = following.order_by(PROFILES.c.id).limit(_EXPORT_BATCH)
        with self._reading() as connection:
            return [saved_profile(row) for row in connection.execute(batch)]

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        # Whoever saves empties the trash of what has waited long enough: a site runs for months.
        with super()._writing() as connection:
            yield connection
            purge(connection, self._now())


def _new_columns(profile: Profile) -> ProfileColumns:
    """Return the columns of a profile that replaces none. Raises ProfileRefused, ProfileTooLarge."""
    columns = columns_of(profile)
    check_limits(profile, columns["document"])
    return columns
